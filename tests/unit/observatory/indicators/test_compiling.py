from __future__ import annotations

import pytest

from cordee.observatory.figures.answering import INDICATORS
from cordee.observatory.indicators.compiling import compile_indicator, compile_selection
from cordee.observatory.indicators.people import PEOPLE_BUILD
from cordee.observatory.indicators.selections import KINDS
from cordee.observatory.indicators.tables import VIEW_TABLES
from cordee.observatory.indicators.view import BUILD


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.__name__)
def test_an_indicator_compiles_once(indicator):
    assert compile_indicator(indicator) is compile_indicator(indicator)


@pytest.mark.parametrize("name", VIEW_TABLES)
def test_a_view_table_has_the_columns_it_promises(name):
    assert tuple(VIEW_TABLES[name].names) == (BUILD | PEOPLE_BUILD)[name]().columns


@pytest.mark.parametrize("kind", KINDS)
def test_a_selection_holds_no_value(kind):
    value = KINDS[kind].partition(":")[2]
    sql = compile_selection((kind,))
    assert not value or f"'{value}'" not in sql or kind in {"first", "last", "corresponding"}
