"""What Streamlit's AppTest does again and again beside running a page, done once or not at all.

The pages run as they are: only how often installed packages are looked through changes, and how the end is waited for.
"""

from __future__ import annotations

from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner


def quicken() -> None:
    """Let every AppTest of this process begin and end sooner."""
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    local_script_runner.require_widgets_deltas = _until_ended


def _until_ended(runner: LocalScriptRunner, timeout: float = 3) -> None:
    """Wait for the thread of a script; asking a thousand times a second whether it ended holds it up."""
    assert runner._script_thread is not None
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        runner.request_stop()
        runner.join()
        raise RuntimeError(f"the script ran for more than {timeout} seconds")
