"""How a figure differs from the period before and from the same period last year, in words.

A period that was *closed* is compared with as it was reported then; where today's records tell something else of it,
the figure says what it became.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from markupsafe import Markup

from gis import words
from gis.errors import RequestError
from gis.insight.situation import Selection
from gis.period import Period
from gis.records.closings import Closing, closed_as
from gis.ui import process
from gis.ui.here import Here

Answer = TypeVar("Answer")
Value = Callable[[Answer], float | None]

_LINE = Markup("<br>{}")
_BASIS = Markup('<p class="hint">{}</p>')


@dataclass(frozen=True)
class Then(Generic[Answer]):
    """What is told of an earlier period.

    Parameters
    ----------
    period
        Its days.
    told
        The answer compared with: as reported, where the period was closed.
    closing
        How it was closed; None: it was not.
    today
        What the records tell of it now, where it was closed and something was recorded since.
    """

    period: Period
    told: Answer
    closing: Closing | None = None
    today: Answer | None = None


Earlier = tuple[Then[Answer] | None, Then[Answer] | None]
"""Of the period before and of the same period last year; None where nothing is known of then."""


def earlier(here: Here, ask: Callable[[Selection, Period], Answer | None]) -> Earlier[Answer]:
    """Ask the same of the two periods that this one is compared with.

    Parameters
    ----------
    here
        Who reads.
    ask
        Answers for what the filters keep on the last day of a period, and for its days; None where it knows nothing.
    """
    return _then(here.compared.before, here, ask), _then(here.compared.last_year, here, ask)


def _then(period: Period, here: Here, ask: Callable[[Selection, Period], Answer | None]) -> Then[Answer] | None:
    closing = closed_as(here.closings, period.end, by=here.view.known_on)
    known_on = closing.known_on if closing else here.view.known_on
    try:
        reported = process.situation_on(period.end, known_on)
        now = process.situation_on(period.end, here.view.known_on)
    except RequestError:
        return None  # before any record: there is nothing to compare with, and the change says so
    told = ask(reported.select(here.view.filters), period)
    today = None if now is reported else ask(now.select(here.view.filters), period)
    return None if told is None else Then(period, told, closing, today)


def change(
    value: Value[Answer],
    now: Answer,
    earlier: Earlier[Answer],
    here: Here,
    *,
    digits: int = 0,
    points: bool = False,
) -> Markup:
    """Say how a figure changed; nothing where the figure itself is unknown.

    Parameters
    ----------
    value
        The figure of an answer.
    now, earlier
        The answers of the period and of those it is compared with.
    here
        Who reads.
    digits
        Decimals of the difference.
    points
        Whether the figure is a share, 0 to 1, so that its difference is said in percentage points.
    """
    figure = value(now)
    if figure is None:
        return Markup()
    before, last_year = (
        _difference(figure, value(then.told) if then else None, here, digits=digits, points=points) for then in earlier
    )
    same = here.compared.before == here.compared.last_year
    said = here.say("period.change_year" if same else "period.change", before=before, last_year=last_year)
    mended = _corrections(value, earlier, here, digits=digits, points=points)
    return Markup("{}{}").format(said, Markup().join(_LINE.format(one) for one in mended))


def _corrections(
    value: Value[Answer], earlier: Earlier[Answer], here: Here, *, digits: int, points: bool
) -> Iterator[str]:
    for name, then in _named(earlier, here):
        if then.today is not None:
            old, new = (_written(value(one), here, digits=digits, points=points) for one in (then.told, then.today))
            if old != new:
                yield here.say(f"period.corrected_{name}", old=old, new=new)


def basis(earlier: Earlier[Answer], here: Here) -> Markup:
    """Say what the earlier periods stand on, where they were closed or rebuilt; nothing where neither is so."""
    said = [text for name, then in _named(earlier, here) for text in _basis(name, then, here)]
    return _BASIS.format(" ".join(said)) if said else Markup()


def _basis(name: str, then: Then[Answer], here: Here) -> Iterator[str]:
    period = here.say(f"period.{name}")
    if then.closing:
        yield here.say("period.as_closed", period=period, day=then.closing.day, name=then.closing.name)
    if here.provenance.rebuilt_on(then.period.end) and not here.provenance.rebuilt_on(here.view.day):
        yield here.say("period.rebuilt", period=period)


def _named(earlier: Earlier[Answer], here: Here) -> Iterator[tuple[str, Then[Answer]]]:
    """Answer the earlier periods that are known, each once."""
    before, last_year = earlier
    if before and here.compared.before != here.compared.last_year:
        yield "before", before
    if last_year:
        yield "last_year", last_year


def _written(value: float | None, here: Here, *, digits: int, points: bool) -> str:
    if points:
        return words.percent(value, here.language, digits=digits)
    return words.number(value, here.language, digits=digits)


def _difference(now: float, old: float | None, here: Here, *, digits: int, points: bool) -> str:
    if old is None:
        return words.NOTHING
    difference = round((100 if points else 1) * (now - old), digits)
    if not difference:
        return here.say("period.same")
    size = words.number(abs(difference), here.language, digits=digits)
    written = ("+" if difference > 0 else "−") + size
    return here.say("period.points", n=written) if points else written
