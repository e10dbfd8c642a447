"""Without sign-in there is exactly one person."""

from gis.access.people import who
from gis.scope import Scope
from gis.settings import Settings


def test_the_one_person_is_the_local_officer_of_the_province_in_the_settings():
    assert who(Settings(province="79")) == Scope("79", None, "officer")
