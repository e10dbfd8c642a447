"""The same abilities from the command line: ``python -m gis …``.

Exit codes: 0 done, 1 done with findings (or something is not in order), 2 refused. With ``--json`` the answer goes to
standard output as one JSON object and nothing else does; words for people go to standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

from gis.commands import app, terminal
from gis.errors import LandmapError

_REFUSED: Final = 2


def main(run: Callable[[], Any] = app) -> None:
    """Run the command line; what is foreseen becomes advice and exit code 2, a surprise still crashes."""
    try:
        run()
    except LandmapError as error:
        terminal.tell(error.say(terminal.language()), style="red")
        terminal.list_findings(error.findings)
        sys.exit(_REFUSED)


if __name__ == "__main__":
    main()
