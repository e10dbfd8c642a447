"""Wards on a grid made whole and round: one piece each, no holes, no splinters, still of the right size.

Each cell goes to the ward that fills most of its surroundings (a Gaussian window of `_WIDTH` cells), again and again:
corners round off and single cells vanish, as they would if borders had a tension. A ward that loses ground that way
gets a small head start, so sizes hold. The cells around a ward's official centroid stay its own.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from gis.areas.fitting import OUTSIDE
from gis.areas.seeds import Indices, Numbers

_WIDTH: Final = 1.5
"""Standard deviation of the window, in cells."""

_TURNS: Final = 24
_HEAD_START, _HEAD_START_LIMIT = 0.1, 0.4
"""Step and limit of the head start; 0.5 moves a straight border by about one cell."""

_PINNED: Final = 2
"""Cells to each side of the official centroid that stay with their ward."""

Mask = npt.NDArray[np.bool_]


def smoothed(labels: Indices, *, sizes: Numbers, centroids: Indices) -> Indices:
    """Make wards whole and round.

    Parameters
    ----------
    labels
        (rows, columns) position of the ward, `OUTSIDE` elsewhere.
    sizes
        (w,) cells each ward should have.
    centroids
        (w, 2) row and column of each official centroid.

    Returns
    -------
    (rows, columns) labels in which every ward is one piece joined by edges and no cell inside is nobody's.
    """
    count = len(sizes)
    labels = one_piece(labels, count=count)
    head = np.zeros(count)
    for _ in range(_TURNS):
        labels = _pin(_vote(labels, head), centroids)
        have = np.bincount(labels[labels != OUTSIDE], minlength=count)
        step = np.clip(np.log(sizes / np.maximum(have, 1)), -0.5, 0.5)
        head = np.clip(head + _HEAD_START * step, -_HEAD_START_LIMIT, _HEAD_START_LIMIT)
    return one_piece(labels, count=count)


def one_piece(labels: Indices, *, count: int) -> Indices:
    """Keep each ward's largest piece; the rest, and holes that belong to nobody, go to whoever is nearest.

    Parameters
    ----------
    labels
        (rows, columns) position of the ward, `OUTSIDE` elsewhere.
    count
        Number of wards.
    """
    kept = _open_land(labels == OUTSIDE)
    for ward, window in enumerate(ndimage.find_objects(labels + 1, max_label=count)):
        if window is not None:
            kept[window] |= _largest(labels[window] == ward)
    nearest = ndimage.distance_transform_edt(~kept, return_distances=False, return_indices=True)
    filled: Indices = labels[tuple(nearest)]
    # What was filled may again lie apart from its ward; each pass leaves fewer cells, and almost always none.
    return filled if np.array_equal(filled, labels) else one_piece(filled, count=count)


def _open_land(outside: Mask) -> Mask:
    """Take the land outside that reaches the edge of the grid; the rest of it is holes."""
    pieces, _ = ndimage.label(outside)
    rim = np.unique(np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]]))
    return np.isin(pieces, rim[rim > 0])


def _largest(mine: Mask) -> Mask:
    pieces, _ = ndimage.label(mine)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    largest: Mask = pieces == sizes.argmax()
    return largest


def _vote(labels: Indices, head: Numbers) -> Indices:
    margin = int(np.ceil(4 * _WIDTH)) + 1
    best = _presence(labels == OUTSIDE)
    winner = np.full_like(labels, OUTSIDE)
    for ward, window in enumerate(ndimage.find_objects(labels + 1, max_label=len(head))):
        if window is None:
            continue
        wide = tuple(slice(max(side.start - margin, 0), side.stop + margin) for side in window)
        present = _presence(labels[wide] == ward)
        wins = (present > 0) & (present + head[ward] > best[wide])
        best[wide] = np.where(wins, present + head[ward], best[wide])
        winner[wide] = np.where(wins, ward, winner[wide])
    return winner


def _presence(mine: Mask) -> Numbers:
    presence: Numbers = ndimage.gaussian_filter(mine.astype(np.float32), _WIDTH, mode="nearest", truncate=4.0)
    return presence


def _pin(labels: Indices, centroids: Indices) -> Indices:
    pinned = labels.copy()
    for ward, (row, column) in enumerate(centroids):
        pinned[max(row - _PINNED, 0) : row + _PINNED + 1, max(column - _PINNED, 0) : column + _PINNED + 1] = ward
    return pinned
