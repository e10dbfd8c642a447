"""The same abilities from the command line: ``python -m gis …``.

Exit codes: 0 done, 1 done with findings (or something is not in order), 2 refused. With ``--json`` the answer goes to
standard output as one JSON object and nothing else does; words for people go to standard error.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from gis import areas, intake, settings
from gis.areas import build, imports
from gis.doctor import diagnose
from gis.errors import Finding, LandmapError, RequestError
from gis.law import rules
from gis.records import demo as demo_city
from gis.records.store import open_store
from gis.settings import Settings
from gis.words import DEFAULT, Language, say

_REFUSED: Final = 2
_MOST_FINDINGS: Final = 30
"""So many findings are listed for a person; all of them stand in ``--json``."""

_out, _err = Console(), Console(stderr=True)


def _language() -> Language:
    try:
        return settings.current().language
    except LandmapError:
        return DEFAULT


def _say(key: str, **values: Any) -> str:
    return say(key, _language(), **values)


app = typer.Typer(help=_say("cli.help.app"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
areas_app = typer.Typer(help=_say("cli.help.areas"), no_args_is_help=True)
law_app = typer.Typer(help=_say("cli.help.law"), no_args_is_help=True)
app.add_typer(areas_app, name="areas")
app.add_typer(law_app, name="law")

AsJson = Annotated[bool, typer.Option("--json", help=_say("cli.help.json"))]


@app.command(help=_say("cli.help.init"))
def init() -> None:
    """Make an empty store."""
    store = open_store(settings.current())
    if store.exists():
        raise RequestError("cli.init.exists", database=_shown(settings.current()))
    store.create()
    _tell(_say("cli.init.done", database=_shown(settings.current())))


@app.command(help=_say("cli.help.demo"))
def demo(
    *,
    cases: Annotated[int, typer.Option(min=200, max=2_000_000, help=_say("cli.help.cases"))] = 20_000,
    seed: Annotated[int, typer.Option(min=0, help=_say("cli.help.seed"))] = 1,
    if_missing: Annotated[bool, typer.Option("--if-missing", help=_say("cli.help.if_missing"))] = False,
) -> None:
    """Make a store with the demo city, or do nothing where a store is already there and that is asked for."""
    chosen = settings.current()
    store = open_store(chosen)
    if store.exists() and if_missing:
        return
    if store.exists() and store.kind() == "demo":
        raise RequestError("cli.demo.exists", database=_shown(chosen))
    with _progress("cli.demo.working", cases=cases):
        city = demo_city.city(areas.load(chosen), cases=cases, seed=seed)
        if not store.exists():
            store.create()
        appended = store.append(city.batch)
        demo_city.write_truth(city, chosen.state_dir / f"truth-{chosen.province}.json")
    _tell(_say("cli.demo.done", rows=appended.rows, database=_shown(chosen)))


@app.command("import", help=_say("cli.help.import"))
def import_file(
    kind: Annotated[str, typer.Argument(help=_say("cli.help.kind"))],
    file: Annotated[Path, typer.Argument(help=_say("cli.help.file"))],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_say("cli.help.dry_run"))] = False,
    sheet: Annotated[str | None, typer.Option(help=_say("cli.help.sheet"))] = None,
    as_json: AsJson = False,
) -> None:
    """Take a file in and say what became of every row."""
    chosen = settings.current()
    store = open_store(chosen)
    try:
        report = intake.run_import(
            kind, file, store=store, areas=areas.load(chosen), settings=chosen, dry_run=dry_run, sheet=sheet
        )
    except LandmapError as error:
        if as_json:
            _write_json(_refusal(error))
        raise
    answer = report.to_dict(_language())
    if as_json:
        _write_json(answer)
    else:
        counts = {name: answer[name] for name in ("rows", "new", "changed", "unchanged", "refused")}
        _tell(_say("cli.import.dry" if dry_run else "cli.import.done", file=file.name, **counts))
        _list(report.findings)
    raise typer.Exit(report.exit_code)


@areas_app.command("show", help=_say("cli.help.areas_show"))
def areas_show(*, as_json: AsJson = False) -> None:
    """Describe the boundaries in force."""
    rows = imports.describe(areas.load(settings.current()), _language())
    if as_json:
        _write_json({str(name): value for name, value in rows})
    else:
        _print_rows(rows)


@areas_app.command("build", help=_say("cli.help.areas_build"))
def areas_build() -> None:
    """Build approximate boundaries from published facts."""
    with _progress("cli.areas.building"):
        built = build.build_areas(settings.current())
    _tell(_say("cli.areas.built", n=len(built.wards)))


@areas_app.command("import", help=_say("cli.help.areas_import"))
def areas_import(
    source: Annotated[str, typer.Argument(help=_say("cli.help.areas_source"))],
    *,
    layer: Annotated[str | None, typer.Option(help=_say("cli.help.layer"))] = None,
    crs: Annotated[str | None, typer.Option(help=_say("cli.help.crs"))] = None,
) -> None:
    """Install official boundaries."""
    with _progress("cli.areas.importing"):
        installed = imports.import_areas(source, settings.current(), layer=layer, crs=crs)
    _tell(_say("cli.areas.imported", n=len(installed.wards)))


@areas_app.command("reset", help=_say("cli.help.areas_reset"))
def areas_reset() -> None:
    """Go back to the boundaries that come with the product."""
    imports.reset(settings.current())
    _tell(_say("cli.areas.reset"))


@law_app.command("check", help=_say("cli.help.law_check"))
def law_check() -> None:
    """Tell whether the rules of law make sense together."""
    findings = rules.check()
    _list(findings)
    _tell(_say("cli.law.ok" if not findings else "cli.law.bad", n=len(findings)))
    raise typer.Exit(int(bool(findings)))


@app.command(help=_say("cli.help.doctor"))
def doctor(*, as_json: AsJson = False) -> None:
    """Tell whether everything needed is in order."""
    checks = diagnose(settings.current())
    if as_json:
        _write_json({check.name: {"ok": check.ok, "detail": check.detail} for check in checks})
    else:
        marks = {True: "[green]✓[/green]", False: "[red]✗[/red]"}
        table = Table(show_header=False, box=None)
        for check in checks:
            table.add_row(marks[check.ok], _say(f"cli.doctor.{check.name}"), check.detail)
        _out.print(table)
    raise typer.Exit(int(not all(check.ok for check in checks)))


def _shown(chosen: Settings) -> str:
    """Name the database without a password that its address may hold."""
    return chosen.database.rsplit("@", 1)[-1]


def _progress(key: str, **values: Any) -> Progress:
    progress = Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=_err)
    progress.add_task(_say(key, **values), total=None)
    return progress


def _refusal(error: LandmapError) -> dict[str, Any]:
    """Answer the JSON of an import that was refused whole: the counts of a report, all zero, and why."""
    counts = dict.fromkeys(("rows", "new", "changed", "unchanged", "refused"), 0)
    findings = [finding.to_dict(_language()) for finding in error.findings]
    return {"batch": None, **counts, "findings": findings, "error": error.say(_language())}


def _write_json(answer: Mapping[str, Any]) -> None:
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write("\n")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _tell(text: str, style: str | None = None) -> None:
    """Say something to a person, on standard error; lines are left to the terminal, so paths stay whole."""
    _err.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def _print_rows(rows: Iterable[tuple[str, Any]]) -> None:
    table = Table(show_header=False, box=None)
    for name, value in rows:
        table.add_row(name, str(value))
    _out.print(table)


def _list(findings: Iterable[Finding]) -> None:
    listed = list(findings)
    for finding in listed[:_MOST_FINDINGS]:
        where = _say("cli.finding.row", row=str(finding.row)) if finding.row else ""
        _tell(f"  {where}{finding.what.say(_language())}")
    if len(listed) > _MOST_FINDINGS:
        _tell(_say("cli.finding.more", n=len(listed) - _MOST_FINDINGS))


def main(run: Callable[[], Any] = app) -> None:
    """Run the command line; what is foreseen becomes advice and exit code 2, a surprise still crashes."""
    try:
        run()
    except LandmapError as error:
        _tell(error.say(_language()), style="red")
        _list(error.findings)
        sys.exit(_REFUSED)


if __name__ == "__main__":
    main()
