"""Which province a reader looks at, where a server serves several: asked once, told at the top of every page.

The address says it; a reader who holds roles in one province is there, whatever an address says, and one who holds them
in several is asked, or follows a link. Another province is another visit: its links load the page anew, so that nothing
of the one before stays in the browser. Where one province is served nothing of this is seen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NoReturn
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from gis import areas, settings
from gis.access import signing_in
from gis.areas import facts
from gis.errors import AreasError
from gis.ui import entrance, person, province
from gis.ui.noting import OTHER
from gis.view import Asked, View
from gis.words import Phrase, say

_LINK: Final = Markup('<li><a href="?{}" target="_self">{}</a></li>')
_HERE: Final = Markup('<li aria-current="true">{}</li>')
_BAR: Final = Markup('<details class="provinces"><summary title="{}">{}</summary><ul>{}</ul></details>')
_ASKED: Final = Markup('<h1>{}</h1><p role="note">{}</p><ul class="provinces">{}</ul>')


def settled(asked: Asked) -> Asked:
    """Settle in which province this session sits, and answer what the address asks for there.

    Somebody who may choose and has not is asked to, and the run ends. The choice is drawn first, so that it stands
    there whatever becomes of the page.

    Parameters
    ----------
    asked
        What the address bar asks for; another province than theirs is left out, with all that was chosen of it.
    """
    served, offered = settings.current(), _offered()
    wanted = asked.view.province or province.held()
    allowed = (served.province,) if not served.several else offered
    if wanted in allowed or (not wanted and len(allowed) == 1):
        found = _at(wanted or allowed[0], asked.view, asked.problems)
    elif not wanted:
        _ask(asked.view, allowed)
    else:
        home = province.held() if province.held() in allowed else allowed[0]
        told = {"value": wanted, "shown": _names([home])[home]}
        found = _at(home, asked.view.elsewhere(home), (*asked.problems, Phrase(OTHER, told)))
    entrance.entered()
    if len(offered) > 1:
        _bar(found.view, offered)
    return found


def _offered() -> tuple[str, ...]:
    """Answer the provinces a reader may look at: where people sign in, those of their roles."""
    served = settings.current()
    who = person.identity() if served.several and signing_in.configured(served) else None
    return person.provinces(who) if who else served.provinces


def _at(code: str, view: View, problems: tuple[Phrase, ...]) -> Asked:
    """Sit down in a province."""
    if settings.current().several:
        province.sit(code)
    return Asked(view.of_province(province.named()), problems)


def _ask(view: View, offered: Collection[str]) -> NoReturn:
    """Let somebody choose, and end the run."""
    links = Markup().join(
        _LINK.format(urlencode(view.of_province(code).to_query(), doseq=True), name)
        for code, name in _names(offered).items()
    )
    title, why = (say(f"shell.province.{part}", view.language) for part in ("ask", "why"))
    with st.container(key="entrance"):
        st.html(_ASKED.format(title, why, links))
    st.stop()


def _bar(view: View, offered: Collection[str]) -> None:
    """Draw which province is shown, and the links to the others."""
    names = _names(offered)
    lines = Markup().join(
        _HERE.format(name)
        if code == view.province
        else _LINK.format(urlencode(view.elsewhere(code).to_query(), doseq=True), name)
        for code, name in names.items()
    )
    with st.container(key="provinces"):
        st.html(_BAR.format(say("shell.province.other", view.language), names[view.province], lines))


def _names(codes: Collection[str]) -> Mapping[str, str]:
    known = facts.province_names()
    return {code: known.get(code) or _of_its_file(code) for code in codes}


def _of_its_file(code: str) -> str:
    """Answer what its boundaries call a province that was not known when the product was made."""
    try:
        return areas.load(province.of(code)).province_name
    except AreasError:
        return code
