"""The letter that tells an applicant what was decided: drafted from the decision, edited by people, then kept.

It names the applicant's own application and nobody else's, and neither scores nor ranks nor reviewers.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from cordee.kernel.messages import write_date
from cordee.programmes.selecting.minutes import write_money
from cordee.programmes.selecting.states import DecisionKind
from cordee.programmes.selecting.values import DecisionTold


def draft_letter(
    decision: DecisionTold, call: str, *, number: int, title: str, office: str, language: str
) -> str:
    """Return the letter of a decision in `language`, with the call's title in it, for its writer to edit."""
    with override(language):
        reason = decision.reason.fr if language == "fr" else decision.reason.en
        told = {
            "call": call,
            "number": str(number),
            "title": title or "–",
            "office": office,
        }
        parts = (
            _("Dear applicant,"),
            _(
                "You submitted the application no. {number}, “{title}”, to the call “{call}”."
            ).format(**told),
            _say_decision(decision, language),
            reason,
            _("Yours sincerely,") + f"\n{office}",
        )
        return "\n\n".join(filter(None, parts))


def say_appeal(until: date | None, language: str) -> str:
    """Return the sentence about appeals that ends every letter, "" where none is open."""
    if until is None:
        return ""
    with override(language):
        return _(
            "You may appeal against this decision until {day}, on the page of your application."
        ).format(day=write_date(until, language))


def _say_decision(decision: DecisionTold, language: str) -> str:
    if decision.kind is DecisionKind.FUND and decision.amount is not None:
        money = write_money(decision.amount, decision.currency, language)
        return _("We are glad to tell you that it is funded, with {amount}.").format(amount=money)
    return {
        DecisionKind.FUND: _("We are glad to tell you that it was accepted."),
        DecisionKind.RESERVE: _(
            "It is on the reserve list: it will be funded if money becomes free. You will be told either way."
        ),
        DecisionKind.REVISE: _(
            "No decision to fund it is taken yet: revisions are asked for, after which it is looked at again."
        ),
        DecisionKind.REFUSE: _("We are sorry to tell you that it is not funded."),
    }[decision.kind]
