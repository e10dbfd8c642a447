"""Names that no real project, place or office bears, worded as officials word them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, product
from typing import Final

import numpy as np

_LAND: Final = (
    "Gò", "Rặng", "Bến", "Vườn", "Đầm", "Lũng", "Bãi", "Trũng", "Nương", "Khe", "Cồn", "Lạch", "Mỏm", "Vạt", "Thềm",
    "Triền", "Bờ", "Nội", "Đụn", "Ngách",
)  # fmt: skip
_GROWTH: Final = (
    "Sậy Non", "Lau Trắng", "Sim Tím", "Bông Gạo", "Mua", "Vối", "Sung Già", "Lộc Vừng", "Cỏ Mật", "Bồ Quân", "Ngải",
    "Dứa Dại", "Cúc Áo", "Thì Là", "Nhót", "Chay", "Dâu Da", "Móng Rồng", "Bèo Tây", "Súng Trắng", "Sen Cạn",
    "Mạch Môn", "Kim Ngân", "Hoa Dẻ", "Ráng", "Cói Bông", "Rau Dừa", "Thài Lài", "Xuyến Chi", "Dành Dành", "Tầm Xuân",
    "Dã Quỳ", "Mẫu Đơn Dại", "Ô Rô", "Cơm Nguội", "Bìm Bịp", "Chìa Vôi", "Chích Chòe", "Cuốc Lủi", "Le Le", "Sáo Sậu",
    "Chuồn Ớt",
)  # fmt: skip
_FLOWERS: Final = (
    "Hoa Ban", "Hoa Sữa Trắng", "Hoa Gạo Đỏ", "Hoa Sưa Vàng", "Hoa Mộc Lan", "Hoa Phượng Tím", "Hoa Ngọc Lan Tây",
    "Hoa Bằng Lăng", "Hoa Muồng Hoàng Yến", "Hoa Thiên Lý",
)  # fmt: skip

TEMPLATES: Final[Mapping[str, Sequence[str]]] = {
    "transport": (
        "Đường nối khu {a} – {b}",
        "Xây dựng tuyến đường {a} – {b}",
        "Cải tạo, mở rộng đường {a}",
        "Cầu {a} và đường dẫn hai đầu cầu",
    ),
    "housing": ("Khu đô thị {flower} {n}", "Khu nhà ở xã hội {a}"),
    "land_auction": ("Hạ tầng kỹ thuật khu đấu giá quyền sử dụng đất {a}",),
    "resettlement": ("Xây dựng khu tái định cư {a}",),
    "school": ("Trường mầm non {a}", "Trường tiểu học {a}", "Trường trung học cơ sở {a}"),
    "health": ("Trạm y tế khu {a}", "Bệnh viện khu vực {a}"),
    "industry": ("Cụm công nghiệp {a}",),
    "commerce": ("Chợ dân sinh {a}", "Trung tâm thương mại, dịch vụ {a}"),
    "irrigation": ("Cải tạo, nâng cấp kênh {a}", "Trạm bơm tiêu {a}"),
    "energy": ("Trạm biến áp {a} và đường dây đấu nối",),
    "culture": ("Nhà văn hóa khu {a}", "Trung tâm văn hóa, thể thao {a}"),
    "park": ("Công viên hồ {a}",),
    "cemetery": ("Mở rộng nghĩa trang {a}",),
    "office": ("Trụ sở làm việc khu {a}",),
    "waste": ("Khu xử lý chất thải {a}",),
}
"""How a project of each kind is called; ``{a}`` and ``{b}`` are invented places."""


def toponyms(rng: np.random.Generator, taken: Sequence[str]) -> Iterator[str]:
    """Answer invented place names, each once and without end, none of them part of a taken name.

    Parameters
    ----------
    rng
        Decides the order.
    taken
        Names of real places, such as the wards.
    """
    real = " | ".join(taken).casefold()
    free = [name for first, second in product(_LAND, _GROWTH) if (name := f"{first} {second}").casefold() not in real]
    order = [free[place] for place in rng.permutation(len(free))]
    yield from order
    for round_ in count(2):
        yield from (f"{name} {round_}" for name in order)


def project_names(rng: np.random.Generator, kinds: Sequence[str], places: Iterator[str]) -> list[str]:
    """Name projects of the given kinds, each differently.

    Parameters
    ----------
    rng
        Chooses among the wordings of a kind.
    kinds
        Kind of each project.
    places
        Invented place names; those used are taken from it.
    """
    turns = zip(kinds, rng.random(len(kinds)), strict=True)
    return [_name(TEMPLATES[kind], turn, number, places) for number, (kind, turn) in enumerate(turns, 1)]


def _name(wordings: Sequence[str], turn: float, number: int, places: Iterator[str]) -> str:
    wording = wordings[int(turn * len(wordings))]
    flower, rest = _FLOWERS[number % len(_FLOWERS)], number // len(_FLOWERS) + 1
    a = next(places) if "{a}" in wording else ""
    b = next(places) if "{b}" in wording else ""
    return wording.format(a=a, b=b, flower=flower, n=rest)
