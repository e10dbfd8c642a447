"""Signing in: which provider of OpenID Connect is set, and what follows where none is.

Without a provider the product is in *local mode*: one officer, at the machine itself. It then listens to this machine
only; anybody else would be that officer without being asked who they are.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from gis.access import ended
from gis.errors import SettingsError
from gis.records import grants
from gis.records.reading import Marker, code_of
from gis.records.store import Store
from gis.settings import Settings

LEAST_SECRET: Final = 32
"""Characters the key of the cookies must have: 32 random ones cannot be guessed."""
CALLBACK: Final = "oauth2callback"
"""Path to which the provider sends people back; it is Streamlit's."""
REFUSED: Final = "sign_in_refused"
"""Parameter of the address at which somebody learns that the provider's answer was refused."""

_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def configured(settings: Settings) -> bool:
    """Answer whether people sign in; otherwise it is local mode."""
    return bool(settings.oidc_metadata_url)


def secrets(settings: Settings) -> Mapping[str, Any] | None:
    """Answer what Streamlit needs to know of the provider; None in local mode.

    Raises
    ------
    SettingsError
        Something is missing, or would be sent over the network in the clear.
    """
    if not configured(settings):
        return None
    _check(settings)
    return {
        "auth": {
            "redirect_uri": f"{settings.public_url.rstrip('/')}/{CALLBACK}",
            "cookie_secret": settings.cookie_secret.get_secret_value(),
            "client_id": settings.oidc_client_id,
            "client_secret": settings.oidc_client_secret.get_secret_value(),
            "server_metadata_url": settings.oidc_metadata_url,
            "client_kwargs": {"scope": "openid email", "prompt": settings.oidc_prompt},
        }
    }


def _check(settings: Settings) -> None:
    secret, key = settings.oidc_client_secret.get_secret_value(), settings.cookie_secret.get_secret_value()
    for name, value in (("OIDC_CLIENT_ID", settings.oidc_client_id), ("OIDC_CLIENT_SECRET", secret)):
        if not value:
            raise SettingsError("access.provider.missing", name=f"LANDMAP_{name}")
    if len(key) < LEAST_SECRET:
        raise SettingsError("access.provider.cookie", least=LEAST_SECRET)
    for name, address in (("OIDC_METADATA_URL", settings.oidc_metadata_url), ("PUBLIC_URL", settings.public_url)):
        if urlsplit(address).scheme != "https" and not is_here(urlsplit(address).hostname or ""):
            raise SettingsError("access.provider.clear", name=f"LANDMAP_{name}", address=address)


def amiss(claims: Mapping[str, Any], settings: Settings) -> str:
    """Answer why what a provider vouches for does not count here; empty where it does.

    Authlib checks signature, issuer, age and nonce of what the provider says, and of its audience only that somebody
    else's names us as the party it was made for. Whatever is not made for us is refused.

    Returns
    -------
    ``"audience"``, or nothing.
    """
    meant = claims.get("aud")
    names = [meant] if isinstance(meant, str) else meant if isinstance(meant, list) else []
    return "" if settings.oidc_client_id in names else "audience"


def check_listening(settings: Settings, address: str | None) -> None:
    """Refuse to listen to other machines where nobody signs in.

    Parameters
    ----------
    settings
        The settings.
    address
        Where Streamlit is to listen (``server.address``); None or empty: everywhere.

    Raises
    ------
    SettingsError
        It is local mode, and the address can be reached from outside.
    """
    if not configured(settings) and not is_here(address or ""):
        raise SettingsError("access.provider.open", address=address or "0.0.0.0")  # noqa: S104 (told, not used)  # nosec B104


def state(store: Store, marker: Marker) -> str:
    """Answer some letters that differ when something was recorded or, where people sign in, access changed.

    Access changes when a role is given or taken back, and when somebody signs out.

    Parameters
    ----------
    store
        The store.
    marker
        Which state of the records is told of.

    Raises
    ------
    StoreError
        As for `Store.reading`.
    """
    if not configured(store.settings):
        return code_of(marker)
    left = ended.known(store)
    with store.reading() as reading:
        left.read(reading.connection)
        return code_of((*marker, *grants.marker(reading.connection), left.state))


def is_here(host: str) -> bool:
    """Answer whether a host or address is this machine and no other."""
    name = host.strip().strip("[]").casefold()
    try:
        return name in _HERE or ipaddress.ip_address(name.removeprefix("::ffff:")).is_loopback
    except ValueError:
        return False
