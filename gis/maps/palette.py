"""Colours: one set for the screen and for everything that leaves the building, told apart by colour-blind readers too.

A *swatch* is the name of one way to mark something, such as ``"class-3"``, ``"stage-paying"`` or ``"no-data"``. Values
carry swatches, never colours, so that light screen, dark screen and paper draw the same picture.

Rules the tests hold, with the formulas they use: neighbouring classes, and every pair of stages, of readiness and of
circles, stay apart for full colour vision and for protan, deutan and tritan vision (Machado, Oliveira, Fernandes 2009);
text reads at 4.5 : 1 and marks at 3 : 1 (WCAG 2.2). A mark's own edge is a dark and a light line together, because no
single line can stand out at 3 : 1 from all five classes of a sequence. Nothing is told by colour alone: stages have a
level of filling, readiness a shape, late circles a double ring, missing data a hatch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal

Stage = Literal["preparing", "inventory", "planning", "paying", "handed_over", "unknown"]
Readiness = Literal["ready", "partly", "not_ready"]
CaseState = Literal["open", "soon", "overdue"]

CLASSES: Final = 5
"""Most classes a measure may have: more cannot be told apart at arm's length."""

FILLING: Final[Mapping[str, int]] = {
    "preparing": 0,
    "inventory": 25,
    "planning": 50,
    "paying": 75,
    "handed_over": 100,
    "unknown": 0,
}
"""How full the symbol of a stage is drawn, in per cent: the stage can be read without its colour.

A project of which no step is recorded is empty and carries a question mark."""


@dataclass(frozen=True)
class Palette:
    """All colours of one theme, as ``#rrggbb``.

    Parameters
    ----------
    name
        ``"light"`` or ``"dark"``.
    measure
        `CLASSES` colours from low to high.
    stage, readiness, cases
        Colours by code.
    no_data, no_data_line
        Ground and hatch of a ward without data.
    too_few, too_few_line
        Ground and dots of a ward with too little data to say anything.
    warning
        Overdue, broken, demo: text and edges.
    primary, on_primary, link
        Buttons; text upon them; links and the focused thing.
    surface, raised, line, text, muted
        Page, cards, hairlines, text and quiet text.
    ground
        What stands around the province on the map.
    edge, casing
        The dark and the light line around every mark (swapped in the dark).
    """

    name: Literal["light", "dark"]
    measure: tuple[str, str, str, str, str]
    stage: Mapping[str, str]
    readiness: Mapping[str, str]
    cases: Mapping[str, str]
    no_data: str
    no_data_line: str
    too_few: str
    too_few_line: str
    warning: str
    primary: str
    on_primary: str
    link: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    ground: str
    edge: str
    casing: str

    def colour(self, swatch: str) -> str:
        """Answer the colour of a swatch.

        Raises
        ------
        KeyError
            There is no such swatch: a mistake in the code, never the reader's.
        """
        return swatches(self)[swatch]


LIGHT: Final = Palette(
    name="light",
    measure=("#e3eef6", "#b4d3e9", "#7ab0d8", "#3b82bb", "#114b7a"),
    stage={
        "preparing": "#7f8b96",
        "inventory": "#2a97d8",
        "planning": "#1d3f94",
        "paying": "#b98300",
        "handed_over": "#0c6b57",
        "unknown": "#2f3338",
    },
    readiness={"ready": "#0c6b57", "partly": "#b98300", "not_ready": "#7a0c18"},
    cases={"open": "#3d5166", "soon": "#b26200", "overdue": "#8a0d20"},
    no_data="#f6f5f1",
    no_data_line="#8b8b83",
    too_few="#ecebe6",
    too_few_line="#6f6f68",
    warning="#a4161a",
    primary="#0f5c8c",
    on_primary="#ffffff",
    link="#0f5c8c",
    surface="#ffffff",
    raised="#f3f6f9",
    line="#d5dde4",
    text="#1b2733",
    muted="#4d5b68",
    ground="#eef1f4",
    edge="#22303d",
    casing="#ffffff",
)

DARK: Final = Palette(
    name="dark",
    measure=("#22384a", "#2b5876", "#3d83a8", "#6bb3d4", "#bfe4f2"),
    stage={
        "preparing": "#a3abb5",
        "inventory": "#9ecff4",
        "planning": "#7c89f5",
        "paying": "#f7b267",
        "handed_over": "#c9f7dd",
        "unknown": "#6a717b",
    },
    readiness={"ready": "#c9f7dd", "partly": "#edb224", "not_ready": "#e8644a"},
    cases={"open": "#d7e3ee", "soon": "#f5b74e", "overdue": "#f0705a"},
    no_data="#1d242b",
    no_data_line="#79848f",
    too_few="#232b33",
    too_few_line="#98a3ad",
    warning="#ff9a8f",
    primary="#2277ae",
    on_primary="#ffffff",
    link="#6cb8e6",
    surface="#10171e",
    raised="#18222b",
    line="#33414d",
    text="#e8eef3",
    muted="#aab8c4",
    ground="#0b1117",
    edge="#f2f6f9",
    casing="#0b1117",
)

PALETTES: Final = (LIGHT, DARK)


def swatches(palette: Palette) -> dict[str, str]:
    """List every swatch of a palette with its colour, in a fixed order."""
    found = {f"class-{step}": colour for step, colour in enumerate(palette.measure)}
    for family, colours in (("stage", palette.stage), ("site", palette.readiness), ("case", palette.cases)):
        found.update({f"{family}-{code.replace('_', '-')}": colour for code, colour in colours.items()})
    found["no-data"], found["too-few"] = palette.no_data, palette.too_few
    return found


def stage_swatch(stage: Stage) -> str:
    """Name the swatch of a project's stage."""
    return f"stage-{stage.replace('_', '-')}"


def site_swatch(readiness: Readiness) -> str:
    """Name the swatch of a resettlement site's readiness."""
    return f"site-{readiness.replace('_', '-')}"


def case_swatch(state: CaseState) -> str:
    """Name the swatch of a circle of cases."""
    return f"case-{state}"


def css(palette: Palette) -> str:
    """Write a palette as CSS custom properties: ``--class-3:#3b82bb;``."""
    plain = {field.name: getattr(palette, field.name) for field in fields(palette) if field.type == "str"}
    named = swatches(palette) | {name.replace("_", "-"): colour for name, colour in plain.items()}
    return "".join(f"--{name}:{colour};" for name, colour in named.items())
