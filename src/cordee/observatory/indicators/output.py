"""What a home itself holds of its works, by fractional counting."""

from __future__ import annotations

import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table


def home_output() -> ir.Table:
    """Return one row a year: `weight`, the sum of the parts of the works that are the home's own.

    A linked work's parts sum to 1 over all its organisations, so two homes without a common member
    never hold more than the work between them. Columns: year; weight.
    """
    rows = get_table("home_organisations").filter(lambda t: t.home)
    return rows.group_by("year").aggregate(weight=rows.weight.sum())
