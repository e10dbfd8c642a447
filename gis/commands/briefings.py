"""Briefings from the command line: one view as a paper or a picture, the same bytes for the same moment of export."""

from __future__ import annotations

import datetime as dt
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import parse_qs

import typer

from gis import areas, settings
from gis.access import gate, people
from gis.briefing import formats, framing, monthly_set
from gis.briefing.codes import codes
from gis.briefing.content import KINDS, MARKS, Briefing
from gis.briefing.exporting import Content, Export
from gis.briefing.formats import Way
from gis.briefing.kinds import briefing
from gis.briefing.leaving import FileDesk
from gis.briefing.reading import Reading
from gis.commands import sets, terminal
from gis.commands.terminal import say
from gis.errors import RequestError
from gis.filters import PARAMETERS
from gis.insight.situation import Situation, situation
from gis.law import rules
from gis.records.audit import Who
from gis.records.closings import named
from gis.records.horizon import VIETNAM
from gis.records.ledger import Ledger, open_ledger
from gis.records.store import Store, open_store
from gis.settings import Settings
from gis.view import View
from gis.words import LANGUAGES, Phrase

app = typer.Typer()

_DECIDING: Final = frozenset({*PARAMETERS, "measure", "sheet", "period", "calendar", "as_of", "known_on", "lang"})
_ASKED: Final = _DECIDING | {"dialogue", "reception", "about", "against", "plan"}
"""Parameters of the address bar that a briefing may be asked for with: those that decide what it says, and those its
link restores."""


@app.command("briefing", help=say("cli.help.briefing"))
def write(  # noqa: PLR0913 — a command has as many options as people need
    kind: Annotated[str, typer.Argument(help=say("cli.help.briefing_kind", kinds=", ".join(KINDS)))],
    *,
    filters: Annotated[str, typer.Option(help=say("cli.help.filters"))] = "",
    as_of: Annotated[str, typer.Option("--as-of", help=say("cli.help.as_of"))] = "",
    known_on: Annotated[str, typer.Option("--known-on", help=say("cli.help.export_closing"))] = "",
    fmt: Annotated[
        str, typer.Option("--format", help=say("cli.help.format", formats=", ".join(formats.FORMATS)))
    ] = "pdf",
    paper: Annotated[str, typer.Option(help=say("cli.help.paper", papers=", ".join(formats.PAPERS)))] = "A4",
    body: Annotated[str, typer.Option(help=say("cli.help.body", bodies=", ".join(formats.BODIES)))] = "state",
    lang: Annotated[str, typer.Option(help=say("cli.help.lang"))] = "",
    mark: Annotated[str, typer.Option(help=say("cli.help.mark", marks=", ".join(MARKS)))] = "none",
    export_time: Annotated[str, typer.Option("--export-time", help=say("cli.help.export_time"))] = "",
    case_level: Annotated[bool, typer.Option("--case-level", help=say("cli.help.case_level"))] = False,
    reason: Annotated[str, typer.Option(help=say("cli.help.reason", reasons=", ".join(gate.REASONS)))] = "",
    out: Annotated[Path | None, typer.Option(help=say("cli.help.out"))] = None,
    schedule: Annotated[str, typer.Option(help=say("cli.help.schedule"))] = "",
    out_dir: Annotated[Path, typer.Option("--out-dir", help=say("cli.help.out_dir"))] = Path(),
) -> None:
    """Write one briefing into a file, or one for each unit into a folder, each entered in the audit trail first."""
    if schedule:
        ways, when = _ways(fmt, paper, body), moment_of(export_time)
        about = asked(filters, lang, as_of=as_of, closing=known_on)
        enter = partial(entered, leave=gate.Leave(mark=mark))
        of_set = monthly_set.Asked(kind, ways, framing.known_mark(mark), settings.current().public_url, when, enter)
        sets.write(schedule, out_dir, about, of_set)
        return
    moment, way = moment_of(export_time), Way(fmt, paper, body)
    formats.check(way)
    with terminal.progress("briefing.working"):
        reading = asked(filters, lang, as_of=as_of, closing=known_on)
        leave = gate.Leave(case_level, reason, mark)
        made, file = _let_through(kind, reading, leave, fmt, out)
        content = formats.written(made, reading.situation.areas, way, moment=moment)
        told = Content(content, rows=made.lines, digest=made.digest)
        formats.save(file, _export(file.name, reading, leave).entered(told))
    terminal.tell(say("briefing.done", file=str(file), digest=made.digest))


def _let_through(kind: str, reading: Reading, leave: gate.Leave, fmt: str, out: Path | None) -> tuple[Briefing, Path]:
    """Answer a briefing that may leave, and the file it goes into."""
    _export(f"{kind}.{fmt}", reading, leave).check()
    address = settings.current().public_url
    made = briefing(kind, reading, mark=leave.mark, address=address, case_level=leave.case_level)
    if leave.case_level:
        terminal.tell(say("access.gate.warning"), style="yellow")
    return made, _placed(made, fmt, out)


