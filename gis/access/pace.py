"""How fast somebody may ask for the same again: so many at once, and as many a minute after that.

Each name (an address, a person) has one number: the moment at which all it asked for would be paid for, if each were
paid in turn (the "generic cell rate algorithm"). A bounded number of names is held, those that asked last.
"""

from __future__ import annotations

import ipaddress
import threading
from collections import OrderedDict
from typing import Final

NAMES: Final = 10_000
"""So many names are held, some 1 MB; whoever is forgotten begins anew."""

_NETWORK: Final = 64
"""Bits that tell one network of IPv6 from another: a single machine has all addresses of one."""


class Pace:
    """Holds how fast each of some names asks.

    Parameters
    ----------
    a_minute
        How many a minute in the long run, and how many at once.
    names
        How many names are held.
    """

    def __init__(self, a_minute: int, *, names: int = NAMES) -> None:
        self._most, self._each, self._names = a_minute, 60 / a_minute, names
        self._paid: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, name: str, now: float) -> float:
        """Let one through, or answer after how many seconds to ask again.

        Parameters
        ----------
        name
            Who asks.
        now
            Seconds of a clock that only goes forward.

        Returns
        -------
        0 where it is let through; refusals cost nothing.
        """
        with self._lock:
            paid = max(self._paid.pop(name, now), now)
            wait = paid - now - (self._most - 1) * self._each
            self._paid[name] = paid + self._each if wait <= 0 else paid
            while len(self._paid) > self._names:
                self._paid.popitem(last=False)
        return max(wait, 0.0)


def network(address: str) -> str:
    """Answer who an address counts as: itself, or of IPv6 its network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4 or found.ipv4_mapped:  # noqa: PLR2004 (the version)
        return str(found.ipv4_mapped if found.version == 6 and found.ipv4_mapped else found)  # noqa: PLR2004
    return str(ipaddress.ip_network((found, _NETWORK), strict=False))
