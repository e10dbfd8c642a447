"""Which province a command works on where the settings name several: said before it, as in ``--province 79``.

What is done in one must not be done in another by mistake, so such a command does nothing until it is told which.
"""

from __future__ import annotations

import os
from typing import Annotated, Final

import typer

from gis import settings
from gis.commands.terminal import say
from gis.errors import RequestError

_OF_ALL: Final = frozenset({"init", "demo", "score", "doctor", "backup", "restore", "audit"})
"""Commands about the whole store, or about each of the provinces."""
_SETTING: Final = "LANDMAP_PROVINCE"


def choose(
    ctx: typer.Context, province: Annotated[str, typer.Option("--province", help=say("cli.help.province"))] = ""
) -> None:
    """Take the province that was named in hand, or refuse to guess.

    Raises
    ------
    RequestError
        None of several was named, and the command is about one.
    SettingsError
        It is no code.
    """
    if province:
        _take(province.strip())
    elif ctx.invoked_subcommand not in _OF_ALL and settings.current().several:
        raise RequestError("cli.province.which", codes=", ".join(settings.current().provinces))


def named(ctx: typer.Context) -> str:
    """Answer the province that was named before a command; empty where none was."""
    return str(ctx.find_root().params.get("province") or "").strip()


def _take(code: str) -> None:
    """Put a province before the others that are served; one that is not stands alone.

    It stands in the environment, because the programs that a command begins read it there.
    """
    served = settings.current().provinces
    others = [one for one in served if one != code] if code in served else []
    os.environ[_SETTING] = ",".join([code, *others])
    settings.current.cache_clear()
    settings.current()
