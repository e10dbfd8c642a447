"""Files in: what `gis.intake` does, from the command line."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from gis import areas, intake, settings
from gis.commands import terminal
from gis.commands.terminal import AsJson, say
from gis.errors import LandmapError, RequestError, StoreError, reason
from gis.intake.stating import stated
from gis.intake.watching import Swept, sweep
from gis.records.store import open_store

app = typer.Typer()

_REFUSED = 2
_PAUSE = 10
"""Seconds between two looks at a watched folder."""


@app.command("import", help=say("cli.help.import"))
def import_files(  # noqa: PLR0913 — a command has as many options as people need
    kind: Annotated[str, typer.Argument(help=say("cli.help.kind", kinds=", ".join(intake.FORMS)))] = "",
    files: Annotated[list[Path] | None, typer.Argument(help=say("cli.help.file"))] = None,
    *,
    watch: Annotated[Path | None, typer.Option("--watch", help=say("cli.help.watch"))] = None,
    once: Annotated[bool, typer.Option("--once", help=say("cli.help.once"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("cli.help.dry_run"))] = False,
    sheet: Annotated[str | None, typer.Option(help=say("cli.help.sheet"))] = None,
    layer: Annotated[str | None, typer.Option(help=say("cli.help.layer"))] = None,
    crs: Annotated[str | None, typer.Option(help=say("cli.help.crs"))] = None,
    mapping: Annotated[Path | None, typer.Option(help=say("cli.help.mapping"))] = None,
    unit: Annotated[str, typer.Option(help=say("cli.help.unit"))] = "",
    form: Annotated[str, typer.Option(help=say("cli.help.form"))] = "",
    period: Annotated[str, typer.Option(help=say("cli.help.period"))] = "",
    office: Annotated[str, typer.Option(help=say("cli.help.office"))] = "",
    historical: Annotated[bool, typer.Option("--historical", help=say("cli.help.historical"))] = False,
    as_json: AsJson = False,
) -> None:
    """Take files in, each by itself, and say what became of every row; or whatever comes into a folder."""
    if watch:
        _watch(watch, once=once)
        return
    if not (kind and files):
        raise RequestError("cli.import.nothing")
    try:
        chosen = intake.read_mapping(mapping, intake.form_of(kind)) if mapping else None
        said = stated(areas.load(settings.current()), unit=unit, form=form, period=period)
        options = intake.Options(sheet, layer, crs, chosen, historical, office, said)
        with terminal.one_bar(len(files) * len(intake.STAGES)) as begins:
            answers = [
                _import_file(kind, file, options, begins, dry_run=dry_run, alone=len(files) == 1) for file in files
            ]
        if not dry_run:
            terminal.show_anew(settings.current())
    except LandmapError as error:
        if as_json:
            terminal.write_json(terminal.refusal(error))
        raise
    if as_json:
        plain = [answer for answer, _ in answers]
        terminal.write_json(plain[0] if len(files) == 1 else _together(files, plain))
    raise typer.Exit(max(code for _, code in answers))


def _watch(folder: Path, *, once: bool) -> None:
    """Bring in what comes into a folder, until the command is ended; a store that is away for a while is waited for."""
    chosen = settings.current()
    store, places = open_store(chosen), areas.load(chosen)
    while True:
        now = dt.datetime.now().astimezone()
        try:
            found = sweep(folder, store=store, areas=places, now=now, keep_days=chosen.keep_originals_days)
        except StoreError as error:
            if once:
                raise
            terminal.tell(error.say(terminal.language()), style="red")
            found = ()
        for one in found:
            _tell_swept(one)
        if found:
            terminal.show_anew(chosen)
        if once:
            return
        time.sleep(_PAUSE)


def _tell_swept(one: Swept) -> None:
    if one.report is None:
        problem = one.problem.say(terminal.language()) if one.problem else ""
        terminal.tell(say("cli.import.refused", file=str(one.file), reason=problem), style="red")
        return
    counts = {name: getattr(one.report, name) for name in intake.COUNTS}
    terminal.tell(say("cli.import.done", file=str(one.file), **counts))
    if one.report.faulty:
        terminal.tell(say("cli.import.faulty", batch=one.report.batch))


@app.command(help=say("cli.help.template"))
def template(
    kind: Annotated[str, typer.Argument(help=say("cli.help.kind", kinds=", ".join(intake.FORMS)))],
    file: Annotated[Path | None, typer.Argument(help=say("cli.help.template_file"))] = None,
) -> None:
    """Write an empty file of a kind."""
    form, chosen = intake.form_of(kind), settings.current()
    path = file or Path(f"{form.name}.xlsx")
    content = intake.template(form.name, terminal.language(), areas=areas.load(chosen))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise RequestError("cli.template.closed", file=str(path), reason=reason(error)) from error
    terminal.tell(say("cli.template.done", file=str(path)))


def _import_file(
    kind: str, file: Path, options: intake.Options, begins: Callable[[str], None], *, dry_run: bool, alone: bool
) -> tuple[dict[str, Any], int]:
    """Answer the report of one file as plain values, and its exit code; one bad file of several stops no other."""
    chosen = settings.current()
    try:
        report = intake.run_import(
            kind,
            file,
            store=open_store(chosen),
            areas=areas.load(chosen),
            settings=chosen,
            dry_run=dry_run,
            options=options,
            begins=lambda stage: begins(say(f"cli.import.{stage}", file=file.name)),
        )
    except LandmapError as error:
        if alone:
            raise
        terminal.tell(error.say(terminal.language()), style="red")
        return terminal.refusal(error), _REFUSED
    answer = report.to_dict(terminal.language())
    counts = {name: answer[name] for name in intake.COUNTS}
    terminal.tell(say("cli.import.dry" if dry_run else "cli.import.done", file=file.name, **counts))
    if report.faulty:
        terminal.tell(say("cli.import.faulty", batch=report.batch))
    terminal.list_findings(report.findings)
    return answer, report.exit_code


def _together(files: list[Path], answers: list[dict[str, Any]]) -> dict[str, Any]:
    totals = {name: sum(answer[name] for answer in answers) for name in intake.COUNTS}
    return totals | {"files": [{"file": file.name} | answer for file, answer in zip(files, answers, strict=True)]}
