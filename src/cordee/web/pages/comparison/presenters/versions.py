"""What changed between two versions of the lake, for a few homes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.messages import translate
from cordee.observatory.figures.comparison import Measure
from cordee.observatory.figures.versions import HomeVersions, MovedWork, Version, Versions
from cordee.reference.organisations import Registry
from cordee.web.pages.comparison.presenters.figures import (
    format_amount,
    format_bounds,
    format_mean,
)
from cordee.web.pages.comparison.presenters.sides import Places, name_side
from cordee.web.query import Query
from cordee.web.sides import SidesQuery
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_date,
    format_interval,
    format_share,
    get_reader_language,
)


@dataclass(frozen=True)
class VersionLine:
    label: str
    snapshot: str
    made: str
    files: str
    works: str
    linker: str
    registry: str


@dataclass(frozen=True)
class FigureLine:
    label: str
    before: str
    before_detail: str
    after: str
    after_detail: str
    moved: bool


@dataclass(frozen=True)
class WorkItem:
    title: str
    year: str
    address: str  # empty for a work the present version does not have
    reason: str


@dataclass(frozen=True)
class WorkGroup:
    title: str
    items: tuple[WorkItem, ...]
    more: str


@dataclass(frozen=True)
class HomePanel:
    key: str
    name: str
    address: str
    said: str
    lines: tuple[FigureLine, ...]
    groups: tuple[WorkGroup, ...]


@dataclass(frozen=True)
class VersionsPage:
    lines: tuple[VersionLine, ...]
    added: str
    homes: tuple[HomePanel, ...]
    compare_address: str


def present_versions(
    found: Versions, query: SidesQuery, places: Places, registry: Registry
) -> VersionsPage:
    """Return the page of two versions."""
    return VersionsPage(
        lines=(
            _present_version(_("Before"), found.before),
            _present_version(_("Now"), found.after),
        ),
        added=", ".join(found.files_added),
        homes=tuple(
            _present_home(number, one, places, registry)
            for number, one in enumerate(found.homes, start=1)
        ),
        compare_address=query.to_address(places.compare),
    )


def _present_version(label: str, version: Version) -> VersionLine:
    return VersionLine(
        label=label,
        snapshot=version.snapshot or NOTHING,
        made=format_date(datetime.fromisoformat(version.at)) if version.at else NOTHING,
        files=format_count(version.files),
        works=format_count(version.works),
        linker=version.linker or NOTHING,
        registry=version.registry or NOTHING,
    )


def _present_home(number: int, home: HomeVersions, places: Places, registry: Registry) -> HomePanel:
    language = get_reader_language()
    query = Query(organisations=home.side.organisations, within=home.side.within)
    return HomePanel(
        key=f"home-{number}",
        name=name_side(home.side, registry),
        address=query.to_address(places.home),
        said=_("Figures and works are different from the version before.")
        if home.moved
        else _("Nothing changed for this home."),
        lines=tuple(
            FigureLine(
                translate(one.indicator.label, language),
                *_write(one.before),
                *_write(one.after),
                moved=one.moved,
            )
            for one in home.figures
        ),
        groups=tuple(
            _present_group(title, total, works, query, places)
            for title, total, works in (
                (_("Works gained"), home.gained_total, home.gained),
                (_("Works lost"), home.lost_total, home.lost),
            )
            if total
        ),
    )


def _write(measure: Measure) -> tuple[str, str]:
    if measure.mean is not None:
        return format_mean(measure.mean), format_bounds(measure)
    if measure.of is None:
        return format_amount(measure.amount), ""
    of = _("%(works)s of %(of)s") % {
        "works": format_amount(measure.amount),
        "of": format_amount(measure.of),
    }
    interval = format_interval(measure.low, measure.high)
    return format_share(measure.share), " · ".join(part for part in (interval, of) if part)


def _present_group(
    title: str, total: int, works: Sequence[MovedWork], query: Query, places: Places
) -> WorkGroup:
    lost = total and title == _("Works lost")
    left = total - len(works)
    return WorkGroup(
        title=f"{title} · {format_count(total)}",
        items=tuple(
            WorkItem(
                title=one.title or _("Without a title"),
                year=str(one.year) if one.year else NOTHING,
                address=""
                if lost and not one.in_both
                else query.to_address(places.work.replace("WORK", str(one.work))),
                reason=_("its affiliations are linked otherwise")
                if one.in_both
                else _("no longer in the lake")
                if lost
                else _("new in the lake"),
            )
            for one in works
        ),
        more=ngettext("and %(count)s other", "and %(count)s others", left)
        % {"count": format_count(left)}
        if left
        else "",
    )
