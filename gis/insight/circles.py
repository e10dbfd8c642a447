"""Circles around places: which sets of places a scan looks at.

A circle is named by its centre and the number of places in it, nearest first. Places equally far from the centre come
in together or not at all. It holds at most a share of the whole population (of cases where there is no population), and
the same set of places around several centres is one *set*, looked at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_SAME_DISTANCE = 1e-9
"""Share of the largest distance by which two distances may differ and be the same."""


@dataclass(frozen=True, eq=False)
class Circles:
    """Circles around n places.

    Parameters
    ----------
    order
        (n, n) places by distance from each centre, the centre first.
    centre, size
        (m,) centre of each circle and the number of places in it; of one centre, the smallest first.
    which
        (m,) number of the set of each circle.
    sets
        (u, n) which places each set holds, 0 or 1.
    """

    order: Ints
    centre: Ints
    size: Ints
    which: Ints
    sets: npt.NDArray[np.float32]

    def members(self, circle: int) -> Ints:
        """Answer the places of a circle, nearest to its centre first."""
        return self.order[self.centre[circle], : self.size[circle]]


def around(points: Floats, weight: Floats, *, max_share: float) -> Circles:
    """Draw the circles.

    Parameters
    ----------
    points
        (n, 2) x and y in one unit of length.
    weight
        (n,) population, or cases.
    max_share
        Of the whole weight, which a circle may hold.
    """
    away = np.hypot(*(points.T[:, :, None] - points.T[:, None, :]))
    np.fill_diagonal(away, -1)  # the centre comes first, even where another place has the same point
    order = np.argsort(away, axis=1, kind="stable")
    sorted_away = np.maximum(np.take_along_axis(away, order, axis=1), 0)
    gap = np.diff(sorted_away, axis=1, append=np.inf) > _SAME_DISTANCE * max(float(away.max()), 0)
    held = np.cumsum(weight[order], axis=1) <= max_share * weight.sum() * (1 + 1e-12)
    centre, last = np.nonzero(gap & held)
    places = np.arange(len(points))
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, places[None, :].repeat(len(points), axis=0), axis=1)
    inside = rank[centre] <= last[:, None]
    _, first, which = np.unique(np.packbits(inside, axis=1), axis=0, return_index=True, return_inverse=True)
    return Circles(order, centre, last + 1, which.reshape(-1), inside[first].astype("float32"))
