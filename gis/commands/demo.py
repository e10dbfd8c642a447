"""An invented city for trying the product out, or one for each of several provinces in one store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from gis import areas, settings
from gis.areas import Areas
from gis.areas.build import build_areas
from gis.areas.facts import all_provinces
from gis.commands import one_province, terminal
from gis.commands.terminal import say
from gis.errors import AreasError, RequestError, StoreError
from gis.records import demo as demo_city
from gis.records.demo import Size
from gis.records.store import Store, open_store
from gis.settings import Settings

app = typer.Typer()


@app.command(help=say("cli.help.demo"))
def demo(
    ctx: typer.Context,
    *,
    cases: Annotated[int, typer.Option(min=200, max=2_000_000, help=say("cli.help.cases"))] = 20_000,
    seed: Annotated[int, typer.Option(min=0, help=say("cli.help.seed"))] = 1,
    provinces: Annotated[str, typer.Option("--province", help=say("cli.help.demo_province"))] = "",
    if_missing: Annotated[bool, typer.Option("--if-missing", help=say("cli.help.if_missing"))] = False,
) -> None:
    """Make a store with the demo city, or do nothing where a store is already there and that is asked for.

    Each province is recorded by itself: whoever is stopped goes on with ``--if-missing``.
    """
    chosen = settings.current()
    store, asked = open_store(chosen), _codes(provinces) or _served(ctx, chosen)
    if if_missing and store.exists() and not (asked and store.kind() == "demo"):
        return
    if store.exists() and store.kind() == "real":
        raise StoreError("records.real_refuses_demo", where=store.database.where)
    ready = _recorded(store)
    todo = asked or [chosen.province]
    if not if_missing and ready.intersection(todo):
        raise RequestError("cli.demo.exists", database=terminal.database_name(chosen))
    for code, size in _sizes(todo, cases).items():
        if code not in ready:
            _make(chosen.serving(code), size, seed)


def _served(ctx: typer.Context, chosen: Settings) -> list[str]:
    """Answer the provinces that are served, where they are several and none was named before the command."""
    return list(chosen.provinces) if chosen.several and not one_province.named(ctx) else []


def _codes(text: str) -> list[str]:
    """Read codes between commas; ``all``: every province there is."""
    known = all_provinces()
    codes = sorted(known) if text.strip() == "all" else [code for part in text.split(",") if (code := part.strip())]
    if unknown := [code for code in codes if code not in known]:
        raise AreasError("areas.unknown_province", province=", ".join(unknown))
    return list(dict.fromkeys(codes))


def _recorded(store: Store) -> frozenset[str]:
    if not store.exists():
        return frozenset()
    with store.reading() as reading:
        return frozenset(reading.provinces())


def _sizes(codes: Sequence[str], cases: int) -> Mapping[str, Size]:
    """Share cases among provinces by their wards; one alone is as large as published of Hà Nội."""
    if len(codes) == 1:
        return {codes[0]: Size(cases)}
    known = all_provinces()
    return demo_city.shared(cases, {code: known[code] for code in codes})


def _make(chosen: Settings, size: Size, seed: int) -> None:
    """Invent one province and record it."""
    store = open_store(chosen)
    with terminal.progress("cli.demo.working", cases=size.cases, province=chosen.province):
        city = demo_city.city(_ground(chosen), seed=seed, **vars(size))
        if not store.exists():
            store.create()
        appended = store.append(city.batch)
        demo_city.write_truth(city, chosen.state_dir / f"truth-{chosen.province}.json")
    terminal.tell(
        say("cli.demo.done", rows=appended.rows, province=chosen.province, database=terminal.database_name(chosen))
    )


def _ground(chosen: Settings) -> Areas:
    """Answer the wards in force; of a province nobody brought any of, they are drawn now."""
    try:
        return areas.load(chosen)
    except AreasError as error:
        if error.phrase.key != "areas.none":
            raise
        return build_areas(chosen)
