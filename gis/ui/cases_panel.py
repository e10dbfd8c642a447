"""The page of cases: the balance of the period, its trend, what is open and why, what was decided and not carried out.

What leaves the page are totals by ward, with small counts hidden; codes of cases stay on the screen.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st
from markupsafe import Markup

from gis import settings
from gis.access.suppression import shown
from gis.briefing import tables
from gis.insight import cases
from gis.insight.standing import STANDINGS
from gis.ui import case_balance, case_groups, case_list, case_trend, case_way, downloads
from gis.ui.here import Here

_COUNTS: Final = ("open_cases", *STANDINGS, "unexecuted")


def draw(here: Here) -> None:
    """Draw the page, or what to do where no case is recorded."""
    case_way.draw(here)
    balance = cases.balance(here.selection, here.period)
    if balance is None:
        st.info(here.say("caseload.empty"), icon=":material/upload_file:")
        return
    found = cases.open_cases(here.selection)
    case_balance.draw(balance, here)
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        case_trend.draw(here)
    with right:
        case_groups.draw_ages(found, here)
    if found.empty:
        st.info(here.say("caseload.none_open"), icon=":material/filter_alt_off:")
    else:
        case_groups.draw_groups(found, here)
        case_list.draw(len(found), here)
    case_groups.draw_decisions(here)
    _downloads(here)


def _downloads(here: Here) -> None:
    st.html(Markup('<p class="hint">{}</p>').format(here.say("caseload.file.note")))
    downloads.offer("vu-viec-theo-xa-phuong", partial(written, here), here)


def written(here: Here, kind: tables.Kind) -> bytes:
    """Write the totals by ward and standing into a file, with small counts suppressed."""
    table = cases.by_ward(here.selection)
    content = tables.TableFile(
        title=here.say("caseload.file.title"),
        caption=here.caption(),
        first=here.say("caseload.file.ward"),
        names={str(code): here.name("ward", str(code)) for code in table.index},
        columns={name: _heading(name, here) for name in _COUNTS},
        kinds=dict.fromkeys(_COUNTS, "count"),
        table=shown(
            table,
            here.desk.reader,
            counts=_COUNTS,
            threshold=settings.current().suppress_below,
            sums={"open_cases": STANDINGS},
            for_file=True,
        ),
        sort_by="open_cases",
        demo=here.demo,
        language=here.language,
    )
    return tables.written(content, kind)


def _heading(name: str, here: Here) -> str:
    return here.say(f"caseload.standing.{name}" if name in STANDINGS else f"caseload.file.{name}")
