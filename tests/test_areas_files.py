"""A file is written whole or not at all."""

import pytest

from gis.areas.files import write
from gis.errors import AreasError


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "new" / "wards.geojson"
    write(path, b"one")
    write(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o644


def test_what_cannot_be_written_leaves_everything_as_it_was(tmp_path):
    path = tmp_path / "taken"
    path.mkdir()
    (path / "inside").write_text("stays")
    with pytest.raises(AreasError, match="LANDMAP_STATE_DIR"):
        write(path, b"one")
    assert [entry.name for entry in tmp_path.iterdir()] == ["taken"]
    with pytest.raises(AreasError, match="LANDMAP_STATE_DIR"):
        write(path / "inside" / "file", b"one")
