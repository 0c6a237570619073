"""What the bench shows: totals by both verdicts, and each application whose rules turned."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.programmes.definition.parts import Definition
from cordee.programmes.judging.bench import BenchReport, Turned
from cordee.programmes.judging.limits import LIMITS
from cordee.programmes.states import Finding
from cordee.web.wording import format_count, get_reader_language, join_colon


MOST_SHOWN = 500
"""Applications listed, those that turned first; the totals count all."""


@dataclass(frozen=True)
class TotalLine:
    before: str
    after: str
    count: str
    is_changed: bool


@dataclass(frozen=True)
class TriedLine:
    name: str
    before: str
    after: str
    turned: tuple[str, ...]
    is_changed: bool


@dataclass(frozen=True)
class BenchPage:
    count: str
    changed: str
    totals: tuple[TotalLine, ...]
    lines: tuple[TriedLine, ...]
    left: int


def present_bench(report: BenchReport, before: Definition | None, after: Definition) -> BenchPage:
    """Return the report in words; what turned stands first."""
    names = _list_names(before, after)
    lines = sorted(
        (
            TriedLine(
                name=one.name,
                before=str(one.before.said) if one.before else "–",
                after=str(one.after.said),
                turned=tuple(_say(turned, names) for turned in one.turned),
                is_changed=one.before is not None and one.before != one.after,
            )
            for one in report.tried
        ),
        key=lambda line: (not line.is_changed, not line.turned),
    )
    totals = tuple(
        TotalLine(
            str(was.said) if was else "–",
            str(now.said),
            format_count(number),
            was is not None and was != now,
        )
        for (was, now), number in sorted(report.totals.items(), key=lambda pair: -pair[1])
    )
    return BenchPage(
        format_count(len(report.tried)),
        format_count(report.changed),
        totals,
        tuple(lines[:MOST_SHOWN]),
        max(0, len(lines) - MOST_SHOWN),
    )


def _list_names(*definitions: Definition | None) -> dict[str, str]:
    language = get_reader_language()
    names = {name: str(words.label) for name, words in LIMITS.items()}
    for definition in filter(None, definitions):
        names |= {rule.id: rule.label.to_text(language) for rule in definition.rules}
    return names


def _say(turned: Turned, names: dict[str, str]) -> str:
    change = _("from %(before)s to %(after)s") % {
        "before": _say_finding(turned.before),
        "after": _say_finding(turned.after),
    }
    return join_colon(names.get(turned.id, turned.id), change)


def _say_finding(finding: Finding | None) -> str:
    return str(finding.said) if finding else _("not asked")
