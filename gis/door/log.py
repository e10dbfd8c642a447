"""The log: one line an event on standard error, for whoever runs the server, of the product and of what it stands on.

As JSON for programs that collect logs, or plain for a person at a terminal (`LANDMAP_LOG_FORMAT`). A line names the
request (`gis.door.numbered`) or the session it belongs to. No line holds a secret of the settings, the values of
variables or an address of a reader; what Streamlit and its server tell below a warning is left out for that reason.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any, Final

import structlog
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

from gis import settings
from gis.errors import SettingsError
from gis.settings import Settings

_FOREIGN: Final = ("streamlit", "uvicorn", "websockets", "asyncio", "authlib", "py.warnings")
"""Loggers of what the product stands on, with all below them."""
_SERVER: Final = ("uvicorn", "websockets")
"""Of these, those that name addresses of readers in what is no warning."""
_LEAST_SECRET: Final = 8
"""Characters of a secret that is struck out; a shorter one would strike out words."""

Finish = Callable[[Any, str, Any], str]


def configure() -> None:
    """Set up the log of this process.

    Tracebacks name lines, never the values of variables: those may hold codes of households. Streamlit's own report of
    an uncaught error is switched off: the error door logs the same once, with a reference.
    """
    chosen = _settings()
    begin: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    end = _written(chosen)
    structlog.configure(
        processors=[*begin, *end],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[chosen.log_level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    _take_over([structlog.stdlib.ProcessorFormatter.remove_processors_meta, *end], begin)
    logging.getLogger("streamlit.error_util").disabled = True


def _written(chosen: Settings) -> list[Processor]:
    """Answer how a line is written."""
    struck = struck_out(_secrets(chosen))
    if chosen.log_format == "plain":
        return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback), struck]
    return [
        structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False, max_frames=30)),
        structlog.processors.JSONRenderer(ensure_ascii=False),
        struck,
    ]


def struck_out(secrets: tuple[str, ...]) -> Finish:
    """Answer what strikes secrets out of a line, wherever they come from."""

    def finish(_logger: Any, _method: str, line: Any) -> str:
        text = str(line)
        for one in secrets:
            text = text.replace(one, "***")
        return text

    return finish


def _secrets(chosen: Settings) -> tuple[str, ...]:
    kept = [chosen.oidc_client_secret, chosen.cookie_secret, chosen.metrics_token]
    addresses = (chosen.database_url, chosen.database_read_url)
    words = {one.get_secret_value() for one in kept} | set(map(_password, addresses))
    return tuple(sorted((one for one in words if len(one) >= _LEAST_SECRET), key=len, reverse=True))


def _password(database_url: str) -> str:
    try:
        return str(make_url(database_url).password or "") if database_url else ""
    except ArgumentError:  # told where the database is opened
        return ""


def _take_over(end: list[Processor], begin: list[Processor]) -> None:
    """Let what the product stands on write its lines in the same way."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=end, foreign_pre_chain=begin))
    handler.addFilter(_of_nobody)
    for name in [*_FOREIGN, *logging.root.manager.loggerDict]:
        if name.partition(".")[0] in _FOREIGN or name in _FOREIGN:
            logger = logging.getLogger(name)
            logger.handlers, logger.propagate = [handler], False


def _of_nobody(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] not in _SERVER


def _settings() -> Settings:
    try:
        return settings.current()
    except SettingsError:  # told on every page by the error door
        return Settings.model_construct()
