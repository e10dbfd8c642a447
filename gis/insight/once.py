"""Working something out once for all who ask the same.

An answer that looks at some frames only is the same for every choice of filters that keeps the same of these frames:
what is told of payments does not change with the subject of complaints. So an answer names the frames it looks at, and
is kept with the choice that is left for them (`gis.insight.situation.Selection.about`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar

from gis.insight.situation import Selection

Answer = TypeVar("Answer")
Ask = Callable[..., Answer]


def once(*frames: str) -> Callable[[Ask[Answer]], Ask[Answer]]:
    """Keep what a function answers of a selection, for all choices of filters that keep the same of some frames.

    Parameters
    ----------
    frames
        Names of all frames the function looks at, itself or through others. Whatever else it is asked must be hashable.

    Returns
    -------
    What makes such a function of one whose first argument is a selection. Nobody may change what it answers.
    """

    def keeping(work: Ask[Answer]) -> Ask[Answer]:
        name = f"{work.__module__}.{work.__qualname__}"

        @wraps(work)
        def answer(selection: Selection, *asked: Hashable, **named: Hashable) -> Answer:
            about, key = selection.about(*frames), (name, *asked, *sorted(named.items()))
            if key not in about.answers:
                about.answers[key] = work(about, *asked, **named)
            found: Answer = about.answers[key]
            return found

        return answer

    return keeping
