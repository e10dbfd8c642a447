"""The log: one JSON object a line on standard error, for whoever runs the server."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from gis import settings
from gis.errors import SettingsError


def configure() -> None:
    """Set up structured logging for this process.

    Tracebacks name lines, never the values of variables: those may hold codes of households. Streamlit's own report of
    an uncaught error is switched off: the error door logs the same once, with a reference.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False, max_frames=30)),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_level()),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    logging.getLogger("streamlit.error_util").disabled = True


def _level() -> int:
    try:
        return logging.getLevelNamesMapping()[settings.current().log_level]
    except SettingsError:  # told on every page by the error door
        return logging.INFO
