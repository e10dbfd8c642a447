"""Settings: which provinces a server serves, and the settings of one of them."""

from __future__ import annotations

import pytest

from gis import settings
from gis.errors import SettingsError
from gis.settings import Settings
from gis.words import LANGUAGES


@pytest.mark.parametrize(
    ("text", "codes"),
    [("01", ("01",)), ("01,79", ("01", "79")), (" 79 , 01 ", ("79", "01")), ("48,01,79", ("48", "01", "79"))],
)
def test_the_first_of_the_provinces_is_in_hand(text: str, codes: tuple[str, ...]) -> None:
    chosen = Settings(province=text)
    assert (chosen.provinces, chosen.province, chosen.several) == (codes, codes[0], len(codes) > 1)


def test_the_environment_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDMAP_PROVINCE", "79,01")
    assert Settings().provinces == ("79", "01")
    monkeypatch.delenv("LANDMAP_PROVINCE")
    assert Settings().provinces == ("01",)


@pytest.mark.parametrize(
    ("text", "named"),
    [("1", "“1”"), ("01,", "“”"), ("01;79", "“01;79”"), ("01,7x", "“7x”"), ("٠١", "“٠١”"), ("", "“”")],
)
def test_what_is_no_code_is_named(text: str, named: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings(province=text)
    assert all("LANDMAP_PROVINCE" in refused.value.say(one) and named in refused.value.say(one) for one in LANGUAGES)


def test_a_province_stands_there_once() -> None:
    with pytest.raises(SettingsError, match="01,79,01"):
        Settings(province="01,79,01")


def test_another_province_is_taken_in_hand_and_all_else_stays() -> None:
    chosen = Settings(province="01,79", suppress_below=9)
    other = chosen.serving("79")
    assert (other.province, other.provinces, other.suppress_below) == ("79", ("01", "79"), 9)
    assert other.serving("01") == chosen
    assert chosen.serving("01") is chosen
    assert chosen.serving("79") is other, "it is asked with every click"
    assert Settings(province="01").serving("79").provinces == ("79",), "one that is not served stands alone"


def test_a_fault_in_another_setting_is_told_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDMAP_PROVINCE", "01,79")
    monkeypatch.setenv("LANDMAP_SUPPRESS_BELOW", "many")
    settings.current.cache_clear()
    with pytest.raises(SettingsError, match="LANDMAP_SUPPRESS_BELOW"):
        settings.current()
    settings.current.cache_clear()
