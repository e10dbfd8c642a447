"""Which cells of a table must be hidden so that no hidden one can be worked out.

A *cell* is a count. A *line* is a set of cells of which one is the sum of the others: the rows of a group and its
total, the totals of the groups and the grand total, the parts of a count and the whole. Whoever reads the table knows
every line, every visible cell, and of a hidden cell whether it is *small* (1 to one less than the threshold) or hidden
only to protect others (the threshold or more).

A hidden cell is *exposed* when only one value is left for it. Most often a single line gives it away: one hidden cell
on it, or two ones that add up to two. The rest is found by asking, with a linear programme, how far each hidden cell
could move without contradicting anything known. A *partner* is the smallest visible cell on a line of an exposed one;
partners are hidden until nothing is exposed. Statistical offices call this complementary (or secondary) suppression; a
range of two or more values is taken to be enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_array, csr_array

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]

_SHAKES: Final = 12
"""How often all cells that have not moved yet are pushed together before each one left is asked by itself."""
_TELLING: Final = 2
"""A threshold at which "fewer than" would say the count itself, so that every mark is vague."""
_ROUNDS: Final = 100
"""How often the lines are gone through one by one; what they have not given away by then is left to the programme."""
_NEAR: Final = 1e-6


@dataclass(frozen=True)
class Cells:
    """All cells of a table in one row, and the lines that bind them.

    Parameters
    ----------
    values
        (n,) counts; nothing unknown among those bound by a line.
    lines
        (l, n) 1 for a part, -1 for the sum, 0 for cells not on the line.
    free
        (n,) which cells may be hidden at all.
    threshold
        Least count that is not small.
    """

    values: Numbers
    lines: csc_array
    free: Mask
    threshold: int

    @cached_property
    def _by_line(self) -> csr_array:
        return self.lines.tocsr()

    def lines_of(self, cell: int) -> list[NDArray[np.integer[Any]]]:
        """Answer the members of each line a cell stands on, itself included."""
        numbers = self.lines.indices[self.lines.indptr[cell] : self.lines.indptr[cell + 1]]
        starts, members = self._by_line.indptr, self._by_line.indices
        return [members[starts[line] : starts[line + 1]] for line in numbers]

    @property
    def small(self) -> Mask:
        """Which cells are small themselves."""
        return self.free & (self.values >= 1) & (self.values < self.threshold)


@dataclass(frozen=True)
class Hiding:
    """What is hidden, and how much the mark in its place says.

    Parameters
    ----------
    hidden
        (n,) which cells are hidden.
    vague
        (n,) which cells carry a mark that does not even say whether the count is small.
    """

    hidden: Mask
    vague: Mask


def hide(cells: Cells) -> Hiding:
    """Answer which cells to hide: the small ones, and as few partners as the rule of the smallest finds.

    Where an exposed cell has no partner, the marks on its lines become vague: four wards of one case each, and a total
    of "fewer than five", would still tell. Zero is never hidden. Where nothing else may be hidden, an exposed cell
    stays exposed.
    """
    vague = np.full(len(cells.values), cells.threshold <= _TELLING)
    hiding, further = Hiding(cells.small, vague), True
    while further:
        seen = np.flatnonzero(exposed(cells, hiding))
        wider = _widened(cells, hiding, seen) if len(seen) else hiding
        further = bool((wider.hidden > hiding.hidden).any() or (wider.vague > hiding.vague).any())
        hiding = wider
    return hiding


def exposed(cells: Cells, hiding: Hiding) -> Mask:
    """Answer hidden cells that a reader can work out: all that single lines give away, else all that are left.

    Returns
    -------
    (n,) mask; nothing in it only when no hidden cell at all can be worked out.
    """
    found, places = np.zeros(len(cells.values), dtype=bool), np.flatnonzero(hiding.hidden)
    puzzle = _Puzzle.of(cells, places, hiding.vague[places])
    seen = _pinned(*_narrowed(puzzle))
    found[places] = seen if seen.any() else _pinned(*_reached(puzzle))
    return found


def _widened(cells: Cells, hiding: Hiding, seen: NDArray[np.intp]) -> Hiding:
    """Hide partners of the exposed cells; without any, make marks vague; without that, hide the smallest cell left."""
    left = cells.free & ~hiding.hidden & (cells.values >= 1)
    partners = list(_partners(cells, hiding.hidden, left, seen))
    beside = np.unique(np.concatenate([members for cell in seen for members in cells.lines_of(int(cell))] or [seen]))
    telling = beside[hiding.hidden[beside] & ~hiding.vague[beside]]
    if not (partners or len(telling)) and left.any():
        partners = [int(np.where(left, cells.values, np.inf).argmin())]
    return Hiding(_with(hiding.hidden, partners), hiding.vague if partners else _with(hiding.vague, telling))


def _with(mask: Mask, places: Sequence[int] | NDArray[np.intp]) -> Mask:
    grown = mask.copy()
    grown[np.asarray(places, dtype="intp")] = True
    return grown


def _partners(cells: Cells, hidden: Mask, left: Mask, seen: NDArray[np.intp]) -> Iterator[int]:
    """Answer the smallest cell still visible on each line of an exposed one; of all such lines, those fewest hidden."""
    lines = [members for cell in seen for members in cells.lines_of(int(cell)) if left[members].any()]
    fewest = min((int(hidden[members].sum()) for members in lines), default=0)
    for members in lines:
        if hidden[members].sum() == fewest:
            choices = members[left[members]]
            yield int(choices[cells.values[choices].argmin()])


@dataclass(frozen=True)
class _Puzzle:
    """What a reader knows of the hidden cells: how each line of them adds up, and between which bounds each lies."""

    truth: Numbers
    lines: csr_array
    low: Numbers
    high: Numbers

    @classmethod
    def of(cls, cells: Cells, places: NDArray[np.intp], vague: Mask) -> _Puzzle:
        truth, lines = cells.values[places], cells.lines[:, places].tocsr()
        small, beyond = truth < cells.threshold, truth.sum() + cells.threshold
        low = np.where(small | vague, 1.0, cells.threshold)
        high = np.where(small & ~vague, cells.threshold - 1.0, beyond)
        return cls(truth, lines[np.flatnonzero(np.diff(lines.indptr))], low, high)

    @property
    def sums(self) -> Numbers:
        """What each line of hidden cells adds up to."""
        return np.asarray(self.lines @ self.truth)


def _narrowed(puzzle: _Puzzle) -> tuple[Numbers, Numbers]:
    """Answer how far apart the bounds stay when each line is looked at by itself, again and again."""
    entries, sums = puzzle.lines.tocoo(), puzzle.sums
    (line, cell), sign = entries.coords, entries.data
    low, high = puzzle.low.copy(), puzzle.high.copy()
    for _ in range(_ROUNDS):
        least, most = np.where(sign > 0, (low[cell], high[cell]), (-high[cell], -low[cell]))
        up = sums[line] - (np.bincount(line, least, len(sums))[line] - least)
        down = sums[line] - (np.bincount(line, most, len(sums))[line] - most)
        before = low.sum() - high.sum()
        np.maximum.at(low, cell, np.where(sign > 0, down, -up))
        np.minimum.at(high, cell, np.where(sign > 0, up, -down))
        if low.sum() - high.sum() == before:
            break
    return low, high


def _reached(puzzle: _Puzzle) -> tuple[Numbers, Numbers]:
    """Answer the least and greatest value found for each hidden cell, looking until one can move or surely cannot."""
    low = high = puzzle.truth
    for push in _pushes(len(puzzle.truth)):
        pinned = _pinned(low, high)
        for direction in (push * pinned, -push * pinned):
            if direction.any():
                found = _furthest(puzzle, direction)
                low, high = np.minimum(low, found), np.maximum(high, found)
    return low, high


def _pushes(size: int) -> Iterator[Numbers]:
    """Answer directions to push in: all cells at once at random (the same in every run), then each by itself."""
    random = np.random.default_rng(0)
    yield from (random.normal(size=size) for _ in range(_SHAKES))
    yield from (np.asarray(np.arange(size) == number, dtype="float64") for number in range(size))


def _pinned(low: Numbers, high: Numbers) -> Mask:
    return np.asarray(np.floor(high + _NEAR) - np.ceil(low - _NEAR) < 1)


def _furthest(puzzle: _Puzzle, direction: Numbers) -> Numbers:
    """Push the hidden cells as far as they go in a direction without contradicting anything a reader knows."""
    bounds = np.column_stack([puzzle.low, puzzle.high])
    solved: Any = linprog(-direction, A_eq=puzzle.lines, b_eq=puzzle.sums, bounds=bounds, method="highs")
    return np.asarray(solved.x) if solved.success else puzzle.truth
