"""Which side holds the first, last and corresponding positions."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.selections import ROLES
from cordee.observatory.indicators.view import get_table


def leadership() -> ir.Table:
    """Return one row a role, a side and a class of works: how many.

    Columns: role ("first", "last", "corresponding"); side ("home": in an organisation of the
    home; "national": in a home country, elsewhere; "abroad": in no home country); international
    (whether the works are); works. Works on which the side is unknown are left out.
    """
    return ibis.union(*[_count_sides(role) for role in ROLES])


def _count_sides(role: str) -> ir.Table:
    works = get_table("home_works").mutate(
        role=ibis.literal(role), side=lambda t: t[f"{role}_side"]
    )
    works = works.filter(works.side.notnull())
    return works.group_by("role", "side", "international").aggregate(works=works.count())
