"""Beside the files that come in: templates to send out, imports to withdraw, periods to close."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from gis import intake, words
from gis.access import people
from gis.errors import LandmapError
from gis.records.horizon import day_in_vietnam
from gis.records.store import Store
from gis.ui import acts, downloads, import_acts, process
from gis.ui.here import Here
from gis.ui.plain_table import plain_table

_RECENT: Final = 20
"""So many imports may be withdrawn here; older ones from the command line."""


def draw(store: Store, here: Here) -> None:
    """Draw all three."""
    _templates(here)
    _undo(store, here)
    _close(store, here)


def _templates(here: Here) -> None:
    import_acts.section(here, "templates", "templates_note")
    kind = st.selectbox(
        here.say("import.template_kind"),
        list(intake.FORMS),
        key=f"{here.language}:template",
        format_func=lambda kind: import_acts.kind_name(kind, here),
    )
    downloads.button(
        here.say("import.template"),
        partial(intake.template, kind, here.language, areas=process.wards()),
        f"mau_{kind}.xlsx",
        import_acts.XLSX,
        here,
        icon=":material/download:",
    )


def _undo(store: Store, here: Here) -> None:
    """Offer to withdraw one of the last imports."""
    batches = store.batches()
    mine = batches[batches["withdrawn_at"].isna()].sort_values("id", ascending=False).head(_RECENT)
    if mine.empty or store.kind() == "demo":
        return
    import_acts.section(here, "undo_title", "undo_note")
    lines = {int(line["id"]): _batch(line, here) for line in mine.to_dict("records")}
    chosen = st.selectbox(
        here.say("import.undo_which"), list(lines), key=f"{here.language}:undo", format_func=lines.__getitem__
    )
    st.button(here.say("import.undo"), icon=":material/undo:", on_click=_withdraw, args=(chosen, here))


def _batch(line: Mapping[Any, Any], here: Here) -> str:
    day = words.date(day_in_vietnam(line["recorded_at"]))
    return here.say("import.undo_line", n=line["id"], source=line["source"], rows=line["rows"], day=day)


def _withdraw(batch: int, here: Here) -> None:
    try:
        process.withdraw(batch)
    except LandmapError as error:
        acts.say_next("refused", error.say(here.language))
    else:
        acts.say_next("done", here.say("import.undone", n=batch))


def _close(store: Store, here: Here) -> None:
    """Offer to close a period, and list those that were."""
    import_acts.section(here, "close_title", "close_note")
    name = st.text_input(
        here.say("import.close_name"),
        key=f"{here.language}:close",
        placeholder=here.say("import.close_example"),
        max_chars=60,
    )
    st.button(
        here.say("import.close", day=here.view.day),
        icon=":material/lock_clock:",
        disabled=not name.strip(),
        on_click=_close_period,
        args=(name.strip(), here),
    )
    closings = store.closings()
    if closings:
        columns = [here.say(f"import.close_{one}_column") for one in ("name", "day", "when")]
        rows = [(one.name, words.date(one.as_of), words.date(one.day)) for one in reversed(closings)]
        st.html(plain_table(pd.DataFrame(rows, columns=columns, dtype="object")))


def _close_period(name: str, here: Here) -> None:
    try:
        process.check(people.may_import)
        process.store().close_period(name, here.view.day)
    except LandmapError as error:
        acts.say_next("refused", error.say(here.language))
    else:
        acts.say_next("done", here.say("import.closed", name=name, day=here.view.day))
