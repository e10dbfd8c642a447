"""What a ward says of itself on the map: its number, and of a share the counts it is made of."""

import pandas as pd
import pytest

from gis.insight.wards import MEASURES
from gis.maps.composing import value_labels

TABLE = pd.DataFrame(
    {
        "open_cases": [3, 1_200, 0],
        "overdue_cases": [1, 1_200, 0],
        "overdue_share": [1 / 3, 1.0, None],
        "approved_sum": [2.5e9, 0.0, None],
    },
    index=["00001", "00002", "00003"],
)


@pytest.mark.parametrize(
    ("code", "language", "labels"),
    [
        ("open_cases", "vi", ["3 vụ việc chưa giải quyết xong", "1.200 vụ việc chưa giải quyết xong"]),
        ("overdue_share", "vi", ["33,3% (1/3) vụ việc quá hạn", "100% (1.200/1.200) vụ việc quá hạn", "–"]),
        ("overdue_share", "en", ["33.3% (1/3) of open cases overdue", "100% (1,200/1,200) of open cases overdue", "–"]),
    ],
)
def test_a_share_is_never_told_without_its_counts(code, language, labels):
    found = value_labels(TABLE, MEASURES[code], language)
    assert list(found) == ["00001", "00002", "00003"]
    assert list(found.values())[: len(labels)] == labels


def test_every_share_names_the_counts_it_is_made_of():
    for measure in MEASURES.values():
        assert (len(measure.of) == 2) == (measure.kind == "share")
