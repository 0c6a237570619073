"""What a research unit is and by what evidence, at the head of its dossier."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import make_figure
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.links import UNIT
from cordee.observatory.dossiers.model import (
    Column,
    KeyFigures,
    Kind,
    Paragraph,
    Section,
    Table,
)
from cordee.observatory.figures.units import BASES, ROLES, UnitDossier


def describe_unit(inquiry: Inquiry) -> Section | None:
    """Return the codes, town and organisations of the unit, and how its works are found."""
    found = inquiry.observatory.get_unit(inquiry.subject.keys[0])
    unit, say = found.unit, inquiry.say
    figures = (
        make_figure(say(N_("Codes")), ", ".join(unit.codes), Kind.TEXT, ""),
        make_figure(say(N_("Town")), unit.town, Kind.TEXT, ""),
        make_figure(
            say(N_("Works that print its code")),
            unit.works,
            Kind.COUNT,
            "home_units",
            UNIT.format(unit=unit.unit),
        ),
    )
    return Section(
        "unit",
        say(N_("The unit")),
        (
            KeyFigures(figures),
            Paragraph(_say_basis(inquiry, found)),
            _tabulate_organisations(inquiry, found),
        ),
    )


def _say_basis(inquiry: Inquiry, found: UnitDossier) -> str:
    works = inquiry.get_joint().works
    text = inquiry.say(
        N_(
            "The figures below are of the {works} works that print a code of the unit and name one of "
            "the organisations that run it; these are looked at as one, so none of them is a partner "
            "of its own unit."
        ),
        works=works,
    )
    left = found.unit.works - works
    if left <= 0:
        return text
    rest = inquiry.say(
        N_("{left} more works print its code in other years or without naming them."), left=left
    )
    return f"{text} {rest}"


def _tabulate_organisations(inquiry: Inquiry, found: UnitDossier) -> Table:
    say = inquiry.say
    return Table(
        name="unit-organisations",
        title=say(N_("Organisations of the unit")),
        columns=(
            Column(say(N_("Organisation")), Kind.TEXT),
            Column(say(N_("Role")), Kind.TEXT),
            Column(say(N_("Evidence")), Kind.TEXT),
            Column(say(N_("Affiliations that name it")), Kind.COUNT),
            Column(say(N_("Share")), Kind.SHARE),
        ),
        rows=tuple(
            (one.name, say(ROLES[one.role]), say(BASES[one.basis]), one.texts, one.share)
            for one in found.unit.organisations
        ),
        definition="home_units",
        link=UNIT.format(unit=found.unit.unit),
    )
