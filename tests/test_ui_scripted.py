"""Pieces whose scripts the browser fetches by address."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from gis.settings import ROOT
from gis.ui.scripted import FOLDER

CALLS = re.compile(r"scripted\(\s*\"[a-z]+\",\s*\"([a-z]+\.js)\"")


def test_the_folder_holds_nothing_but_what_is_meant_for_everybody() -> None:
    assert {file.suffix for file in FOLDER.iterdir()} <= {".js", ".css"}


def test_every_script_is_one_that_a_piece_fetches() -> None:
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "gis" / "ui").glob("*.py")]
    used = {name for text in texts for name in CALLS.findall(text)}
    assert used == {file.name for file in FOLDER.glob("*.js")}


def test_no_script_is_handed_over_as_text() -> None:
    """Text would run from memory, which the policy of the door refuses."""
    declaring = [file.name for file in (ROOT / "gis").rglob("*.py") if "components.v2.component(" in file.read_text()]
    assert declaring == ["scripted.py"]


def drawn() -> None:
    from gis.ui.scripted import scripted  # noqa: PLC0415 - AppTest runs this text by itself

    scripted("news", "news.js", key="asking", data={"every": 5})


@pytest.mark.parametrize("_round", [1, 2])
def test_a_piece_tells_the_browser_an_address_in_every_runtime(_round: int) -> None:
    app = AppTest.from_function(drawn).run()
    assert not app.exception
    [piece] = [node.proto for node in app.main if node.type == "bidi_component"]
    assert (piece.component_name, piece.js_source_path, piece.js_content) == ("landmap.news", "news.js", "")
