"""A strip of figures: what it is, how much, out of what, how it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import streamlit as st
from markupsafe import Markup

from gis.insight.situation import Selection
from gis.period import Period
from gis.ui import changes
from gis.ui.changes import Value
from gis.ui.here import Here

Answer = TypeVar("Answer")

_NOTHING: Final = Markup()
_CARD: Final = Markup(
    '<div class="card {}"><div class="label">{}</div><div class="value">{}</div>'
    '<div class="note">{}</div><div class="change">{}</div></div>'
)


@dataclass(frozen=True)
class Card:
    """One figure.

    Parameters
    ----------
    label, value, note, change
        As they are read.
    warn
        Whether it tells of an unkept duty.
    """

    label: str
    value: str
    note: str = ""
    change: str = ""
    warn: bool = False


def draw(cards: Iterable[Card], title: str, basis: Markup = _NOTHING) -> None:
    """Draw the strip, and under it what the changes stand on."""
    parts = (_CARD.format("warn" if one.warn else "", one.label, one.value, one.note, one.change) for one in cards)
    strip = Markup('<section class="figures balance" aria-label="{}">{}</section>').format(title, Markup().join(parts))
    st.html(strip + basis)


class Compared(Generic[Answer]):
    """An answer beside the same one of the period before and of the same period last year.

    Parameters
    ----------
    now
        The answer of the period.
    ask
        Answers the same for what the filters keep on the last day of another period, and for its days.
    here
        Who reads.
    """

    def __init__(self, now: Answer, ask: Callable[[Selection, Period], Answer], here: Here) -> None:
        self._now, self._here, self._earlier = now, here, changes.earlier(here, ask)

    def change(self, value: Value[Answer], *, share: bool = False) -> Markup:
        """Say how a figure changed; a share in percentage points."""
        return changes.change(value, self._now, self._earlier, self._here, digits=int(share), points=share)

    @property
    def basis(self) -> Markup:
        """What the earlier periods stand on, where they were closed or rebuilt."""
        return changes.basis(self._earlier, self._here)
