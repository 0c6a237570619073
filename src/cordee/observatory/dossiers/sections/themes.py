"""Themes of the works a dossier is about, and what they are special in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import join_notes, say_rows, say_small
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import (
    Cell,
    Chart,
    Column,
    Kind,
    Section,
    Series,
    Shape,
    Table,
)
from cordee.observatory.figures.answer import Figures, ThemeFigures
from cordee.observatory.figures.specialisation import LEAST_TOGETHER, get_specialisation
from cordee.observatory.figures.statistics import SMALL_NUMBER


FIRST_THEMES = 12
BARS = 8
"""Themes of the chart: two bars each is what a page's width lets be read."""


@dataclass(frozen=True, slots=True)
class _Compared:
    theme: ThemeFigures
    whole: ThemeFigures | None  # the same theme on all the home's works
    index: float | None

    @property
    def whole_share(self) -> float | None:
        return self.whole.share if self.whole else None


def describe_themes(inquiry: Inquiry) -> Section | None:
    """Return the themes of these works beside those of all the home's works."""
    rows = _compare(inquiry.get_joint(), inquiry.get_home())
    if not rows:
        return None
    title = inquiry.say(N_("Themes"))
    return Section("themes", title, (_draw(inquiry, rows), _tabulate(inquiry, title, rows)))


def describe_themes_alone(inquiry: Inquiry) -> Section | None:
    """Return the themes of works looked at by themselves, with how international each is."""
    joint, say = inquiry.get_joint(), inquiry.say
    if not joint.themes:
        return None
    shown = joint.themes[:FIRST_THEMES]
    title = say(N_("Themes"))
    table = make_theme_table(
        inquiry,
        title,
        (
            Column(say(N_("Works")), Kind.COUNT),
            Column(say(N_("Share")), Kind.SHARE),
            Column(say(N_("International")), Kind.COUNT),
            Column(say(N_("International, share")), Kind.SHARE),
        ),
        [
            (one, (one.works, one.share, one.international_works, one.international_share))
            for one in shown
        ],
        note=join_notes(_say_themed(inquiry), say_rows(inquiry, len(shown), len(joint.themes))),
    )
    return Section("themes", title, (table,))


def make_theme_table(
    inquiry: Inquiry,
    title: str,
    columns: tuple[Column, ...],
    rows: Sequence[tuple[ThemeFigures, tuple[Cell, ...]]],
    *,
    note: str,
    definition: str = "themes",
) -> Table:
    """Return themes of these works, a row each: its name, then the cells given under `columns`."""
    return Table(
        name="themes",
        title=title,
        columns=(Column(inquiry.say(N_("Theme")), Kind.TEXT), *columns),
        rows=tuple((inquiry.name_theme(one.selection, one.label), *cells) for one, cells in rows),
        definition=definition,
        link=inquiry.links.to_works(("themed", "")),
        links=tuple(inquiry.links.to_works(("theme", one.selection)) for one, _ in rows),
        note=note,
    )


def _say_themed(inquiry: Inquiry) -> str:
    joint = inquiry.get_joint()
    return inquiry.say(
        N_("Works with a theme: {themed} of {works}."), themed=joint.themed_works, works=joint.works
    )


def _compare(joint: Figures, home: Figures) -> list[_Compared]:
    wholes = {one.selection: one for one in home.themes}
    return [_pair(one, wholes.get(one.selection)) for one in joint.themes]


def _pair(one: ThemeFigures, whole: ThemeFigures | None) -> _Compared:
    index = get_specialisation(one.works, one.share, whole.share if whole else None)
    return _Compared(one, whole, index)


def _draw(inquiry: Inquiry, rows: Sequence[_Compared]) -> Chart:
    say = inquiry.say
    shown = rows[:BARS]
    return Chart(
        name="themes-chart",
        title=_name_chart(inquiry),
        shape=Shape.BARS,
        categories=tuple(inquiry.name_theme(one.theme.selection, one.theme.label) for one in shown),
        series=(
            Series(say(N_("These works")), tuple(one.theme.share for one in shown)),
            Series(
                say(N_("All our works")),
                tuple(one.whole_share for one in shown),
            ),
        ),
        kind=Kind.SHARE,
        definition="specialisation",
        link=inquiry.links.to_works(("themed", "")),
        description=say(
            N_(
                "Pairs of bars: share of a theme on these works, and on all our works. The table says the same."
            )
        ),
    )


def _name_chart(inquiry: Inquiry) -> str:
    # Bars of one work in three look as sure as bars of a hundred in three hundred.
    themed = inquiry.get_joint().themed_works
    if themed >= SMALL_NUMBER:
        return inquiry.say(N_("Themes of these works and of all our works"))
    return inquiry.say(
        N_("Themes of these works (only {works}) and of all our works"), works=themed
    )


def _tabulate(inquiry: Inquiry, title: str, rows: Sequence[_Compared]) -> Table:
    say = inquiry.say
    shown = rows[:FIRST_THEMES]
    return make_theme_table(
        inquiry,
        title,
        (
            Column(say(N_("Works")), Kind.COUNT),
            Column(say(N_("Share of these works")), Kind.SHARE),
            Column(say(N_("Share of all our works")), Kind.SHARE),
            Column(say(N_("Specialisation")), Kind.INDEX),
        ),
        [
            (one.theme, (one.theme.works, one.theme.share, one.whole_share, one.index))
            for one in shown
        ],
        definition="specialisation",
        note=join_notes(
            _say_themed(inquiry),
            say(N_("Specialisation is not given under {least} works."), least=LEAST_TOGETHER),
            say_small(inquiry, inquiry.get_joint().themed_works),
            say_rows(inquiry, len(shown), len(rows)),
        ),
    )
