"""From a subject to an inquiry: who looks, at which works, and what the dossier is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cordee.kernel.errors import NotFoundError, UsageError
from cordee.kernel.messages import N_
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.subject import Subject, SubjectKind
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.homes import list_members
from cordee.observatory.figures.question import ALL_WORKS, Question
from cordee.observatory.figures.selection import Selection
from cordee.observatory.figures.units import UnitRow
from cordee.observatory.units.evidence import OWN_ROLES


def open_inquiry(
    observatory: Observatory, subject: Subject, question: Question | None, language: str
) -> Inquiry:
    """Return the inquiry into `subject`, refusing what cannot be seen from this home.

    Raises `NotFoundError` and `UsageError` as `build.make_dossier` does.
    """
    if not subject.names_home and question is None:
        raise UsageError(
            N_(
                "This dossier needs a home: name at least one organisation that looks by its ROR id."
            )
        )
    return _OPENERS[subject.kind](observatory, subject, question, language)


def find_home(
    observatory: Observatory, subject: Subject, organisations: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the organisations that look at `subject`: those it names itself, else `organisations`.

    A question about them has whatever other settings its reader chose. Empty when nobody looks: then
    `open_inquiry` says that a home is needed. Raises `NotFoundError` for a unit that the lake does
    not have.
    """
    if not subject.names_home:
        return organisations
    if subject.kind is SubjectKind.UNIT:
        return _list_own(observatory.get_unit(subject.keys[0]).unit)
    return subject.keys if subject.kind is SubjectKind.ALLIANCE else subject.keys[:1]


def name_subject(inquiry: Inquiry) -> str:
    """Return the title of the dossier."""
    return _NAMES[inquiry.subject.kind](inquiry)


def find_unit(inquiry: Inquiry) -> UnitRow:
    """Return the unit that a unit's dossier is about."""
    return inquiry.observatory.get_unit(inquiry.subject.keys[0]).unit


def _open_country(
    observatory: Observatory, subject: Subject, question: Question | None, language: str
) -> Inquiry:
    assert question is not None
    code = subject.keys[0]
    inquiry = Inquiry(observatory, subject, question, Selection.of("country", code), language)
    _refuse_own_country(inquiry, code)
    return inquiry


def _refuse_own_country(inquiry: Inquiry, code: str) -> None:
    if code in inquiry.get_home().home_countries:
        raise UsageError(
            N_(
                "{country} is the home's own country: what {home} does there is no cooperation abroad. "
                "Choose a partner country, or look at the home's national co-publications."
            ),
            country=inquiry.name_country(code),
            home=inquiry.name_home(),
        )


def _open_organisation(
    observatory: Observatory, subject: Subject, question: Question | None, language: str
) -> Inquiry:
    assert question is not None
    organisation = subject.keys[0]
    inquiry = Inquiry(
        observatory, subject, question, Selection.of("partner", organisation), language
    )
    name = inquiry.name_organisation(organisation)
    if organisation in dict(list_members(question, observatory.registry)):
        raise UsageError(
            N_(
                "{organisation} is of the home itself. Choose an organisation outside it, or look at "
                "the home's own figures."
            ),
            organisation=name,
        )
    return inquiry


def _open_theme(
    observatory: Observatory, subject: Subject, question: Question | None, language: str
) -> Inquiry:
    assert question is not None
    theme = subject.keys[0]
    inquiry = Inquiry(observatory, subject, question, Selection.of("theme", theme), language)
    # MeSH is checked against its tree; of other vocabularies only the works know the themes.
    if not theme.startswith("mesh/") and _find_label(inquiry, theme) is None:
        raise NotFoundError(
            N_("No work of {home} has the theme {theme}. Its page lists the themes of its works."),
            home=inquiry.name_home(),
            theme=theme,
        )
    return inquiry


def _find_label(inquiry: Inquiry, theme: str) -> str | None:
    themes = inquiry.get_home().themes
    return next((one.label or one.code for one in themes if one.selection == theme), None)


def _open_pair(
    observatory: Observatory, subject: Subject, question: Question | None, language: str
) -> Inquiry:
    first, second = subject.keys
    asked = _take_home(question, (first,))
    kind = "country" if len(second) == 2 else "partner"
    inquiry = Inquiry(observatory, subject, asked, Selection.of(kind, second), language)
    if kind == "country":
        _refuse_own_country(inquiry, second)
    elif second in dict(list_members(asked, observatory.registry)):
        raise UsageError(
            N_("{second} is a part of {first}, which is asked for with its parts. Leave them out."),
            first=inquiry.name_organisation(first),
            second=inquiry.name_organisation(second),
        )
    return inquiry


def _open_alliance(
    observatory: Observatory, subject: Subject, question: Question | None, language: str
) -> Inquiry:
    return Inquiry(observatory, subject, _take_home(question, subject.keys), ALL_WORKS, language)


def _open_unit(
    observatory: Observatory, subject: Subject, question: Question | None, language: str
) -> Inquiry:
    unit = observatory.get_unit(subject.keys[0]).unit
    # Those who run the unit are looked at as one, so that none of them is a partner of its own unit.
    own = _list_own(unit)
    if not own:
        raise NotFoundError(
            N_(
                "No organisation is known to run the unit {code}, so its works cannot be seen from a "
                "home. Its page has what its affiliations say."
            ),
            code=unit.unit,
        )
    asked = _take_home(question, own)
    known = Subject(subject.kind, (unit.unit,))
    return Inquiry(observatory, known, asked, Selection.of("unit", unit.unit), language)


def _list_own(unit: UnitRow) -> tuple[str, ...]:
    return tuple(
        one.organisation
        for one in unit.organisations
        if one.role in OWN_ROLES and one.organisation is not None
    )


def _take_home(question: Question | None, organisations: tuple[str, ...]) -> Question:
    return replace(question, organisations=organisations) if question else Question(organisations)


def _name_theme(inquiry: Inquiry) -> str:
    theme = inquiry.subject.keys[0]
    return inquiry.name_theme(theme, _find_label(inquiry, theme))


def _name_pair(inquiry: Inquiry) -> str:
    first, second = inquiry.subject.keys
    other = inquiry.name_country(second) if len(second) == 2 else inquiry.name_organisation(second)
    return inquiry.say(
        N_("{first} and {second}"), first=inquiry.name_organisation(first), second=other
    )


def _name_unit(inquiry: Inquiry) -> str:
    unit = find_unit(inquiry)
    return f"{unit.unit}, {unit.name}" if unit.name else unit.unit


_OPENERS: dict[SubjectKind, Callable[[Observatory, Subject, Question | None, str], Inquiry]] = {
    SubjectKind.COUNTRY: _open_country,
    SubjectKind.ORGANISATION: _open_organisation,
    SubjectKind.THEME: _open_theme,
    SubjectKind.PAIR: _open_pair,
    SubjectKind.ALLIANCE: _open_alliance,
    SubjectKind.UNIT: _open_unit,
}

_NAMES: dict[SubjectKind, Callable[[Inquiry], str]] = {
    SubjectKind.COUNTRY: lambda inquiry: inquiry.name_country(inquiry.country),
    SubjectKind.ORGANISATION: lambda inquiry: inquiry.name_organisation(inquiry.subject.keys[0]),
    SubjectKind.THEME: _name_theme,
    SubjectKind.PAIR: _name_pair,
    SubjectKind.ALLIANCE: lambda inquiry: inquiry.name_home(),
    SubjectKind.UNIT: _name_unit,
}
