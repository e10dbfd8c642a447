"""An invented city on real wards, for trying the product out and for judging its methods.

Every row is invented and says so. Totals follow what was published of Hà Nội, causes are planted and recorded:

=============  ===============================================================================
`whole`        puts everything together; `City` is the batch and the truth about it
`published`    the published figures, each with its source
`places`       wards, their neighbours, invented hamlets
`names`        invented names
`projects`     projects and the wards they cross
`plans`        compensation plans and their milestones
`files`        household files
`sites`        resettlement sites
`drivers`      what authorities owe, pair by pair and month by month
`planted`      hotspots, the silent ward, and how many cases to expect where
`arrivals`     which cases arise
`answers`      how they are answered
`meetings`     dialogues and commitments
`receptions`   citizen receptions
`cases`        frames of cases and petitions
`clearance`    frames of the clearance side
`reports`      what units report, and which do not
`country`      how large the cities of several provinces are
`truth`        what a method that looks for something should find
`sheets`       how invented values become declared frames
=============  ===============================================================================
"""

from __future__ import annotations

from gis.records.demo.country import Size, shared
from gis.records.demo.whole import END, City, city, write_truth

__all__ = ["END", "City", "Size", "city", "shared", "write_truth"]
