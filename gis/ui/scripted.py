"""Pieces of a page that the browser draws or does by a script of ours, which it fetches by its address.

Streamlit would send a script that is handed over as text along with every change of its data, and the browser would run
it from memory: the policy of the door (`gis.door.headers`) allows no script but those of the server's own addresses. So
each piece is declared as Streamlit's packages of components declare theirs, with a folder: ``browser/`` holds nothing
that is not meant for everybody.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

FOLDER: Final = Path(__file__).with_name("browser")
_PACKAGE: Final = "landmap"


def scripted(name: str, script: str, *, html: str | None = None, **given: Any) -> Any:
    """Draw one piece.

    Parameters
    ----------
    name
        Of the piece.
    script
        Its file in ``browser/``.
    html
        What stands there before the script runs.
    given
        What is handed to the piece: ``key``, ``data`` and what is called when its values change.

    Returns
    -------
    What the browser told.
    """
    whole = f"{_PACKAGE}.{name}"
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(whole) is None:
        piece = ComponentConfig(name=name, asset_dir=FOLDER.name)
        manager.register_from_manifest(ComponentManifest(name=_PACKAGE, version="1", components=[piece]), FOLDER.parent)
    return st.components.v2.component(whole, html=html, js=script)(**given)
