"""What permits a stay: the hosting agreement between home and host, in force for its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.agreements.queries import permits
from cordee.agreements.states import Permitted
from cordee.ledger.rights import Actor
from cordee.programmes.moving.states import Sort
from cordee.programmes.moving.values import Told
from cordee.programmes.queries.moves import name_agreements
from cordee.web.errors import say_sentence
from cordee.web.wording import format_date, get_reader_language


@dataclass(frozen=True)
class PermissionShown:
    """Whether an agreement permits a stay for all its days, in a sentence; what it opens."""

    is_allowed: bool
    sentence: str
    agreement: str = ""
    address: str = ""


def present_permission(told: Told, *, by: Actor, on: date) -> PermissionShown | None:
    """Return what permits a stay on its first and its last day; None for other records."""
    if told.sort is not Sort.STAY or told.starts_on is None:
        return None
    home, host = told.values["home"], told.values["host"]
    if home is None or host is None:
        return PermissionShown(
            False,
            _(
                "Whether an agreement permits this stay cannot be told: name the entries of both organisations."
            ),
        )
    days = sorted({told.starts_on, told.ends_on or told.starts_on})
    answers = [(day, permits(Permitted.HOST_PERSON, home, host, on=day)) for day in days]
    for day, answer in answers:
        if not answer.is_allowed:
            said = _("On %(day)s: %(why)s") % {
                "day": format_date(day),
                "why": say_sentence(answer.reason),
            }
            return PermissionShown(False, said)
    found = answers[-1][1]
    sentence = _("The host takes people from there for all the days of this stay.")
    seen = found.agreement and name_agreements([found.agreement], by=by, on=on)
    if not seen:
        return PermissionShown(True, sentence)
    return PermissionShown(
        True,
        sentence,
        " · ".join(filter(None, (found.reference, found.to_title(get_reader_language())))),
        reverse("agreements:record", args=[found.agreement]),
    )
