"""The front door: the ASGI app that `streamlit run dashboard.py` serves.

Streamlit draws the pages; beside it the door serves what the map needs (`files`), answers those who watch the server
(`health`), sets headers on every answer (`headers`), and meets what goes wrong on a page (`apology`).
"""

from gis.door.wiring import SHELL, wiring

__all__ = ["SHELL", "wiring"]
