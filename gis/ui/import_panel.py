"""Bringing files in: dropped, understood, looked at, recorded; and what can be undone or closed afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st
from markupsafe import Markup

from gis import intake, words
from gis.access import arriving, people
from gis.errors import LandmapError
from gis.intake import detecting, incoming
from gis.intake.incoming import Incoming, Part
from gis.records.declaration import describe
from gis.records.entities.reports import PERIODIC_FORM
from gis.records.store import Store
from gis.ui import (
    acts,
    import_acts,
    import_beside,
    import_detail,
    import_mapping,
    import_part,
    import_progress,
    import_said,
    noting,
    process,
    run,
)
from gis.ui.here import Here
from gis.ui.import_progress import Begins
from gis.ui.plain_label import plain
from gis.ui.plain_table import plain_table

_TYPES: Final = (
    "xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt", "geojson", "json", "gpkg", "zip", "kml", "kmz",
    "doc", "docx", "pdf",
)  # fmt: skip
"""What may be dropped; documents too, because the advice what to send instead is ours to give."""
_READ: Final = "incoming_read"
_COUNTS: Final = ("rows", "new", "changed", "unchanged", "refused")


def draw(here: Here) -> None:
    """Draw the whole page."""
    import_acts.section(here, "title", "steps")
    if not people.may_import(process.reader()):
        arriving.shut(run.page())
        noting.refused("page", page="importing")
        st.info(here.say("import.no_role"), icon=":material/lock:")
        return
    store = process.store()
    acts.said()
    left, right = st.columns([0.64, 0.36], gap="large")
    with left:
        _drop(store, here)
    with right:
        import_beside.draw(store, here)


def _drop(store: Store, here: Here) -> None:
    if store.kind() == "demo":
        st.info(here.say("import.demo"), icon=":material/science:")
        return
    arriving.expect(run.page(), _TYPES)
    dropped = st.file_uploader(
        here.say("import.drop"), list(_TYPES), accept_multiple_files=True, key=f"{here.language}:import"
    )
    historical = st.toggle(
        here.say("import.historical"),
        key=f"{here.language}:historical",
        help=here.say("import.historical_help"),
    )
    st.html(Markup('<p class="hint">{}</p>').format(here.say("import.privacy")))
    with import_progress.working(here, 2 * len(dropped or [""])) as begins:
        files = _received(dropped or [], begins)
        import_said.forget(files)
        if not files:
            return
        unclear = [name for name, one in files.items() if one.table is not None and not one.detected.kind]
        files = {name: _said(name, one, here) for name, one in files.items()}
        kinds = {name: one.detected.kind for name, one in files.items() if one.detected.kind}
        looked = {
            name: _looked(files[name], kind, store, begins, historical=historical) for name, kind in kinds.items()
        }
    import_acts.section(here, "understood", "understood_note")
    for name, one in files.items():
        if one.problem:
            st.warning(plain(one.problem.say(here.language)), icon=":material/block:")
            import_part.choose(name, one, here)
    _summary(files, kinds, looked, here)
    ready = [name for name, one in looked.items() if isinstance(one, intake.Examined) and one.recordable]
    st.button(
        here.say("import.record", n=len(ready)),
        type="primary",
        icon=":material/save:",
        disabled=not ready,
        on_click=_record,
        args=({name: looked[name] for name in ready}, here),
    )
    _detail(files, looked, unclear, store, here)


def _received(dropped: Sequence[Any], begins: Begins) -> dict[str, Incoming]:
    """Read each file once, and forget those that were taken away."""
    held: dict[tuple[str, Part], Incoming] = st.session_state.get(_READ, {})
    now: dict[tuple[str, Part], Incoming] = {}
    names: dict[str, Incoming] = {}
    for one in dropped:
        name = _free(one.name, names)
        part = import_part.said(name)
        if (one.file_id, part) not in held:
            begins("reading", name)
        now[one.file_id, part] = names[name] = held.get((one.file_id, part)) or _read(one, part)
    st.session_state[_READ] = now
    import_part.forget(names)
    return names


def _free(name: str, taken: Mapping[str, Any]) -> str:
    """Tell files of one name apart."""
    tries = (name if not n else f"{name} ({n + 1})" for n in range(len(taken) + 1))
    return next(one for one in tries if one not in taken)


def _read(one: Any, part: Part) -> Incoming:
    return incoming.receive(one.name, one.getvalue(), process.wards(), part)


def _said(name: str, one: Incoming, here: Here) -> Incoming:
    """Answer a file as an officer says it is; where its kind does not show, ask at once."""
    said = import_said.said(name, one)
    if one.table is not None and not one.detected.kind:
        import_said.choose_kind(name, said, here)
    return said


def _looked(
    one: Incoming, kind: str, store: Store, begins: Begins, *, historical: bool
) -> intake.Examined | LandmapError:
    """Look at a file once for each state of the records."""
    kept: dict[Any, intake.Examined | LandmapError] = st.session_state.setdefault(import_acts.LOOKED, {})
    key = (id(one.table), one.detected, one.office, historical, store.marker())
    if key not in kept:
        begins("checking", one.name)
        try:
            kept[key] = incoming.look(one, kind, store=store, areas=process.wards(), historical=historical)
        except LandmapError as error:
            kept[key] = error
    return kept[key]


def _summary(
    files: Mapping[str, Incoming],
    kinds: Mapping[str, str],
    looked: Mapping[str, intake.Examined | LandmapError],
    here: Here,
) -> None:
    """Write one line a file: what it seems to be and what would become of it; totals in the last line."""
    lines = [_line(name, one, kinds.get(name, ""), looked.get(name), here) for name, one in files.items()]
    table = pd.DataFrame(lines, dtype="object").rename(columns=lambda name: here.say(f"import.column.{name}"))
    st.html(plain_table(table, numbers=range(4, 10)))
    for name, doubt in _doubts(files, here):
        st.warning(plain(here.say("import.problem", file=name, what=doubt)), icon=":material/help:")
    for name, one in looked.items():
        if isinstance(one, LandmapError):
            text = here.say("import.problem", file=name, what=one.say(here.language))
            st.warning(plain(text), icon=":material/block:")
        elif one.recordable and one.checked.links.empty:
            st.warning(plain(here.say("import.faulty_note", file=name)), icon=":material/block:")


def _doubts(files: Mapping[str, Incoming], here: Here) -> Iterator[tuple[str, str]]:
    wanted = (here.period.start, here.period.end)
    for name, doubt in detecting.doubtful({name: one.detected for name, one in files.items()}, wanted=wanted):
        yield name, here.say(f"import.doubt.{doubt}", start=wanted[0], end=wanted[1])


def _line(
    name: str,
    one: Incoming,
    kind: str,
    looked: intake.Examined | LandmapError | None,
    here: Here,
) -> dict[str, Any]:
    seen = one.detected
    unread = here.say("import.state.unreadable") if one.problem else ""
    report = looked.report if isinstance(looked, intake.Examined) else None
    counts = {count: words.number(getattr(report, count), here.language) if report else "" for count in _COUNTS}
    return {
        "file": name,
        "kind": _kind_name(one, here) if kind else unread,
        "unit": import_acts.sender_name(one, here) if one.sender else "",
        "period": " – ".join(words.date(day) for day in seen.period) if seen.period else "",
        **counts,
        "findings": words.number(len(report.findings), here.language) if report else "",
    }


def _kind_name(one: Incoming, here: Here) -> str:
    """Name the kind of a file, and the official form it is."""
    kind = import_acts.kind_name(one.detected.kind, here)
    official = one.detected.official if one.detected.kind == "periodic" else ""
    return f"{kind} {describe(official, PERIODIC_FORM['form']).say(here.language)}" if official else kind


def _record(ready: Mapping[str, intake.Examined], here: Here) -> None:
    """Record the files, each by itself; for the callback. One that cannot be recorded stops no other."""
    try:
        process.check(people.may_import)
    except LandmapError as error:
        acts.say_next("refused", error.say(here.language))
        return
    store = process.store()
    with import_progress.working(here, len(ready)) as begins:
        for name, examined in ready.items():
            begins("recording", name)
            _record_one(name, examined, store, here)
    process.show_anew()
    import_acts.look_again()


def _record_one(name: str, examined: intake.Examined, store: Store, here: Here) -> None:
    try:
        report = intake.record(examined, store)
    except LandmapError as error:
        acts.say_next("refused", here.say("import.problem", file=name, what=error.say(here.language)))
        return
    if report.rows == report.refused:
        acts.say_next("refused", here.say("import.faulty" if report.faulty else "import.nothing", file=name))
        return
    counts = {count: getattr(report, count) for count in _COUNTS}
    acts.say_next("done", here.say("import.done" if report.batch else "import.same", file=name, **counts))


def _detail(
    files: Mapping[str, Incoming],
    looked: Mapping[str, intake.Examined | LandmapError],
    unclear: Collection[str],
    store: Store,
    here: Here,
) -> None:
    """Draw one file in detail: what it is, how it is read, and everything a person should look at."""
    if not looked:
        return
    name = st.selectbox(here.say("import.detail"), list(looked), key=f"{here.language}:import_detail")
    one, result = files[name], looked[name]
    examined = result if isinstance(result, intake.Examined) else None
    if name not in unclear:
        import_said.choose_kind(name, one, here)
    import_said.choose_rest(name, one, here)
    import_part.choose(name, one, here, examined)
    if examined:
        import_detail.draw(name, examined, here)
    if one.table is not None:
        form = intake.form_of(one.detected.kind)
        mapping = incoming.mapping_for(one, form.name, store)
        import_mapping.draw(import_mapping.Reading(name, one, one.table, form, mapping, examined), store, here)
