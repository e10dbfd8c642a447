"""Classes: at most five groups that a measure's values fall into, with breaks a reader can say aloud.

Breaks are drawn from a fixed *ladder* of readable numbers for each kind of measure (1, 2, 5, 10, 20 … cases; 7, 15,
30 … days; tenths of a share). Classes are aimed at that grow smaller towards the top, the highest holding about a tenth
of the wards, and the rungs that come nearest to it, in wards, become the breaks. So the wards that stand out stand out,
and a filter that changes the values a little leaves the breaks where they are: the same colour keeps
meaning the same number. (Free quantiles or natural breaks fit a little better and move with every click; fixed breaks
never move and leave most maps in one colour.)

Each class but the first *begins at* its break: a value equal to a break is in the higher class. No case at all is a
class of its own among counts, because none is an answer and few is another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from gis.maps.palette import CLASSES
from gis.words import Language, number, say

Kind = Literal["count", "share", "money", "days", "hectares", "number"]

NO_DATA: Final = -1
TOO_FEW: Final = -2

_TAIL: Final = 1.6
"""How much closer together the quantiles stand towards the top: 1 would be classes of equal size."""
_Floats = npt.NDArray[np.float64]
_DECADES: Final = np.array([1.0, 2.0, 5.0])
_DAYS: Final = np.array([1, 3, 7, 15, 30, 45, 60, 90, 120, 180, 365, 730, 1_095, 1_825, 3_650], dtype=np.float64)
"""Days as offices count them: weeks, half months, the limits of the complaints law, quarters, years."""
_SIZES: Final = {"billion": 1e9, "million": 1e6, "dong": 1.0}
_SHARES: Final = np.array([0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95])


@dataclass(frozen=True)
class Classes:
    """How the wards fall into classes.

    Parameters
    ----------
    kind
        What the values are; decides how they are written.
    breaks
        Lower bounds of all classes but the first, rising; as many as classes less one.
    index
        (w,) int8 named ``class``: 0 is the lowest class, `NO_DATA` and `TOO_FEW` stand apart.
    extent
        Least and greatest value; ``None`` when there is none.
    """

    kind: Kind
    breaks: tuple[float, ...]
    index: pd.Series[int]
    extent: tuple[float, float] | None

    @property
    def count(self) -> int:
        """Number of classes; 0 when there is no value at all."""
        return 0 if self.extent is None else len(self.breaks) + 1

    @property
    def n(self) -> tuple[int, ...]:
        """Number of wards of each class, lowest first."""
        placed = self.index.to_numpy()
        return tuple(np.bincount(placed[placed >= 0], minlength=self.count).tolist())

    @property
    def no_data(self) -> int:
        """Number of wards without data."""
        return int((self.index == NO_DATA).sum())

    @property
    def too_few(self) -> int:
        """Number of wards with too little data to say anything."""
        return int((self.index == TOO_FEW).sum())

    def swatch(self, place: int) -> str:
        """Name the swatch of a class: few classes still span the whole ramp, so that two never look like neighbours."""
        if place in (NO_DATA, TOO_FEW):
            return "no-data" if place == NO_DATA else "too-few"
        if self.count == 1:
            return "class-0" if self.extent == (0, 0) else f"class-{CLASSES // 2}"
        return f"class-{round(place * (CLASSES - 1) / (self.count - 1))}"

    def labels(self, language: Language) -> tuple[str, ...]:
        """Say what each class holds, lowest first: ``"0"``, ``"1–4"``, ``"từ 5 đến dưới 10%"``, ``"từ 20"``."""
        return tuple(_label(self, place, language) for place in range(self.count))


def classify(values: pd.Series[float], *, kind: Kind, too_few: pd.Series[bool] | None = None) -> Classes:
    """Put every ward into one class.

    Parameters
    ----------
    values
        (w,) one value per ward, not negative; missing is no data. Shares from 0 to 1, money in đồng, hectares.
    kind
        What the values are.
    too_few
        (w,) where True, the ward has too little data; its value is not used.

    Returns
    -------
    Classes whose `Classes.index` has the wards of `values`, in their order.

    Raises
    ------
    ValueError
        A value is negative or infinite.
    """
    plain = pd.to_numeric(values, errors="raise").astype("float64")
    few = _aligned(too_few, plain.index)
    known = plain.to_numpy()[(plain.notna() & ~few).to_numpy()]
    if known.size and not (np.isfinite(known).all() and known.min() >= 0):
        raise ValueError(f"expected finite values >= 0 to classify, got {known.min()} to {known.max()}")
    breaks = _breaks(np.sort(known), kind)
    index = pd.Series(np.searchsorted(breaks, plain.to_numpy(), side="right"), index=plain.index, name="class")
    index = index.mask(plain.isna(), NO_DATA).mask(few, TOO_FEW).astype("int8")
    extent = (float(known.min()), float(known.max())) if known.size else None
    return Classes(kind=kind, breaks=tuple(float(value) for value in breaks), index=index, extent=extent)


def _aligned(too_few: pd.Series[bool] | None, index: pd.Index[str]) -> pd.Series[bool]:
    if too_few is None:
        return pd.Series(data=False, index=index)
    return too_few.reindex(index, fill_value=False).astype(bool)


def _breaks(known: _Floats, kind: Kind) -> _Floats:
    """Choose breaks for sorted values; every class they make holds at least one value."""
    positive = known[known > 0]
    if kind != "count" or positive.size == known.size:
        return _spread(known, _ladder(known, kind), CLASSES)
    if not positive.size:
        return positive
    return np.concatenate([[1.0], _spread(positive, _ladder(positive, kind), CLASSES - 1)])


def _spread(known: _Floats, ladder: _Floats, most: int) -> _Floats:
    """Choose the rungs that leave the shares of values below them nearest to what is aimed at, and no class empty."""
    if not known.size or not ladder.size:
        return np.empty(0)
    aims = 1 - (1 - np.arange(1, most) / most) ** _TAIL
    shares = np.searchsorted(known, ladder, side="left") / known.size
    rungs = np.unique(ladder[np.abs(shares[:, None] - aims).argmin(axis=0)])
    below = np.searchsorted(known, rungs, side="left")
    filled = np.diff(np.concatenate([[0], below])) > 0
    return rungs[filled & (below < known.size)]


def _ladder(known: _Floats, kind: Kind) -> _Floats:
    """List the readable numbers between the least and the greatest value."""
    if not known.size or known[-1] <= 0:
        return np.empty(0)
    rungs = {"days": _DAYS, "share": _SHARES}.get(kind)
    if rungs is None:
        low, high = np.log10([max(known[known > 0][0], known[-1] / 1e6), known[-1]])
        rungs = np.outer(10.0 ** np.arange(np.floor(low), np.ceil(high) + 1), _DECADES).ravel()
    return np.asarray(rungs[(rungs > known[0]) & (rungs <= known[-1])], dtype=np.float64)


def _label(classes: Classes, place: int, language: Language) -> str:
    shape, bounds = _shape(classes, place)
    scale, unit = _unit(classes)
    names = ("high",) if shape == "below" else ("low", "high")
    said = {name: number(value / scale, language, digits=3) for name, value in zip(names, bounds, strict=False)}
    return say(f"maps.class.{shape}", language, **said, unit=say(unit, language))


def _shape(classes: Classes, place: int) -> tuple[str, tuple[float, ...]]:
    """Answer how a class is said, and with which numbers."""
    low = classes.breaks[place - 1] if place else None
    high = classes.breaks[place] if place < len(classes.breaks) else None
    least, greatest = classes.extent or (0.0, 0.0)
    if low is None and high is None:
        return ("one", (least,)) if least == greatest else ("range", (least, greatest))
    if classes.kind == "count":
        return _whole(low, high, greatest)
    if low is None or high is None:
        return ("from", (low,)) if low is not None else ("below", (high or 0.0,))
    return "between", (low, high)


def _whole(low: float | None, high: float | None, greatest: float) -> tuple[str, tuple[float, ...]]:
    """Say a class of whole numbers by what it holds: 1–4 rather than from 1 to under 5."""
    if high is None:
        return ("one" if low == greatest else "from", (low or 0.0,))
    if low is None:
        return ("one", (0.0,)) if high == 1 else ("below", (high,))
    return ("one", (low,)) if high - low == 1 else ("range", (low, high - 1))


def _unit(classes: Classes) -> tuple[float, str]:
    """Answer what the numbers are divided by and the phrase of their unit."""
    if classes.kind == "money":
        top = classes.breaks[-1] if classes.breaks else (classes.extent or (0.0, 0.0))[1]
        size = next((size for size in ("billion", "million") if top >= _SIZES[size]), "dong")
        return _SIZES[size], f"maps.unit.{size}"
    return (0.01 if classes.kind == "share" else 1.0), f"maps.unit.{classes.kind}"
