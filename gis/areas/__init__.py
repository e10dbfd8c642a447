"""Where: ward boundaries, the crosswalk between old and new units, and the one door between degrees and metres.

A *ward* (xã, phường, đặc khu) is a commune-level unit since 1/7/2025 and goes by its five-digit official code. A
*former district* (quận, huyện, thị xã before 1/7/2025) goes by its three-digit code; wards draw land from several of
them, so the tie carries a *share* of the ward's area.

=============  =====================================================================================
`geodesy`      degrees ↔ metres (EPSG:4326 ↔ VN-2000), and what a layer must have before it passes
`facts`        what the package ``vietnamadminunits`` knows: codes, areas, centroids, boxes, old → new
`names`        the same place under different spellings
`crosswalk`    old wards and former districts ↔ wards
`value`        `Areas`, the frozen value everybody gets, and how it is read and written
`browser`      the wards as the browser fetches them, named by content
`build`        approximate wards from the facts (with `seeds`, `fitting`, `smoothing`, `arcs`)
`imports`      official wards from a file (with `layers` that reads it, `checks` that judges it)
`assembly`     joining drawn areas with official facts
`files`        writing a file whole or not at all
=============  =====================================================================================

Nothing here opens the database, reads a clock or draws.
"""

from gis.areas.browser import geometry_json, geometry_name
from gis.areas.names import Match, fold, match_ward
from gis.areas.value import Areas, load

__all__ = ["Areas", "Match", "fold", "geometry_json", "geometry_name", "load", "match_ward"]