def _export(name: str, reading: Reading, leave: gate.Leave) -> Export:
    reader = reading.desk.reader
    return Export(open_store(settings.current()), reader, Who.of(reader), name, reading.view, leave, "command")


def _ways(fmt: str, paper: str, body: str) -> list[Way]:
    """Read the kinds of file of a set: one, or several with commas between them."""
    ways = [Way(name.strip(), paper, body) for name in fmt.split(",")]
    for way in ways:
        formats.check(way)
    return ways


def _placed(made: Briefing, fmt: str, out: Path | None) -> Path:
    """Answer where the file goes: as asked for, or under its own name, in a folder or here."""
    name = f"{made.file}.{fmt}"
    if out is None:
        return Path(name)
    return out / name if terminal.is_folder(out) else out


def moment_of(text: str) -> dt.datetime:
    """Read a moment of export; now where none is given.

    Raises
    ------
    RequestError
        It is no moment, or lacks its time zone.
    """
    if not text:
        return dt.datetime.now().astimezone()
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = dt.datetime.min  # noqa: DTZ901 — refused below with the text that was given
    if moment.tzinfo is None:
        raise RequestError("briefing.no_moment", text=text)
    return moment


def _view(filters: str, lang: str) -> View:
    """Read a view from address-bar parameters.

    Raises
    ------
    RequestError
        A parameter or its value makes no sense: on paper nothing is left out silently.
    """
    if lang not in LANGUAGES:
        raise RequestError("briefing.no_language", language=lang, languages=", ".join(LANGUAGES))
    query = parse_qs(filters.lstrip("?"), keep_blank_values=True)
    unknown = sorted(set(query) - _ASKED)
    if unknown:
        raise RequestError("briefing.unknown_filters", names=", ".join(unknown))
    found = View.from_query(query)
    if found.problems:
        raise _refused(found.problems)
    return found.view.in_language(lang)


def _refused(problems: tuple[Phrase, ...]) -> RequestError:
    return RequestError("briefing.bad_filters", problems="; ".join(one.say(terminal.language()) for one in problems))


def asked(filters: str, lang: str, *, as_of: str, closing: str) -> Reading:
    """Open the records and answer what is asked for as it may leave the building.

    Parameters
    ----------
    filters
        As in the address bar.
    lang
        The language; that of the settings where it is empty.
    as_of, closing
        The day as ISO, and the name of a closed period; the last day of the records where both are empty.

    Raises
    ------
    RequestError
        A part of it makes no sense, or nothing is recorded.
    """
    chosen = settings.current()
    view, store = _view(filters, lang or chosen.language), open_store(chosen)
    ledger = open_ledger(store, chosen)
    closed = named(store.closings(), closing) if closing else None
    day = terminal.day(as_of) if as_of else view.as_of or (closed.as_of if closed else ledger.last_event())
    if day is None:
        raise RequestError("briefing.nothing_recorded")
    _check_day(day, ledger)
    desk = _desk(chosen, store, ledger)
    now = desk.situation_on(day, closed.known_on if closed else view.known_on)
    view = view.of_province(chosen.province if chosen.several else "")
    found = view.on(day).knowing(closed.known_on if closed else view.known_on).known(codes(now))
    if found.problems:
        raise _refused(found.problems)
    return Reading(found.view, now, desk)


def _check_day(day: dt.date, ledger: Ledger) -> None:
    """Refuse a day that has not come."""
    latest = max(dt.datetime.now(VIETNAM).date(), ledger.last_event() or day)
    if day > latest:
        raise RequestError("shell.future", day=day, latest=latest)


def _desk(chosen: Settings, store: Store, ledger: Ledger) -> FileDesk:
    scope, wards = people.who(chosen), areas.load(chosen)

    @cache
    def on(day: dt.date, known_on: dt.datetime | None) -> Situation:
        ledger.check(day)
        snapshot = ledger.snapshot(day, scope, known_on=ledger.cut_needed(day, known_on))
        return situation(snapshot, wards, rules.current(), crowd_size=chosen.crowd_size)

    return FileDesk(
        reader=scope,
        suppress_below=chosen.suppress_below,
        party_month_day=chosen.party_month_day,
        closings=store.closings(),
        provenance=ledger.provenance,
        on=on,
    )


def entered(name: str, reading: Reading, content: Content, leave: gate.Leave = gate.AGGREGATES) -> bytes:
    """Enter a file of aggregates in the audit trail, and answer its content; raises as `Export.entered`."""
    return _export(name, reading, leave).entered(content)
