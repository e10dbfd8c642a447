"""How far the clearance of a project has come.

A project's *stage* is the furthest step that any of its plans has recorded, or that at least half of its household
files have: one household paid early does not make a project one that pays. It is read from the days of the milestones,
never stored. *Completed* means that every household file known has been handed over. A project of which no step is
recorded is *unknown*, which is not the same as not begun.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from gis.records.declaration import choices

STAGES: Final = choices(
    unknown=("Chưa có thông tin tiến độ", "No progress recorded"),
    announced=("Đã công bố dự án", "Announced"),
    notified=("Đã thông báo thu hồi đất", "Recovery notified"),
    inventoried=("Đã kiểm đếm", "Inventoried"),
    posted=("Đã niêm yết phương án", "Plan posted"),
    approved=("Đã phê duyệt phương án", "Plan approved"),
    paying=("Đang chi trả", "Paying"),
    handing_over=("Đang bàn giao mặt bằng", "Handing over"),
    completed=("Đã bàn giao toàn bộ", "All handed over"),
)
STAGE_TYPE: Final = pd.CategoricalDtype([stage.code for stage in STAGES], ordered=True)

_HALF: Final = 0.5
_PLAN_STEPS: Final = (
    (("notified_on",), "notified"),
    (("inventoried_on",), "inventoried"),
    (("posted_on",), "posted"),
    (("approved_on",), "approved"),
)
_FILE_STEPS: Final = (
    (("inventoried_on",), "inventoried"),
    (("approved_on",), "approved"),
    (("paid_on", "deposited_on"), "paying"),
    (("handed_over_on", "enforced_on"), "handing_over"),
)
"""Milestones, any of which counts, and the stage they stand for."""


def stage_of(projects: pd.DataFrame, plans: pd.DataFrame, files: pd.DataFrame) -> pd.Series:
    """Answer the stage of every project.

    Parameters
    ----------
    projects
        (p, ...) indexed by project code, with ``announced_on``.
    plans, files
        Plans and household files with ``project`` and their milestones.

    Returns
    -------
    (p,) ordered categorical named ``stage``, indexed like `projects`.
    """
    rank = pd.Series(0, index=projects.index).where(projects["announced_on"].isna(), _rank("announced"))
    for frame, steps, enough in ((plans, _PLAN_STEPS, 0.0), (files, _FILE_STEPS, _HALF)):
        for milestones, stage in steps:
            share = frame[list(milestones)].notna().any(axis=1).groupby(frame["project"], observed=True).mean()
            reached = share.index[(share > 0) & (share >= enough)]
            rank = rank.mask(rank.index.isin(reached), rank.clip(lower=_rank(stage)))
    rank = rank.mask(rank.index.isin(_completed(files)), _rank("completed"))
    stages = pd.Categorical.from_codes(rank.to_numpy(), dtype=STAGE_TYPE)
    return pd.Series(stages, index=projects.index, name="stage")


def _rank(stage: str) -> int:
    return list(STAGE_TYPE.categories).index(stage)


def _completed(files: pd.DataFrame) -> pd.Index:
    """Projects of which every household file is handed over, freely or by enforcement."""
    done = files["handed_over_on"].notna() | files["enforced_on"].notna()
    every = done.groupby(files["project"], observed=True).all()
    return every.index[every]
