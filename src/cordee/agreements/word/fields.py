"""What a Word template is given: every field of an agreement as text in one language.

The names of these classes' fields are the names that templates use; `list_fields` lists them for the page
and the documentation, and the check of templates reads them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cordee.agreements.life import COMING, Stage
from cordee.agreements.states import (
    AMENDMENT_NAMES,
    CLAUSE_NAMES,
    KIND_NAMES,
    PARTY_ROLE_NAMES,
    PERMITTED_NAMES,
    SCOPE_NAMES,
    ClauseKind,
    ClauseState,
    Follows,
    Renewal,
    ScopeKind,
)
from cordee.agreements.values import PartyLine, Record
from cordee.directory.queries import Named
from cordee.directory.states import KIND_NAMES as ORGANISATION_NAMES
from cordee.kernel.messages import write_date
from cordee.kernel.numbers import write_decimal
from cordee.reference.countries import name_of
from cordee.reference.french_towns import name_town


LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class PartyText:
    """A party."""

    name: str
    acronym: str
    kind: str
    place: str
    ror: str
    role: str
    signatory: str
    function: str
    language: str
    signed_on: str


@dataclass(frozen=True)
class ScopeText:
    """What the agreement is about, of one kind: “countries”, and their names."""

    label: str
    text: str


@dataclass(frozen=True)
class ClauseText:
    """A clause of the checklist. It `applies` unless the record says that it is not applicable."""

    name: str
    applies: bool
    text: str


@dataclass(frozen=True)
class PermitText:
    """What one party lets another do, as a sentence."""

    sentence: str
    clause: str
    conditions: str


@dataclass(frozen=True)
class AmendmentText:
    """What the parties changed later."""

    number: str
    kind: str
    text: str
    signed_on: str
    new_end: str


@dataclass(frozen=True)
class AgreementText:
    """An agreement in words. What the record does not say is empty."""

    reference: str
    title: str
    kind: str
    written_on: str
    is_draft: bool
    is_binding: bool
    office: str
    summary: str
    amount: str
    start: str
    end: str
    period: str
    renewal: str
    notice: str
    notice_day: str
    parent: str
    replaces: bool
    languages: str
    parties: tuple[PartyText, ...]
    scope: tuple[ScopeText, ...]
    clauses: Mapping[str, ClauseText]
    permits: tuple[PermitText, ...]
    amendments: tuple[AmendmentText, ...]


PARTS: Mapping[str, type[Any]] = {
    "parties": PartyText,
    "scope": ScopeText,
    "permits": PermitText,
    "amendments": AmendmentText,
}
"""The lists of an agreement's text, and what each of their items holds."""


def list_fields() -> tuple[str, ...]:
    """Return every field as a template writes it, those of lists by the list's name.

    >>> [one for one in list_fields() if one.startswith("clauses.liability")]
    ['clauses.liability.name', 'clauses.liability.applies', 'clauses.liability.text']
    """
    found = []
    for one in fields(AgreementText):
        if one.name == "clauses":
            found += [
                f"clauses.{kind.value}.{part.name}"
                for kind in ClauseKind
                for part in fields(ClauseText)
            ]
        elif one.name in PARTS:
            found += [f"{one.name}[].{part.name}" for part in fields(PARTS[one.name])]
        else:
            found.append(one.name)
    return tuple(found)


def list_signed_languages(record: Record) -> tuple[str, ...]:
    """Return the languages that the parties sign in, of those that can be written; all where none is said."""
    said = {one.language for one in record.parties}
    found = tuple(one for one in LANGUAGES if {one, "both"} & said)
    return found or LANGUAGES


def write_fields(
    record: Record,
    names: Mapping[UUID, Named],
    cities: Mapping[UUID, str],
    language: str,
    *,
    on: date,
) -> AgreementText:
    """Return an agreement's fields in `language` as they stand on a day."""
    with override(language):
        draft, days = record.draft, record.days
        parties = record.parties
        return AgreementText(
            reference=record.reference,
            title=record.to_title(language),
            kind=str(KIND_NAMES[record.kind]),
            written_on=write_date(on, language),
            is_draft=is_draft(record),
            is_binding=draft.is_binding,
            office=_name(record.office, names, language),
            summary=draft.summary,
            amount=_write_amount(record, language),
            start=write_date(draft.terms.start, language) if draft.terms.start else "",
            end=write_date(days.end, language) if days.end else "",
            period=_say_period(record, language),
            renewal=_say_renewal(record, language),
            notice=_say_notice(record, language),
            notice_day=write_date(days.notice_day, language) if days.notice_day else "",
            parent=_say_parent(record, language),
            replaces=record.parent is not None and record.parent.follows is Follows.REPLACES,
            languages=_say_languages(record),
            parties=tuple(_write_party(one, names, cities, language) for one in parties),
            scope=_write_scope(record, language),
            clauses=_write_clauses(record),
            permits=_write_permits(record, names, language),
            amendments=_write_amendments(record, language),
        )


def is_draft(record: Record) -> bool:
    """Return whether a document of it says that it is not signed: until every party has."""
    is_signed = bool(record.parties) and all(one.signed_on for one in record.parties)
    return not is_signed and (record.stage in COMING or record.stage is Stage.ABANDONED)


def _name(identifier: UUID, names: Mapping[UUID, Named], language: str) -> str:
    named = names.get(identifier)
    return named.to_name(language) if named else ""


