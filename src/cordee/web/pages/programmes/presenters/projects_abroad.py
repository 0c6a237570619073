"""Projects with a country, in a few words each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cordee.programmes.granting.states import PROJECT_STAGE_NAMES, ProjectStage
from cordee.programmes.models import Project
from cordee.web.wording import format_date


@dataclass(frozen=True)
class ProjectLine:
    """A project in a list."""

    title: str
    detail: str
    stage: str
    days: str


def present_projects(projects: Iterable[Project]) -> tuple[ProjectLine, ...]:
    """Return the lines of projects."""
    return tuple(
        ProjectLine(
            title=one.acronym or one.title,
            detail=" · ".join(
                filter(None, (one.reference, one.funder, one.title if one.acronym else ""))
            ),
            stage=str(PROJECT_STAGE_NAMES[ProjectStage(one.stage)]),
            days=" – ".join(format_date(day) for day in (one.starts_on, one.ends_on) if day) or "–",
        )
        for one in projects
    )
