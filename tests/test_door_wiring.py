"""The front door as `streamlit run dashboard.py` finds it, and how Streamlit is set up."""

import tomllib

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import config
from streamlit.web.server.app_discovery import discover_asgi_app

from gis import settings
from gis.door import SHELL, files, health, wiring
from gis.door.files import asset
from gis.door.wiring import _everywhere
from gis.maps.palette import DARK, LIGHT
from tests.door_asking import ask

CONFIG = tomllib.loads((settings.ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def options(table, prefix=""):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from options(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def test_streamlit_finds_the_app_in_ten_lines():
    file = settings.ROOT / "dashboard.py"
    assert discover_asgi_app(file).import_string == "dashboard:app"
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 10
    assert SHELL.is_absolute()
    assert SHELL.parent.parent.name == "gis"


def test_the_door_hands_over_routes_headers_and_the_error_door():
    handed = wiring()
    assert set(handed) == {"routes", "middleware", "on_script_error", "secrets"}
    assert handed["secrets"] is None
    paths = [route.path for route in handed["routes"]]
    files = {f"/{folder}/{{path:path}}" for folder in ("assets", "geo", "api")}
    assert {"/healthz", "/readyz", "/metrics", *files} <= set(paths)


@pytest.mark.parametrize("prefix", ["ban-do", "/ban-do/"])
def test_the_routes_also_stand_below_the_apps_base_path(prefix):
    pages = Route("/ban-do/{page:path}", lambda _: PlainTextResponse("Streamlit's"))
    app = Starlette(routes=[*_everywhere([*files.routes(), *health.routes()], prefix), pages])
    assert ask(app, "/ban-do/assets/leaflet/leaflet.js").status == 200
    assert ask(app, "/assets/leaflet/leaflet.js").status == 200
    assert ask(app, "/ban-do/assets/nothing").status == 404
    assert [ask(app, f"/ban-do/{page}").body for page in ("", "vu-viec")] == [b"Streamlit's"] * 2, "pages are not ours"


def test_streamlit_knows_every_option_it_is_given():
    known = config.get_config_options()
    assert [name for name, _ in options(CONFIG) if name not in known] == []


def test_nothing_is_open_to_the_outside_by_default():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["enableXsrfProtection"] is True
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_the_theme_is_the_palette(palette):
    theme = CONFIG["theme"][palette.name]
    assert theme == {
        "primaryColor": palette.primary,
        "backgroundColor": palette.surface,
        "secondaryBackgroundColor": palette.raised,
        "textColor": palette.text,
        "linkColor": palette.link,
        "borderColor": palette.line,
    }


def test_the_type_is_our_own():
    for face in CONFIG["theme"]["fontFaces"]:
        assert asset(face["url"].removeprefix("assets/")) is not None, "relative: it holds below a path, too"
