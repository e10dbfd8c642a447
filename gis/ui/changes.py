"""How a figure of a page changed since the two earlier periods, written for a page; see `gis.briefing.changes`."""

from __future__ import annotations

from typing import TypeVar

from markupsafe import Markup

from gis.briefing import changes
from gis.briefing.changes import Earlier, Value, earlier
from gis.ui.here import Here

__all__ = ["Earlier", "Value", "basis", "change", "earlier", "joined"]

Answer = TypeVar("Answer")

_BREAK = Markup("<br>")
_BASIS = Markup('<p class="hint">{}</p>')


def change(
    value: Value[Answer],
    now: Answer,
    earlier: Earlier[Answer],
    here: Here,
    *,
    digits: int = 0,
    points: bool = False,
) -> Markup:
    """Write how a figure changed; see `gis.briefing.changes.lines`."""
    return joined(changes.lines(value, now, earlier, here, digits=digits, points=points))


def joined(lines: list[str] | tuple[str, ...]) -> Markup:
    """Write what is said of a change, a line each."""
    return _BREAK.join(lines)


def basis(earlier: Earlier[Answer], here: Here) -> Markup:
    """Write what the earlier periods stand on; nothing where they were neither closed nor rebuilt."""
    said = changes.basis(earlier, here)
    return _BASIS.format(said) if said else Markup()
