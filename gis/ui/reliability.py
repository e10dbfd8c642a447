"""What was said against what happened, as points on a square; its twin is the table below it.

Every tenth of the cases is a point: to the right the mean probability, upwards the share that was prolonged, with its
interval. On the diagonal probabilities mean what they say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from gis import words
from gis.ui.here import Here

_SQUARE = Markup(
    '<figure class="reliability"><div class="up"><span>{top}</span><span>{half}</span><span>0</span></div>'
    '<div class="square" role="img" aria-label="{alt}">{points}</div>'
    '<div class="along"><span>0</span><span>{half}</span><span>{top}</span></div>'
    "<figcaption>{said}</figcaption></figure>"
)
_POINT = Markup(
    '<i style="--x:{x:.1f}%;--l:{low:.1f}%;--h:{high:.1f}%"></i><b title="{}" style="--x:{x:.1f}%;--y:{y:.1f}%"></b>'
)
_TOPS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


def plot(tenths: Sequence[Mapping[str, float]], here: Here) -> Markup:
    """Draw the square.

    Parameters
    ----------
    tenths
        ``n``, ``said``, ``happened``, ``low`` and ``high`` of each, as of `gis.insight.measures.reliability`.
    here
        Who reads it.
    """
    top = scale(tenths)
    points = Markup().join(_point(one, top, here) for one in tenths)
    ends = {"top": words.percent(top, here.language), "half": words.percent(top / 2, here.language)}
    alt = here.say("method.plot.alt", n=len(tenths))
    return _SQUARE.format(points=points, alt=alt, said=here.say("method.plot.said"), **ends)


def scale(tenths: Sequence[Mapping[str, float]]) -> float:
    """Answer where both axes end: the first round share that holds all points."""
    most = max((max(one["said"], one["happened"]) for one in tenths), default=0.0)
    return next((top for top in _TOPS if most <= top), 1.0)


def _point(one: Mapping[str, float], top: float, here: Here) -> Markup:
    said = {name: words.percent(one[name], here.language) for name in ("said", "happened")}
    x, y, low, high = (100 * min(one[name] / top, 1.0) for name in ("said", "happened", "low", "high"))
    return _POINT.format(here.say("method.plot.point", **said), x=x, y=y, low=low, high=high)
