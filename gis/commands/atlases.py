"""Atlases from the command line: the sheets of all chosen wards in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from gis import settings
from gis.access import gate
from gis.briefing import bindery, formats
from gis.briefing.content import MARKS
from gis.briefing.exporting import Content
from gis.briefing.formats import Way
from gis.briefing.framing import Asked, known_mark
from gis.commands import briefings, terminal
from gis.commands.terminal import say

app = typer.Typer()

_STAGES: Final = {stage: f"cli.atlas.{stage}" for stage in ("gathered", "drawn", "set")}


@app.command("atlas", help=say("cli.help.atlas"))
def write(
    *,
    filters: Annotated[str, typer.Option(help=say("cli.help.filters"))] = "",
    as_of: Annotated[str, typer.Option("--as-of", help=say("cli.help.as_of"))] = "",
    known_on: Annotated[str, typer.Option("--known-on", help=say("cli.help.export_closing"))] = "",
    paper: Annotated[str, typer.Option(help=say("cli.help.paper", papers=", ".join(formats.PAPERS)))] = "A4",
    lang: Annotated[str, typer.Option(help=say("cli.help.lang"))] = "",
    mark: Annotated[str, typer.Option(help=say("cli.help.mark", marks=", ".join(MARKS)))] = "none",
    export_time: Annotated[str, typer.Option("--export-time", help=say("cli.help.export_time"))] = "",
    out: Annotated[Path | None, typer.Option(help=say("cli.help.out"))] = None,
) -> None:
    """Write the sheets of all chosen wards into one file."""
    chosen, moment = settings.current(), briefings.moment_of(export_time)
    formats.check(Way("pdf", paper))
    with terminal.progress("briefing.working"):
        reading = briefings.asked(filters, lang, as_of=as_of, closing=known_on)
    with terminal.stages(_STAGES) as step:
        asked = Asked(known_mark(mark), chosen.public_url)
        made = bindery.bound(reading, asked, size=paper, moment=moment, step=step)
    file = out or Path()
    file = file / f"{made.file}.pdf" if terminal.is_folder(file) else file
    told = Content(made.content, rows=made.pages, digest=made.digest)
    formats.save(file, briefings.entered(file.name, reading, told, gate.Leave(mark=mark)))
    terminal.tell(say("briefing.done", file=str(file), digest=made.digest))
