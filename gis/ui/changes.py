"""How a figure differs from the period before and from the same period last year, in words."""

from __future__ import annotations

from gis import words
from gis.ui.here import Here


def change(
    now: float | None,
    earlier: tuple[float | None, float | None],
    here: Here,
    *,
    digits: int = 0,
    points: bool = False,
) -> str:
    """Say how a figure changed; nothing where the figure itself is unknown.

    Parameters
    ----------
    now
        The figure.
    earlier
        The same figure of the period before and of the same period last year; None where nothing is known of then.
    here
        Who reads.
    digits
        Decimals of the difference.
    points
        Whether the figure is a share, 0 to 1, so that its difference is said in percentage points.
    """
    if now is None:
        return ""
    before, last_year = (_difference(now, old, here, digits=digits, points=points) for old in earlier)
    if here.compared.before == here.compared.last_year:
        return here.say("period.change_year", last_year=last_year)
    return here.say("period.change", before=before, last_year=last_year)


def _difference(now: float, old: float | None, here: Here, *, digits: int, points: bool) -> str:
    if old is None:
        return words.NOTHING
    difference = round((100 if points else 1) * (now - old), digits)
    if not difference:
        return here.say("period.same")
    size = words.number(abs(difference), here.language, digits=digits)
    written = ("+" if difference > 0 else "−") + size
    return here.say("period.points", n=written) if points else written
