"""Writing a file so that a reader sees the old one or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from gis.errors import AreasError, reason


def write(path: Path, content: bytes) -> None:
    """Write a file whole: beside its place first, then moved there in one step.

    Raises
    ------
    AreasError
        The folder cannot be written; nothing was changed.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise AreasError("areas.not_written", file=str(path), reason=reason(error)) from error
    except ValueError as error:  # no file can be called so
        raise AreasError("areas.not_written", file=ascii(str(path)), reason=str(error)) from error
