"""What the browser loads for a map: our own files, named by content, that fetch nothing and never write HTML."""

import hashlib
import re

from gis.maps import assets
from gis.maps.palette import DARK, LIGHT, swatches


def test_names_carry_the_hash_of_the_content():
    for name, content in assets.files().items():
        assert hashlib.sha256(content).hexdigest()[:12] in name


def test_addresses_are_relative_so_that_a_path_prefix_does_not_break_them():
    addresses = [address for _, address in (*assets.scripts(), *assets.styles())]
    assert all(address.startswith("../../assets/") for address in addresses)
    assert assets.geometry_url("wards.ab.json") == "../../geo/wards.ab.json"
    own = {address.removeprefix("../../assets/map/") for address in addresses if "/map/" in address}
    assert own == set(assets.files())


def test_every_swatch_has_a_colour_in_both_themes_and_a_rule():
    style = next(content.decode() for name, content in assets.files().items() if name.endswith("css"))
    for name in swatches(LIGHT):
        assert f"--{name}:{LIGHT.colour(name)};" in style
        assert f"--{name}:{DARK.colour(name)};" in style
        assert f"[data-swatch={name}]" in style


def test_the_script_writes_text_not_html_and_names_no_host():
    source = next(content.decode() for name, content in assets.files().items() if name.endswith("js"))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source)
    assert re.findall(r"https?://[^\"' ]+", source) == ["http://www.w3.org/2000/svg"]
