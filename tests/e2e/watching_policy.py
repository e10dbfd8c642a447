"""Listening for what a browser refuses by the policies of the door."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import BrowserContext, ConsoleMessage

DONE_WITHOUT: Final = re.compile(r"refused by policy script-src wasm-eval \S+/static/js/protobuf\.\S+\.js ")
"""Streamlit's reader of whole numbers of 64 bits tries WebAssembly once, and goes on without where that is refused."""

TELLS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("refused by policy", event.effectiveDirective, event.blockedURI, event.sourceFile, event.documentURI));
"""


def refusals(context: BrowserContext) -> list[str]:
    """Listen in every page and frame of a context; what is refused comes into the list."""
    found: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        told = "refused by policy" in message.text or "Content Security Policy" in message.text
        if told and not DONE_WITHOUT.match(message.text):
            found.append(message.text)

    context.add_init_script(TELLS)
    context.on("console", heard)
    return found
