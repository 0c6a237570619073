"""The page of one report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.programmes.granting.money import compare_spent, sum_by_category
from cordee.programmes.granting.rules import LIVE
from cordee.programmes.granting.states import REPORT_STAGE_NAMES
from cordee.programmes.granting.values import ProjectRecord, ReportTold
from cordee.programmes.states import COST_CATEGORY_NAMES
from cordee.web.pages.programmes.presenters.project_rows import Row
from cordee.web.project_wording import name_report, say_money
from cordee.web.wording import format_date


@dataclass(frozen=True)
class ReportPage:
    id: str
    title: str
    project: str
    project_address: str
    stage: str
    is_late: bool
    text: str
    file_name: str
    file_address: str
    submitted: str
    remark: str
    settled: str
    spent: tuple[Row, ...]


def present_report(project: ProjectRecord, report: ReportTold, *, on: date) -> ReportPage:
    """Return the page of a report, with what was spent beside what was granted."""
    return ReportPage(
        id=str(report.id),
        title=name_report(report.kind, report.number, report.due_on),
        project=project.title,
        project_address=reverse("programmes:grant", args=[project.id]),
        stage=str(REPORT_STAGE_NAMES[report.stage]),
        is_late=report.is_late(on) and project.stage in LIVE,
        text=report.text,
        file_name=report.file_name,
        file_address=reverse("programmes:grant_report_file", args=[report.id])
        if report.sha256
        else "",
        submitted=_say(report.submitted_by, report.submitted_at),
        remark=report.remark,
        settled=_say(report.settled_by, report.settled_at),
        spent=_list_spent(project, report),
    )


def _list_spent(project: ProjectRecord, report: ReportTold) -> tuple[Row, ...]:
    if not report.spent:
        return ()
    currency = next((one.currency for one in project.money), "EUR")
    granted = sum_by_category([one.to_line() for one in project.money])
    return tuple(
        Row(
            str(COST_CATEGORY_NAMES[one.category]).capitalize(),
            "",
            tuple(say_money(amount, currency) for amount in (one.granted, one.spent, one.left)),
            is_late=one.left < 0,
        )
        for one in compare_spent(granted, report.spent)
    )


def _say(name: str, day: date | None) -> str:
    if day is None:
        return ""
    return _("%(name)s, on %(day)s") % {"name": name, "day": format_date(day)}
