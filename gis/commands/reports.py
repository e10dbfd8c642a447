"""Who has reported: what a unit says without sending a file."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from gis import areas, settings
from gis.commands import terminal
from gis.commands.terminal import say
from gis.intake import stating, submitting
from gis.records.horizon import VIETNAM
from gis.records.store import open_store

app = typer.Typer()


@app.command(help=say("cli.help.nil"))
def nil(
    unit: Annotated[str, typer.Argument(help=say("cli.help.unit"))],
    report: Annotated[str, typer.Argument(help=say("cli.help.report"))],
    period: Annotated[str, typer.Argument(help=say("cli.help.period"))],
) -> None:
    """Record that a unit reports that nothing arose (báo không phát sinh)."""
    chosen = settings.current()
    wards = areas.load(chosen)
    ward, kind = stating.unit_named(unit, wards), stating.report_kind(report)
    span = stating.period_in(period, inspectorate=kind != stating.PROGRESS)
    today = dt.datetime.now(VIETNAM).date()
    done = open_store(chosen).append(submitting.submission(ward, kind, span, "nothing_arose", today))
    about = {"unit": wards.wards["full_name"][ward], "start": span[0], "end": span[1]}
    terminal.tell(say("cli.nil.done" if done.batch else "cli.nil.known", batch=done.batch, **about))
