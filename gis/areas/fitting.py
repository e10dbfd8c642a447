"""Which ward each cell of a grid most likely belongs to, judged from facts alone.

Every old ward, the province's own and its neighbours', is a seed (`gis.areas.seeds`). A cell costs a seed the square of
its distance from the middle, measured in half-widths, and more once it leaves the box. A seed divided between several
wards offers the cell to each of them. The cell goes where it is cheapest, and what is known for certain about the new
wards is then enforced step by step, as prices are in an auction:

- a ward larger than its official area grows dearer, a smaller one cheaper (the *price*);
- a ward whose middle lies east of its official centroid grows dearer towards the east (the *tilt*). The tilt is held
  within narrow limits, because a few official centroids are wrong by kilometres;
- a seed that does not reach a side of its box is stretched towards that side.

The constants are few, hold for every ward alike and were settled by how well areas, centroids and boxes agree with the
facts. The tilt's limit is where areas and boxes begin to suffer for the sake of centroids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from gis.areas.facts import Facts
from gis.areas.seeds import Indices, Numbers, Seeds, Wards, seeds_of, wards_of

OUTSIDE: Final = -1
CELLS: Final = 340_000
"""Cells a province is cut into: 100 m for Hà Nội, fine enough for wards of 1 km²."""

_THIN_ROUNDS, _ROUNDS = 48, 54
"""Rounds on every fourth cell, and in all."""

_COMPACT: Final = 0.35
"""Cost of the squared distance from the official centroid, in radii of the ward: decides how a divided seed is cut."""

_NOBODY: Final = 1.6
"""Cost at which land is left to nobody: rounds the border where no neighbour is known."""

_PRICE_STEPS: Final = (0.25, 0.12)
"""How fast prices answer, in the thin rounds and in the full ones."""

_UNSEEN: Final = 5e4
"""Square metres added to every area, so that a ward without any cell yet has a finite price."""

_TILT_STEP, _TILT_LIMIT = 0.8, 0.3
"""How fast the tilt answers, and the most a radius towards one side may cost."""

_STRETCH_EVERY, _STRETCH_STEP, _STRETCH_SLACK = 4, 0.1, 0.05
_STRETCH_LIMITS: Final = (0.6, 2.0)
"""Every so many rounds a side is moved by this part of what it is short of its box, beyond a slack in half-widths."""


class Grid(NamedTuple):
    """Square cells over a province, numbered row by row from the south-west corner."""

    west: float
    south: float
    cell: float
    columns: int
    rows: int

    def middle(self, cells: Indices) -> tuple[Numbers, Numbers]:
        """Answer east and north of the middles of cells, in metres."""
        east = self.west + (cells % self.columns + 0.5) * self.cell
        return east, self.south + (cells // self.columns + 0.5) * self.cell


@dataclass(frozen=True, eq=False)
class Fitted:
    """The outcome: what each cell became.

    Parameters
    ----------
    grid
        The cells.
    codes
        (w,) ward codes.
    wards
        (rows, columns) position in `codes`, `OUTSIDE` elsewhere.
    districts
        (rows, columns) former district's code as a number, `OUTSIDE` elsewhere.
    """

    grid: Grid
    codes: tuple[str, ...]
    wards: Indices
    districts: Indices


class _Offers(NamedTuple):
    """(n, ...) who may have which cell, ordered by cell."""

    cell: Indices
    seed: Indices
    ward: Indices  # OUTSIDE for a neighbour's
    place: Numbers  # (n, 2) metres
    starts: Indices  # first offer of each cell that has any


def fit(facts: Facts, *, crs: str) -> Fitted:
    """Give every cell of the province to a ward.

    Parameters
    ----------
    facts
        What is known.
    crs
        Metric system to work in.

    Returns
    -------
    Cells by ward and by former district. Wards may still be ragged or in pieces: see `gis.areas.smoothing`.
    """
    seeds, wards = seeds_of(facts, crs), wards_of(facts, crs)
    grid = _grid(seeds, wards)
    offers = _offers(facts, seeds, wards, grid)
    won = _auction(offers, seeds, wards, grid)
    cells, taken = offers.cell[won], offers.ward[won] != OUTSIDE
    labels, districts = np.full((2, grid.rows * grid.columns), OUTSIDE)
    labels[cells] = offers.ward[won]
    districts[cells[taken]] = seeds.district[offers.seed[won[taken]]]
    shape = (grid.rows, grid.columns)
    return Fitted(grid, wards.codes, labels.reshape(shape), districts.reshape(shape))


def _grid(seeds: Seeds, wards: Wards) -> Grid:
    cell = float(np.sqrt(wards.area.sum() / CELLS))
    reach = (seeds.half * (1 + seeds.reach[:, None]))[seeds.ours]
    west, south = np.minimum((seeds.box[seeds.ours] - reach).min(axis=0), wards.centroid.min(axis=0) - cell)
    east, north = np.maximum((seeds.box[seeds.ours] + reach).max(axis=0), wards.centroid.max(axis=0) + cell)
    return Grid(float(west), float(south), cell, int((east - west) / cell) + 2, int((north - south) / cell) + 2)


def _offers(facts: Facts, seeds: Seeds, wards: Wards, grid: Grid) -> _Offers:
    place = {code: position for position, code in enumerate(wards.codes)}
    heirs = facts.heirs.groupby("old_ward")["ward"].apply(lambda codes: [place[code] for code in codes]).to_dict()
    parts = []
    for seed, code in enumerate(seeds.code):
        cells = _within(seeds, seed, grid)
        parts += [(cells, np.full_like(cells, seed), np.full_like(cells, w)) for w in heirs.get(code, [OUTSIDE])]
    cell, seed_of, ward = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(cell, kind="stable")
    cell = cell[order]
    return _Offers(cell, seed_of[order], ward[order], np.column_stack(grid.middle(cell)), _starts(cell))


def _within(seeds: Seeds, seed: int, grid: Grid) -> Indices:
    reach = seeds.half[seed] * (1 + seeds.reach[seed])
    corner, size = (grid.west, grid.south), (grid.columns, grid.rows)
    low = np.clip(((seeds.box[seed] - reach - corner) / grid.cell).astype(int), 0, size)
    high = np.clip(((seeds.box[seed] + reach - corner) / grid.cell).astype(int) + 1, 0, size)
    return (np.arange(low[1], high[1])[:, None] * grid.columns + np.arange(low[0], high[0])).ravel()


class _Terms(NamedTuple):
    """What the auction has found so far."""

    price: Numbers  # (w,)
    tilt: Numbers  # (w, 2)
    stretch: Numbers  # (s, 2, 2) by axis and side


def _auction(offers: _Offers, seeds: Seeds, wards: Wards, grid: Grid) -> Indices:
    """Let the wards bid until areas and middles are as official; answer the winning offer of each cell.

    Most rounds see every second cell of every second row only: the terms hardly change, and it is four times faster.
    """
    count = len(wards.codes)
    terms = _Terms(np.zeros(count), np.zeros((count, 2)), np.ones((len(seeds.code), 2, 2)))
    thin = _thinned(offers, grid)
    terms, _ = _bid(thin, seeds, wards, 2 * grid.cell, terms=terms, rounds=range(_THIN_ROUNDS))
    _, won = _bid(offers, seeds, wards, grid.cell, terms=terms, rounds=range(_THIN_ROUNDS, _ROUNDS))
    return won


def _thinned(offers: _Offers, grid: Grid) -> _Offers:
    seen = (offers.cell % grid.columns % 2 == 0) & (offers.cell // grid.columns % 2 == 0)
    cell = offers.cell[seen]
    return _Offers(cell, offers.seed[seen], offers.ward[seen], offers.place[seen], _starts(cell))


def _starts(cell: Indices) -> Indices:
    return np.flatnonzero(np.diff(cell, prepend=-1))


def _bid(
    offers: _Offers, seeds: Seeds, wards: Wards, cell: float, *, terms: _Terms, rounds: range
) -> tuple[_Terms, Indices]:
    price, tilt, stretch = terms
    ours = offers.ward != OUTSIDE
    ward = np.maximum(offers.ward, 0)
    off = np.where(ours[:, None], (offers.place - wards.centroid[ward]) / wards.radius[ward, None], 0)
    fixed = _fixed_cost(offers, seeds) + _COMPACT * _dot(off, off)
    own = fixed + _own_cost(offers, seeds, stretch)
    won: Indices = np.empty(0, np.int64)
    for turn in rounds:
        cost = own + np.where(ours, price[ward] + _dot(tilt[ward], off), 0)
        won = _cheapest(cost, offers.starts)
        area, away = _outcome(offers, won, wards, cell)
        step = _PRICE_STEPS[turn >= _THIN_ROUNDS]
        price = price + step * np.clip(np.log((area + _UNSEEN) / wards.area), -1, 1)
        tilt = np.clip(tilt + _TILT_STEP * step * np.clip(away, -0.5, 0.5), -_TILT_LIMIT, _TILT_LIMIT)
        if turn < _THIN_ROUNDS and turn % _STRETCH_EVERY == _STRETCH_EVERY - 1:
            stretch = _stretched(stretch, offers, seeds, won)
            own = fixed + _own_cost(offers, seeds, stretch)
    return _Terms(price, tilt, stretch), won


def _fixed_cost(offers: _Offers, seeds: Seeds) -> Numbers:
    """Cost of leaving the box."""
    away = np.abs(offers.place - seeds.box[offers.seed]) / seeds.half[offers.seed] - 1
    cost: Numbers = seeds.beyond[offers.seed] * np.maximum(away, 0).sum(axis=1)
    return cost


def _own_cost(offers: _Offers, seeds: Seeds, stretch: Numbers) -> Numbers:
    """Squared distance from the seed's middle, in half-widths stretched by direction."""
    off = offers.place - seeds.middle[offers.seed]
    half = seeds.half[:, :, None] * stretch
    reach = np.where(off > 0, half[offers.seed, :, 1], half[offers.seed, :, 0])
    away = off / reach
    return _dot(away, away)


