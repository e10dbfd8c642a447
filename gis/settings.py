"""Settings: what an office may choose, each an environment variable beginning with ``LANDMAP_``.

They are read once per process. Every one is explained in the README, and a test holds the two together.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic import Field, PrivateAttr, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from gis.errors import SettingsError
from gis.words import Language

ROOT: Final = Path(__file__).resolve().parent.parent
"""Folder of the product: where ``data/`` and ``pages/`` stand, wherever the process was started."""


class Settings(BaseSettings):
    """All settings, with their defaults."""

    model_config = SettingsConfigDict(env_prefix="LANDMAP_", frozen=True)

    database_url: str = Field(
        default="",
        description="SQLAlchemy address of the database; empty: a SQLite file in the state folder",
    )
    database_read_url: str = Field(
        default="",
        description="SQLAlchemy address of a replica from which the ledger is read; empty: from the database itself",
    )
    state_dir: Path = Field(
        default=ROOT / "data",
        description="folder for the default database, its cache and imported boundaries",
    )
    province: str = Field(
        default="01",
        pattern=r"^[0-9]{2}$",
        description="official code of the province, or of several that one server serves: 01,79",
    )
    language: Language = Field(default="vi", description="language of a first visit: vi or en")
    suppress_below: int = Field(
        default=5,
        ge=1,
        description="counts from 1 to one less than this are hidden from viewers and in files",
    )
    crowd_size: int = Field(default=5, ge=2, description="people from which a case counts as 'đông người'")
    due_soon_days: int = Field(
        default=7,
        ge=0,
        description="days before a limit from which it reads 'sắp đến hạn'",
    )
    risk_horizon_days: int = Field(
        default=180, ge=90, le=730, description="days after which an open case counts as prolonged, past its limit"
    )
    dialogues_a_month: int = Field(
        default=20,
        ge=1,
        description="cases an office can go and talk about in a month: where lift is measured, and places of a plan",
    )
    law_file: str = Field(
        default="",
        description="TOML file of the office's own targets (mốc nội bộ), shown as such and never as law; empty: none",
    )
    party_month_day: int = Field(
        default=1, ge=1, le=28, description="day of the month on which a Party reporting month begins"
    )
    keep_originals_days: int = Field(
        default=30, ge=0, description="days after which a watched folder's imported originals are removed"
    )
    tiles_url: str = Field(
        default="",
        description="address of the office's own tile server; empty: no base map, no request",
    )
    tiles_attribution: str = Field(default="", description="attribution of those tiles")
    public_url: str = Field(
        default="http://localhost:8501",
        pattern=r"^https?://\S+$",
        description="address at which colleagues open the product; stands in the code on every briefing",
    )
    oidc_metadata_url: str = Field(
        default="",
        pattern=r"^(https?://\S+)?$",
        description="address of the sign-in provider's openid-configuration; empty: local mode, this machine only",
    )
    oidc_client_id: str = Field(default="", description="name under which the provider knows the product")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="secret shared with the provider; never in a file of the repository"
    )
    oidc_prompt: str = Field(
        default="select_account",
        pattern=r"^[a-z_ ]*$",
        description="what the provider asks at each sign-in, such as login where it knows no select_account",
    )
    cookie_secret: SecretStr = Field(
        default=SecretStr(""), description="at least 32 random characters that sign the cookies of who has signed in"
    )
    secrets_dir: Path | None = Field(
        default=None,
        description="folder with a file for each secret, such as landmap_cookie_secret; the environment goes first",
    )
    access_contact: str = Field(
        default="", max_length=200, description="whom to ask for a role: an office or a telephone, told after sign-in"
    )
    sign_ins_a_minute: int = Field(
        default=60, ge=1, description="how often one address may ask to sign in; two are asked each time"
    )
    files_a_minute: int = Field(default=240, ge=1, description="files one address may fetch or bring in a minute")
    exports_a_minute: int = Field(default=60, ge=1, description="files one person may have made in a minute")
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="with which a collector elsewhere asks for /metrics; empty: this machine only",
    )
    log_format: str = Field(
        default="json", pattern=r"^(json|plain)$", description="lines of the log: json for programs, plain for people"
    )
    log_level: str = Field(
        default="INFO",
        pattern=r"^(DEBUG|INFO|WARNING|ERROR)$",
        description="DEBUG, INFO, WARNING or ERROR",
    )
    _served: tuple[str, ...] = PrivateAttr(default=())

    @model_validator(mode="wrap")
    @classmethod
    def _several(cls, given: Any, handler: Callable[[Any], Settings]) -> Settings:
        """Read the codes of several provinces; the first is the one in hand."""
        text = given.get("province") if isinstance(given, dict) else None
        codes = [code.strip() for code in text.split(",")] if isinstance(text, str) else []
        if wrong := [code for code in codes if not re.fullmatch(r"[0-9]{2}", code)]:
            raise SettingsError("errors.province_code", code=wrong[0])
        if len(set(codes)) < len(codes):
            raise SettingsError("errors.province_twice", codes=",".join(codes))
        made = handler({**given, "province": codes[0]} if codes else given)
        made._served = tuple(codes)  # noqa: SLF001 (it is this class's own)
        return made

    @property
    def provinces(self) -> tuple[str, ...]:
        """Codes of the provinces that are served, each once, in the order in which they were given."""
        return self._served if self.province in self._served else (self.province,)

    @property
    def several(self) -> bool:
        """Whether more than one province is served."""
        return len(self.provinces) > 1

    def serving(self, province: str) -> Settings:
        """Answer the same settings with another of the provinces in hand: what is asked of them is of that province.

        Parameters
        ----------
        province
            Its code.
        """
        return self if province == self.province else _serving(self, province)

    @property
    def own_targets(self) -> Path | None:
        """File of the office's own targets; None where it has none."""
        return Path(self.law_file) if self.law_file else None

    @property
    def database(self) -> str:
        """Address of the database in use."""
        return self.database_url or f"sqlite:///{self.state_dir / 'landmap.db'}"


@lru_cache(maxsize=128)
def _serving(chosen: Settings, province: str) -> Settings:
    return chosen.model_copy(update={"province": province})


@cache
def current() -> Settings:
    """Read the settings of this process, once; the first of its provinces is in hand (`Settings.serving`).

    Raises
    ------
    SettingsError
        A value cannot be used; the message names the variable.
    """
    try:
        return Settings(_secrets_dir=os.environ.get("LANDMAP_SECRETS_DIR") or None)  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        name = "LANDMAP_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError("errors.setting", name=name, reason=first["msg"]) from error
