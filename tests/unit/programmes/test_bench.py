"""The bench: tables of facts read or refused, and what turns between two definitions."""

from __future__ import annotations

from datetime import date

import pytest

from cordee.kernel.errors import UsageError
from cordee.programmes.definition.parts import Bounds, Definition
from cordee.programmes.judging.bench import list_columns, read_cases, run_bench, write_template
from cordee.programmes.shipped import list_shipped
from cordee.programmes.states import Finding, Verdict


ON = date(2026, 6, 1)
BY_CODE = {one.code: one for one in list_shipped()}
TABLE = """application,applicant.works_here,partners.foreign,partners.countries,project.months,project.amount,call.year
Kyoto,yes,1,JP,60,70000,2026
Berlin,yes,1,DE,48,60000,2027
Unknown,,1,JP,60,70000,2026
"""


def run(after: Definition, table: str = TABLE) -> dict[str, tuple[Verdict | None, Verdict]]:
    report = run_bench(BY_CODE["pri"], after, read_cases(table, after), on=ON)
    return {one.name: (one.before, one.after) for one in report.tried}


def test_what_is_not_known_stays_incomplete_and_zones_follow_the_countries() -> None:
    assert run(BY_CODE["pri"]) == {
        "Kyoto": (Verdict.ELIGIBLE, Verdict.ELIGIBLE),
        "Berlin": (Verdict.ELIGIBLE, Verdict.ELIGIBLE),
        "Unknown": (Verdict.INCOMPLETE, Verdict.INCOMPLETE),
    }


def test_a_shorter_duration_turns_those_that_are_longer_and_says_by_which_limit() -> None:
    shorter = BY_CODE["pri"].model_copy(update={"months": Bounds(max=48)})
    report = run_bench(BY_CODE["pri"], shorter, read_cases(TABLE, shorter), on=ON)
    assert report.changed == 2
    assert report.totals[Verdict.ELIGIBLE, Verdict.INELIGIBLE] == 1
    turned = report.tried[0].turned
    assert [(one.id, one.before, one.after) for one in turned] == [
        ("limit.months", Finding.MET, Finding.NOT_MET)
    ]


def test_zones_drawn_anew_are_judged_anew() -> None:
    pri = BY_CODE["pri"]
    everywhere = pri.model_copy(update={"zones": (), "rotation": None})
    table = TABLE.replace("60000,2027", "60000,2026")
    # Germany is closed in 2026 as the zones rotate, and open where there are none.
    assert run(everywhere, table)["Berlin"][0] is Verdict.INELIGIBLE
    assert run(everywhere, table)["Kyoto"] == (Verdict.ELIGIBLE, Verdict.ELIGIBLE)


def test_a_total_is_judged_by_its_ceiling_and_categories_by_their_shares() -> None:
    irp = BY_CODE["cnrs-irp"]
    head = "application,applicant.works_here,partners.foreign,partners.countries,partners.zones,project.months"
    line = "x,oui,1,US,-,60"
    total = read_cases(f"{head},project.amount\n{line},70000\n", irp)
    shares = read_cases(f"{head},asked.travel,asked.salaries\n{line},1000,10\n", irp)
    report = run_bench(None, irp, (*total, *shares), on=ON)
    assert [(one.before, one.after) for one in report.tried] == [
        (None, Verdict.ELIGIBLE),
        (None, Verdict.INELIGIBLE),
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "no application"),
        ("application\n", "no application"),
        ("shoes\n1\n", "no fact"),
        ("application,application\n1,2\n", "twice"),
        ("project.months\nlong\n", "Line 2, project.months"),
        ("applicant.works_here\nperhaps\n", "right sort"),
        ("project.amount\nNaN\n", "right sort"),
        ("project.amount\n1e400\n", "right sort"),
        ("asked.travel\nmuch\n", "right sort"),
        ("application\n" + "x\n" * 5_001, "more than 5000"),
        ("application\n" + '"' + "x" * 200_000, "no line"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_place(table: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_cases(table, BY_CODE["pri"])


def test_the_template_has_every_column_and_reads_with_semicolons_too() -> None:
    pri = BY_CODE["pri"]
    head = write_template(pri).strip()
    assert head.split(",") == list(list_columns(pri))
    cases = read_cases("application;project.amount\nA;1 000,50\n", pri)
    assert cases[0].facts == {"project.amount": 1000.5}
