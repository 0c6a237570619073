"""The briefing book of a delegation: its programme and people, then all there is with the country.

It is a dossier as the observatory makes them, with sections of the ledger before those of the country's
own dossier, so that it is written as PDF or Word by what writes dossiers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.directory.queries import get_line, get_names
from cordee.kernel.errors import CordeeError
from cordee.kernel.progress import Progress
from cordee.ledger.rights import Actor
from cordee.observatory.dossiers.build import make_dossier
from cordee.observatory.dossiers.model import Dossier, Paragraph, Section
from cordee.observatory.dossiers.subject import read_subject
from cordee.observatory.figures.compute import Observatory
from cordee.observatory.figures.question import Question
from cordee.programmes.moving.states import Side, Sort
from cordee.programmes.moving.values import Told
from cordee.programmes.queries.moves import list_contacts
from cordee.web.errors import say_error
from cordee.web.pages.programmes.presenters.country_sections import write_kept, write_table
from cordee.web.pages.programmes.presenters.moves import say_days
from cordee.web.wording import format_country, format_date


class _Named(TypedDict):
    """What a book is called, and the page that it leads back to."""

    file_name: str
    title: str
    subtitle: str
    address: str


def find_house(told: Told, *, on: date) -> str:
    """Return the ROR identifier of who keeps a delegation, or of what it is part of; empty without any."""
    names = get_names(get_line(told.office, on=on))
    own = names.pop(told.office, None)
    rors = [one.ror for one in (own, *names.values()) if one is not None and one.ror]
    return rors[0] if rors else ""


def gather_country(told: Told, *, by: Actor, at: datetime) -> tuple[Section, ...]:
    """Return what the ledger says: programme, participants, and what a person may see with the country."""
    on = at.date()
    sections = (
        _write_purpose(told),
        _write_programme(told),
        _write_people(told),
        *write_kept(told.country, by=by, on=on, without=told.id),
        _write_contacts(told, by, on),
        _write_actions(told),
    )
    return tuple(one for one in sections if one is not None)


def find_dossier(
    observatory: Observatory,
    house: str,
    country: str,
    language: str,
    made_on: date,
    progress: Progress,
) -> Dossier | CordeeError | None:
    """Return the dossier of the country as the house sees it, or why there is none.

    A book is made without it where the house has no ROR identifier, the country is its own, or the lake
    cannot be read.
    """
    if not house:
        return None
    question = Question(organisations=(house,), with_parts=True)
    try:
        subject = read_subject("country", country)
        return make_dossier(observatory, subject, question, language, made_on, progress=progress)
    except CordeeError as error:
        return error


def write_book(
    told: Told,
    kept: tuple[Section, ...],
    found: Dossier | CordeeError | None,
    language: str,
    made_on: date,
) -> Dossier:
    """Return the book, in the language that is active: sections of the ledger, then the dossier's."""
    named = _Named(
        file_name=f"cordee-briefing-{told.country.lower()}-{str(told.id)[:8]}",
        title=told.title,
        subtitle=" · ".join(
            filter(None, (_("Briefing book"), format_country(told.country), say_days(told)))
        ),
        address=reverse("programmes:move", args=[Sort.DELEGATION, told.id]),
    )
    if isinstance(found, Dossier):
        return replace(found, sections=(*kept, *found.sections), **named)
    why = say_error(found) if found else _("The house has no ROR identifier.")
    caution = _("What is published with the country cannot be shown: %(why)s") % {"why": why}
    return Dossier(
        kind="country",
        language=language,
        sections=kept,
        cautions=(caution,),
        terms=(),
        made_from=(),
        made_on=made_on,
        **named,
    )


def _write_purpose(told: Told) -> Section | None:
    said = [text for text in (told.values["purpose"], told.values["place"]) if text]
    if not said:
        return None
    return Section("purpose", _("Purpose"), tuple(Paragraph(text) for text in said))


def _write_programme(told: Told) -> Section | None:
    rows = (
        (
            format_date(one["day"]),
            " – ".join(f"{hour:%H:%M}" for hour in (one["begins"], one["ends"]) if hour),
            one["title"],
            one["place"],
            one["who"],
        )
        for one in (line.values for line in told.parts["items"])
    )
    columns = (_("Day"), _("Hours"), _("What"), _("Place"), _("With whom"))
    return write_table("programme", _("Programme"), columns, rows)


def _write_people(told: Told) -> Section | None:
    sides = {Side.DELEGATION.value: _("The delegation"), Side.HOST.value: _("The hosts")}
    rows = (
        (sides[one["side"]], one["name"], one["function"], one["organisation"])
        for one in (line.values for line in told.parts["participants"])
    )
    columns = (_("Side"), _("Name"), _("Function"), _("Organisation"))
    return write_table("participants", _("Participants"), columns, rows)


def _write_contacts(told: Told, by: Actor, on: date) -> Section | None:
    rows = list_contacts(told.country, by=by, on=on)
    return write_table("contacts", _("Who of ours knows the country"), (_("Name"), _("From")), rows)


def _write_actions(told: Told) -> Section | None:
    rows = (
        (one["text"], one["owner"], format_date(one["due_on"]), _say_done(one["done_on"]))
        for one in (line.values for line in told.parts["actions"])
    )
    columns = (_("What was promised"), _("By whom"), _("Due on"), _("Done on"))
    return write_table("actions", _("What was promised"), columns, rows)


def _say_done(day: date | None) -> str:
    return format_date(day) if day else "–"
