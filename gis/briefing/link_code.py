"""The code on a page that leads back to the screen it was made of."""

from __future__ import annotations

import io

import segno

from gis.maps.palette import LIGHT


def svg(link: str, *, mask: int | None = None) -> bytes:
    """Draw a QR code of a link as SVG.

    Parameters
    ----------
    link
        Where it leads.
    mask
        Number of the pattern laid over it, 0 to 7, each of which every reader knows; None: the one that scans best,
        which takes eight times as long to find.
    """
    out = io.BytesIO()
    made = segno.make(link, error="m", micro=False, mask=mask)
    made.save(out, kind="svg", border=1, dark=LIGHT.text, xmldecl=False)
    return out.getvalue()
