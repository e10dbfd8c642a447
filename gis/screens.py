"""The screens of the product: one page a file, in the order people come for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

NEWEST: Final = "newest"
"""Path at which a page that stands open asks which state the records are in."""


@dataclass(frozen=True)
class Screen:
    """One entry of the menu.

    Parameters
    ----------
    file
        Its page in ``pages/``.
    path
        Its path in the address bar; empty for the home page.
    icon
        Material symbol beside its name.
    under
        File of the screen whose entry in the menu it stands under; empty: it has an entry of its own.
    administers
        Whether it is offered to administrators of access only.
    singly
        Whether it shows records one by one (cases, dialogues, promises, duties) to whoever may see them: always, or
        where a sheet lies open.
    """

    file: str
    path: str
    icon: str
    under: str = ""
    administers: bool = False
    singly: Literal["", "always", "sheet"] = ""

    @property
    def title_key(self) -> str:
        """Key of its name."""
        return f"shell.menu.{self.file.removesuffix('.py')}"


SCREENS: Final = (
    Screen("map.py", "", ":material/map:", singly="sheet"),
    Screen("duties.py", "viec-can-lam", ":material/checklist:", singly="always"),
    Screen("projects.py", "du-an", ":material/construction:"),
    Screen("cases.py", "vu-viec", ":material/gavel:", singly="always"),
    Screen("linking.py", "vu-viec-trung", ":material/join_inner:", under="cases.py", singly="always"),
    Screen("dialogues.py", "tiep-dan-doi-thoai", ":material/forum:", singly="always"),
    Screen(
        "meeting.py", "tai-lieu-truoc-buoi-lam-viec", ":material/description:", under="dialogues.py", singly="always"
    ),
    Screen("hotspots.py", "doi-thoai-som", ":material/diversity_3:"),
    Screen("data.py", "du-lieu", ":material/database:"),
    Screen("importing.py", "nhap-du-lieu", ":material/upload_file:", under="data.py"),
    Screen("reporting.py", "nop-bao-cao", ":material/inbox:", under="data.py"),
    Screen("legal.py", "can-cu-phap-ly", ":material/balance:", under="data.py"),
    Screen("method.py", "phuong-phap", ":material/science:", under="data.py"),
    Screen("access.py", "quyen-truy-cap", ":material/key:", under="data.py", administers=True),
    Screen("audit.py", "nhat-ky", ":material/history:", under="data.py", administers=True),
)