def _dot(left: Numbers, right: Numbers) -> Numbers:
    product: Numbers = np.einsum("ij,ij->i", left, right)
    return product


def _cheapest(cost: Numbers, starts: Indices) -> Indices:
    """Answer the cheapest offer of each cell; none where nobody wants it cheaply enough."""
    least = np.minimum.reduceat(cost, starts)
    lengths = np.diff(starts, append=len(cost))
    best = np.flatnonzero(cost == np.repeat(least, lengths))
    first = best[np.searchsorted(best, starts)]
    return first[least <= _NOBODY]


def _outcome(offers: _Offers, won: Indices, wards: Wards, cell: float) -> tuple[Numbers, Numbers]:
    """Answer each ward's area, and how far its middle lies from the official centroid in radii."""
    won = won[offers.ward[won] != OUTSIDE]
    ward, count = offers.ward[won], len(wards.codes)
    cells = np.bincount(ward, minlength=count)
    sums = np.column_stack([np.bincount(ward, offers.place[won, axis], count) for axis in (0, 1)])
    middle = sums / np.maximum(cells, 1)[:, None]
    return cells * cell**2, (middle - wards.centroid) / wards.radius[:, None]


def _stretched(stretch: Numbers, offers: _Offers, seeds: Seeds, won: Indices) -> Numbers:
    reached = np.stack([np.full_like(seeds.box, np.inf), np.full_like(seeds.box, -np.inf)], axis=2)
    np.minimum.at(reached[:, :, 0], offers.seed[won], offers.place[won])
    np.maximum.at(reached[:, :, 1], offers.seed[won], offers.place[won])
    sides = seeds.box[:, :, None] + seeds.half[:, :, None] * np.array([-1.0, 1.0])
    short = (sides - reached) * np.array([-1.0, 1.0]) / seeds.half[:, :, None]
    short = np.where(np.isfinite(short), short, 1)
    return np.clip(stretch * np.exp(_STRETCH_STEP * np.clip(short - _STRETCH_SLACK, -0.3, 0.5)), *_STRETCH_LIMITS)