def _write_party(
    one: PartyLine, names: Mapping[UUID, Named], cities: Mapping[UUID, str], language: str
) -> PartyText:
    named = names.get(one.organisation)
    country = named.country if named else ""
    city = cities.get(one.organisation, "")
    town = name_town(city, country, language) if city else ""
    return PartyText(
        name=_name(one.organisation, names, language),
        acronym=named.acronym if named else "",
        kind=str(ORGANISATION_NAMES[named.kind]) if named else "",
        place=", ".join(filter(None, (town, name_of(country, language) if country else ""))),
        ror=f"https://ror.org/{named.ror}" if named and named.ror else "",
        role=str(PARTY_ROLE_NAMES[one.role]),
        signatory=one.signatory_name,
        function=one.signatory_function,
        language=one.language,
        signed_on=write_date(one.signed_on, language) if one.signed_on else "",
    )


def _write_amount(record: Record, language: str) -> str:
    if record.draft.amount is None:
        return ""
    return f"{write_decimal(float(record.draft.amount), language, 2)}\u00a0{record.draft.currency}"


def _say_period(record: Record, language: str) -> str:
    start, end = record.draft.terms.start, record.days.end
    told = {
        "start": write_date(start, language) if start else "",
        "end": write_date(end, language) if end else "",
    }
    if start and end:
        return _("It takes effect on %(start)s and runs until %(end)s.") % told
    if start:
        return _("It takes effect on %(start)s, for an indefinite period.") % told
    if end:
        return _("It takes effect on the day of its last signature and runs until %(end)s.") % told
    return _("It takes effect on the day of its last signature, for an indefinite period.")


def _say_renewal(record: Record, language: str) -> str:
    terms, days = record.draft.terms, record.days
    if record.draft.terms.end is None:
        return ""
    if terms.renewal is Renewal.NONE:
        return _("It is not renewed.")
    if terms.renewal is Renewal.AMENDMENT:
        return _("It is renewed only by an amendment that every party signs.")
    months = terms.renewal_months or 0
    said = [
        ngettext(
            "Unless a party gives notice, it is renewed tacitly by periods of %(count)s month.",
            "Unless a party gives notice, it is renewed tacitly by periods of %(count)s months.",
            months,
        )
        % {"count": months}
    ]
    if terms.most_renewals:
        said.append(
            ngettext(
                "It is so renewed %(count)s time at most.",
                "It is so renewed %(count)s times at most.",
                terms.most_renewals,
            )
            % {"count": terms.most_renewals}
        )
    if days.renewals and days.end:
        said.append(
            ngettext(
                "It was renewed %(count)s time so far, and runs until %(end)s.",
                "It was renewed %(count)s times so far, and runs until %(end)s.",
                days.renewals,
            )
            % {"count": days.renewals, "end": write_date(days.end, language)}
        )
    return " ".join(said)


def _say_notice(record: Record, language: str) -> str:
    months, day = record.draft.terms.notice_months, record.days.notice_day
    if not months:
        return ""
    said = ngettext(
        "Notice is given in writing %(count)s month before the end of a period.",
        "Notice is given in writing %(count)s months before the end of a period.",
        months,
    ) % {"count": months}
    if day is None:
        return said
    until = _("For the period that runs, it is given on %(day)s at the latest.")
    return " ".join((said, until % {"day": write_date(day, language)}))


def _say_parent(record: Record, language: str) -> str:
    if record.parent is None:
        return ""
    title = record.parent.to_title(language)
    said = _("“%(title)s”") % {"title": title}
    return f"{said} ({record.parent.reference})" if record.parent.reference else said


def _say_languages(record: Record) -> str:
    found = list_signed_languages(record)
    if len(found) > 1:
        return _(
            "It is made in French and in English; both texts are authentic, and neither prevails over the other."
        )
    if found == ("fr",):
        return _("It is made in French; a translation is for information alone.")
    return _("It is made in English; a translation is for information alone.")


def _write_scope(record: Record, language: str) -> tuple[ScopeText, ...]:
    found = []
    for kind in ScopeKind:
        said = [one.text for one in record.draft.scope if one.kind is kind]
        if kind is ScopeKind.COUNTRY:
            said = [name_of(one, language) for one in said]
        if said:
            found.append(ScopeText(str(SCOPE_NAMES[kind]), ", ".join(said)))
    return tuple(found)


def _write_clauses(record: Record) -> dict[str, ClauseText]:
    return {
        one.kind.value: ClauseText(
            name=str(CLAUSE_NAMES[one.kind]),
            applies=one.state is not ClauseState.NOT_APPLICABLE,
            text=one.text,
        )
        for one in record.clauses
    }


def _write_permits(
    record: Record, names: Mapping[UUID, Named], language: str
) -> tuple[PermitText, ...]:
    return tuple(
        PermitText(
            sentence=_("{giver} lets {receiver} {action}.").format(
                giver=_name(one.giver, names, language),
                receiver=_name(one.receiver, names, language),
                action=PERMITTED_NAMES[one.action],
            ),
            clause=one.clause,
            conditions=one.conditions,
        )
        for one in record.permits
    )


def _write_amendments(record: Record, language: str) -> tuple[AmendmentText, ...]:
    return tuple(
        AmendmentText(
            number=str(one.number),
            kind=str(AMENDMENT_NAMES[one.kind]),
            text=one.text,
            signed_on=write_date(one.signed_on, language),
            new_end=write_date(one.new_end, language) if one.new_end else "",
        )
        for one in record.amendments
    )
