from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cordee.observatory.dossiers.build import make_dossier
from cordee.observatory.dossiers.kinds import tells_zones_apart
from cordee.observatory.dossiers.model import Dossier
from cordee.observatory.dossiers.openings import find_home
from cordee.observatory.dossiers.subject import LONGEST_KEY, Subject, SubjectKind, read_subject
from cordee.web.actors import get_actor
from cordee.web.lakes import get_facts, get_ground
from cordee.web.pages.dossiers.presenters.choice import present_choice
from cordee.web.pages.dossiers.presenters.page import Places, present_dossier
from cordee.web.pages.observatory.forms import read_query
from cordee.web.pages.observatory.presenters.chooser import present_zones
from cordee.web.pages.observatory.views import get_addresses, make_chooser, name_homes, show
from cordee.web.query import Query
from cordee.web.wording import get_reader_language


MOST_UNITS = 12
"""Units that the page of all dossiers offers; the page of units has them all."""

LONGEST_SEARCH = 100


def get_places() -> Places:
    return Places(
        home=reverse("observatory:home"),
        dossiers=reverse("dossiers:dossiers"),
        about=reverse("observatory:about"),
    )


@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    query, places, ground = read_query(request.GET), get_places(), get_ground()
    # The chooser is that of the figures, and leads here.
    chooser, organisations = make_chooser(query, replace(get_addresses(), home=places.dossiers))
    page = None
    if organisations:
        page = present_choice(
            ground.observatory.get_figures(query.question),
            ground.observatory.get_units(query.organisations, MOST_UNITS, query.years),
            query,
            ground.registry,
            get_facts().organisations,
            (request.GET.get("about", "") or "").strip()[:LONGEST_SEARCH],
            name_homes(query),
        )
    response = show(request, "dossiers/dossiers.html", {"chooser": chooser, "page": page})
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = query.to_address(places.dossiers)
    return response


def make_page_dossier(kind: str, key: str, query: Query) -> tuple[Subject, Dossier]:
    """Return what an address asks for, in the reader's language."""
    observatory = get_ground().observatory
    # One character past the longest is enough to be refused, and is all that is repeated.
    subject = read_subject(kind, key[: LONGEST_KEY + 1])
    home = find_home(observatory, subject, query.organisations)
    question = query.with_changes(organisations=home).question if home else None
    language, today = get_reader_language(), timezone.localdate()
    return subject, make_dossier(observatory, subject, question, language, today)


def find_kept(request: HttpRequest, subject: Subject, place: str) -> str:
    """Return where `place` tells who is signed in what the ledger keeps with a country; empty otherwise."""
    if subject.kind is not SubjectKind.COUNTRY or not get_actor(request).is_signed_in:
        return ""
    return reverse(place, args=[subject.to_key()])


@require_safe
def dossier(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    query, places = read_query(request.GET), get_places()
    subject, found = make_page_dossier(kind, key, query)
    path = reverse("dossiers:dossier", args=[subject.kind, subject.to_key()])
    asked = query.with_changes(organisations=(), typed="") if subject.names_home else query
    chooser, _ = make_chooser(asked, replace(get_addresses(), home=path))
    if tells_zones_apart(subject.kind, query.within):
        chooser = replace(chooser, zones=present_zones(asked.zone))
    page = present_dossier(found, query, places, name_homes(query))
    context = {
        "chooser": chooser,
        "page": page,
        "home_is_given": subject.names_home,
        "agreements_address": find_kept(request, subject, "agreements:with_country"),
        "abroad_address": find_kept(request, subject, "programmes:with_country"),
        "documents_address": find_kept(request, subject, "programmes:country_documents"),
    }
    response = show(request, "dossiers/dossier.html", context)
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = found.address
    return response
