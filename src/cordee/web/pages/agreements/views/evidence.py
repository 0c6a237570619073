"""Agreements beside what publications show. The record itself needs no lake; these pages do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cordee.agreements.evidence import Busy, find_groups, find_since, list_busy, list_silent
from cordee.agreements.life import LIVE
from cordee.agreements.portfolio import Filter, get_portfolio, list_lines
from cordee.agreements.queries import get_record
from cordee.agreements.values import AgreementTold, Record
from cordee.directory.queries import Named, get_names
from cordee.kernel.messages import Sentence
from cordee.ledger.rights import list_reached
from cordee.ledger.states import Action
from cordee.observatory.figures.question import Question
from cordee.reference.countries import get_country
from cordee.web.actors import get_actor, signed_in
from cordee.web.errors import say_sentence
from cordee.web.lakes import get_facts, get_ground
from cordee.web.pages.agreements.presenters.evidence import (
    Evidence,
    present_busy_countries,
    present_busy_partners,
    present_evidence,
    present_no_evidence,
    present_silent,
)
from cordee.web.pages.agreements.presenters.portfolio import present_lines
from cordee.web.wording import format_country, get_reader_language
from cordee.web.works_together import LEAST_PARTIES, find_parts, find_works_together


MOST_BUSY = 15
"""Partners and countries listed: as many as one would write to in a year."""


@signed_in
@require_safe
def evidence(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Show the works of the parties; by htmx as a part of the record's page, else as a page."""
    actor, today = get_actor(request), timezone.localdate()
    record = get_record(agreement, by=actor, on=today)
    page = {
        "evidence": _find_evidence(record, on=today),
        "title": record.to_title(get_reader_language()),
        "agreement": agreement,
    }
    is_part = bool(getattr(request, "htmx", False))
    template = "agreements/evidence_part.html" if is_part else "agreements/evidence.html"
    return render(request, template, page)


def _find_evidence(record: Record, *, on: date) -> Evidence:
    found = find_works_together(record, on=on)
    if isinstance(found, Sentence):
        return present_no_evidence(say_sentence(found))
    return present_evidence(record, found.years, found.rors, known_until=found.known_until, on=on)


@signed_in
@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """Show agreements without activity, and activity without agreement."""
    actor, today, language = get_actor(request), timezone.localdate(), get_reader_language()
    lines = tuple(one for one in list_lines(actor, on=today) if one.stage in LIVE)
    parts = find_parts((party.id for line in lines for party in line.parties), on=today)
    reached = list_reached(actor, Action.SEE_AGREEMENTS, on=today) or frozenset()
    houses = get_names(reached).values()
    homes = tuple(sorted(one.ror for one in houses if one.ror is not None))
    known_until = get_facts().last_year or 0
    works = count_works(lines, parts)
    judged = [one for one in lines if one.id in works and find_since(one, known_until=known_until)]
    partners, countries = find_busy(homes, lines, parts)
    page = {
        "silent": present_silent(list_silent(lines, works, known_until=known_until), language),
        "judged": len(judged),
        "untold": len(lines) - len(judged),
        "known_until": str(known_until),
        "partners": present_busy_partners(partners, homes),
        "countries": present_busy_countries(countries, homes),
        "houses": ", ".join(one.to_name(language) for one in houses if one.ror is not None),
    }
    return render(request, "agreements/activity.html", page)


def count_works(
    lines: tuple[AgreementTold, ...], parts: Mapping[UUID, tuple[Named, ...]]
) -> dict[UUID, dict[int, int]]:
    """Return the works a year of each agreement's parties, in one question for all of them.

    Agreements with fewer than two parties that publications can tell are left out.
    """
    parties = sorted(parts, key=str)
    told = [party for party in parties if find_groups([party], parts)]
    places = {party: place for place, party in enumerate(told)}
    found = get_ground().observatory.get_shared_output(find_groups(told, parts))
    counted = {}
    for line in lines:
        sides = {places[one.id] for one in line.parties if one.id in places}
        if len(sides) >= LEAST_PARTIES:
            counted[line.id] = found.count_years(sides)
    return counted


def find_busy(
    homes: tuple[str, ...],
    lines: tuple[AgreementTold, ...],
    parts: Mapping[UUID, tuple[Named, ...]],
) -> tuple[tuple[Busy, ...], tuple[Busy, ...]]:
    """Return the foreign partners, and the countries, of the homes that no agreement in force covers."""
    if not homes:
        return (), ()
    ground = get_ground()
    figures = ground.observatory.get_figures(Question(organisations=homes, with_parts=True))
    at_home = {ground.registry.get(one).country for one in homes}
    named = {one.ror for some in parts.values() for one in some if one.ror is not None}
    covered = ground.registry.with_parts(named)
    partners = [
        Busy(one.id, one.name, one.country or "", one.works)
        for one in figures.partner_organisations.list_abroad().list_amounts()
    ]
    countries = [
        Busy(one.code, one.code, one.code, one.works)
        for one in figures.partner_countries
        if one.code not in at_home
    ]
    with_agreement = {code for line in lines for code in line.countries}
    return (
        list_busy(partners, covered, MOST_BUSY),
        list_busy(countries, with_agreement, MOST_BUSY),
    )


@signed_in
@require_safe
def with_country(request: HttpRequest, code: str) -> HttpResponse:
    """Show the agreements with a country, by htmx beside its dossier, else as a page."""
    actor, today = get_actor(request), timezone.localdate()
    country = get_country(code[:40]).code
    lines = get_portfolio(actor, on=today).narrow(Filter(country=country)).lines
    page = {
        "lines": present_lines(lines, get_reader_language(), on=today),
        "country": format_country(country),
        "code": country,
    }
    is_part = bool(getattr(request, "htmx", False))
    template = "agreements/country_part.html" if is_part else "agreements/country.html"
    return render(request, template, page)
