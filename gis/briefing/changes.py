"""How a figure differs from the period before and from the same period last year, in words.

A period that was *closed* is compared with as it was reported then; where today's records tell something else of it,
the figure says what it became.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from gis import words
from gis.briefing.reading import Reading
from gis.errors import RequestError
from gis.insight.situation import Selection
from gis.period import Period
from gis.records.closings import Closing, closed_as

Answer = TypeVar("Answer")
Value = Callable[[Answer], float | None]


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


def earlier(reading: Reading, ask: Callable[[Selection, Period], Answer | None]) -> Earlier[Answer]:
    """Ask the same of the two periods that this one is compared with.

    Parameters
    ----------
    reading
        Who reads.
    ask
        Answers for what the filters keep on the last day of a period, and for its days; None where it knows nothing.
    """
    return _then(reading.compared.before, reading, ask), _then(reading.compared.last_year, reading, ask)


def _then(period: Period, reading: Reading, ask: Callable[[Selection, Period], Answer | None]) -> Then[Answer] | None:
    closing = closed_as(reading.closings, period.end, by=reading.view.known_on)
    known_on = closing.known_on if closing else reading.view.known_on
    try:
        reported = reading.desk.situation_on(period.end, known_on)
        now = reading.desk.situation_on(period.end, reading.view.known_on)
    except RequestError:
        return None  # before any record: there is nothing to compare with, and the change says so
    told = ask(reported.select(reading.view.filters), period)
    today = None if now is reported else ask(now.select(reading.view.filters), period)
    return None if told is None else Then(period, told, closing, today)


def lines(
    value: Value[Answer],
    now: Answer,
    earlier: Earlier[Answer],
    reading: Reading,
    *,
    digits: int = 0,
    points: bool = False,
) -> list[str]:
    """Say how a figure changed, a line for each thing there is to say; nothing where the figure itself is unknown.

    Parameters
    ----------
    value
        The figure of an answer.
    now, earlier
        The answers of the period and of those it is compared with.
    reading
        Who reads.
    digits
        Decimals of the difference.
    points
        Whether the figure is a share, 0 to 1, so that its difference is said in percentage points.
    """
    figure = value(now)
    if figure is None:
        return []
    before, last_year = (
        _difference(figure, value(then.told) if then else None, reading, digits=digits, points=points)
        for then in earlier
    )
    same = reading.compared.before == reading.compared.last_year
    said = reading.say("period.change_year" if same else "period.change", before=before, last_year=last_year)
    return [said, *_corrections(value, earlier, reading, digits=digits, points=points)]


def _corrections(
    value: Value[Answer], earlier: Earlier[Answer], reading: Reading, *, digits: int, points: bool
) -> Iterator[str]:
    for name, then in _named(earlier, reading):
        if then.today is not None:
            old, new = (_written(value(one), reading, digits=digits, points=points) for one in (then.told, then.today))
            if old != new:
                yield reading.say(f"period.corrected_{name}", old=old, new=new)


def basis(earlier: Earlier[Answer], reading: Reading) -> str:
    """Say what the earlier periods stand on, where they were closed or rebuilt; empty where neither is so."""
    return " ".join(text for name, then in _named(earlier, reading) for text in _basis(name, then, reading))


def _basis(name: str, then: Then[Answer], reading: Reading) -> Iterator[str]:
    period = reading.say(f"period.{name}")
    if then.closing:
        yield reading.say("period.as_closed", period=period, day=then.closing.day, name=then.closing.name)
    if reading.provenance.rebuilt_on(then.period.end) and not reading.provenance.rebuilt_on(reading.view.day):
        yield reading.say("period.rebuilt", period=period)


def _named(earlier: Earlier[Answer], reading: Reading) -> Iterator[tuple[str, Then[Answer]]]:
    """Answer the earlier periods that are known, each once."""
    before, last_year = earlier
    if before and reading.compared.before != reading.compared.last_year:
        yield "before", before
    if last_year:
        yield "last_year", last_year


def _written(value: float | None, reading: Reading, *, digits: int, points: bool) -> str:
    if points:
        return words.percent(value, reading.language, digits=digits)
    return words.number(value, reading.language, digits=digits)


def _difference(now: float, old: float | None, reading: Reading, *, digits: int, points: bool) -> str:
    if old is None:
        return words.NOTHING
    difference = round((100 if points else 1) * (now - old), digits)
    if not difference:
        return reading.say("period.same")
    size = words.number(abs(difference), reading.language, digits=digits)
    written = ("+" if difference > 0 else "−") + size
    return reading.say("period.points", n=written) if points else written
