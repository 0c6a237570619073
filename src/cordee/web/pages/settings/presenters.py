"""What the page of settings shows of the server."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.agreements.states import KIND_NAMES, LANGUAGE_NAMES
from cordee.web.condition import Condition
from cordee.web.own_templates import Template
from cordee.web.publishing import SETS, Choices
from cordee.web.wording import format_count, format_date


LITTLE = 2 * 1024**3
"""Bytes of free disk below which the page warns: some ten backups of a large ledger."""


@dataclass(frozen=True)
class Fact:
    """One line of the table: what, how it stands, and whether somebody should see to it."""

    name: str
    value: str
    is_wrong: bool = False


def present_condition(one: Condition) -> tuple[Fact, ...]:
    signed = (
        _("{day}, up to line {number}").format(
            day=format_date(one.signed_on), number=format_count(one.signed_number)
        )
        if one.signed_on
        else _("none yet")
    )
    return (
        Fact(_("Cordée"), one.cordee),
        Fact(_("Python and Django"), f"{one.python}, {one.django}"),
        Fact(_("Database"), f"{one.engine}, {filesizeformat(one.size)}"),
        Fact(_("Tables"), _say_migrations(one), one.waiting > 0),
        Fact(_("Free disk"), filesizeformat(one.free), one.free < LITTLE),
        Fact(_("Audit signed last"), signed, one.signed_on is None),
        Fact(_("Backed up last"), _say_backup(one), one.backed_up_at is None),
    )


def say_where_letters_go() -> str:
    """Return where letters go: the mail server by its name, or the folder of files."""
    if settings.EMAIL_HOST:
        return _("Letters go to the mail server {host}, port {port}.").format(
            host=settings.EMAIL_HOST, port=settings.EMAIL_PORT
        )
    return _("No mail server is named, so letters are written into {folder}.").format(
        folder=settings.EMAIL_FILE_PATH
    )


def say_what_is_published(choices: Choices) -> str:
    """Return what anybody may harvest, as a sentence."""
    names = {
        "organisations": _("organisations"),
        "people": _("people"),
        "equipment": _("facilities and equipment"),
        "programmes": _("instruments and calls"),
        "projects": _("projects"),
        "events": _("events"),
        "services": _("services"),
        "skills": _("skills"),
        "prizes": _("prizes"),
    }
    chosen = [names[one] for one in SETS if getattr(choices, one)]
    if not chosen:
        return _("Nothing of the ledger is published.")
    return _("Anybody may harvest: {list}.").format(list=", ".join(chosen))


def say_where_harvesters_come(choices: Choices) -> str:
    """Return the addresses to give to harvesters and readers of RDF, once there is something to take."""
    house, told = settings.CORDEE_ADDRESS.rstrip("/"), []
    if choices.is_harvested:
        address = house + reverse("oai:oai")
        told.append(
            _("Harvesters (OAI-PMH, OpenAIRE-CERIF 1.2) come to {address}.").format(address=address)
        )
    if choices.is_linked:
        address = house + reverse("linked:cerif2_form", args=["ttl"])
        told.append(_("As RDF (CERIF 2) it stands at {address}.").format(address=address))
    return " ".join(told)


@dataclass(frozen=True)
class TemplateRow:
    """A template of the table: whose it is, where it is taken, and where one goes back to ours."""

    kind: str
    language: str
    state: str
    address: str
    drop_address: str


def present_template(one: Template) -> TemplateRow:
    told = [one.kind.value, one.language]
    since = one.own_since
    return TemplateRow(
        kind=str(KIND_NAMES[one.kind]),
        language=str(LANGUAGE_NAMES[one.language]),
        state=_("your own, since {day}").format(day=format_date(since)) if since else _("Cordée's"),
        address=reverse("settings:template", args=told),
        drop_address=reverse("settings:drop_template", args=told) if since else "",
    )


def _say_migrations(one: Condition) -> str:
    if one.waiting:
        return ngettext(
            "%(count)d change waits: start the server anew",
            "%(count)d changes wait: start the server anew",
            one.waiting,
        ) % {"count": one.waiting}
    return _("up to date")


def _say_backup(one: Condition) -> str:
    if one.backed_up_at is None:
        return _("never")
    return date_format(timezone.localtime(one.backed_up_at), "DATETIME_FORMAT")
