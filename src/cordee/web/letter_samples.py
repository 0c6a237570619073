"""Every letter that Cordée sends, with sample values: by the functions that write the letters themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cordee.directory.queries import Named
from cordee.directory.queries.kept import Reference
from cordee.directory.queries.notices import Notice
from cordee.directory.states import MOVE_NAMES, Kind, Move
from cordee.programmes.calling.values import InBoth
from cordee.programmes.moving.states import Sort
from cordee.programmes.moving.values import Due
from cordee.programmes.operations.project_alarms import Late, LateKind
from cordee.programmes.reviewing.states import ReviewLetter, RevisionKind
from cordee.programmes.selecting.letters import draft_letter
from cordee.programmes.selecting.states import DecisionKind
from cordee.programmes.selecting.values import DecisionTold
from cordee.programmes.states import ReportKind
from cordee.web import (
    letters,
    partner_letters,
    project_letters,
    request_letters,
    reviewer_letters,
    revision_letters,
    role_letters,
)
from cordee.web.decision_papers import say_subject
from cordee.web.mail_check import write_test_letter
from cordee.web.move_letters import write_late
from cordee.web.wording import get_reader_language
from cordee.web.written import Preview, Written, write_both


NOBODY = UUID(int=0)
LINK = "https://…"
ON = date(2030, 3, 15)


@dataclass(frozen=True)
class Sample:
    """A letter: what it is, when it is sent and to whom, and its text in each language."""

    name: str
    when: str
    previews: tuple[Preview, ...]


def list_samples(request: HttpRequest, digest: Callable[[], Written]) -> tuple[Sample, ...]:
    """Return every letter with sample values; `digest` writes the reader's own, of what waits for them now."""
    found: list[tuple[str, str, Callable[[], Written]]] = [
        (
            _("Invitation with a role"),
            _("when an administrator gives a role to somebody without an account"),
            lambda: role_letters.write_invitation(
                _("Example hospital"), by="Alice Martin", address=LINK
            ),
        ),
        *_list_for_applicants(),
        (
            _("Days of agreements"),
            _(
                "12, 6 and 3 months before an agreement ends or notice must be given, to its keepers"
            ),
            _write_days,
        ),
        (
            _("Late in projects"),
            _(
                "once about each report, milestone or payment, to who leads the project and runs the office"
            ),
            _write_alarm,
        ),
        (
            _("Late follow-ups"),
            _("once about each look back at a mission and promise to a delegation, to its office"),
            _write_late,
        ),
        (
            _("What waits for you"),
            _(
                "every Monday, every day or never, as each one chose; here yours, as it would be now"
            ),
            digest,
        ),
        (
            _("Test letter"),
            _("when it is asked for under Settings"),
            write_test_letter,
        ),
        *_list_requests(),
        *_list_of_accounts(request),
    ]
    samples = tuple(Sample(name, when, write_both(write)) for name, when, write in found)
    return (*samples, *_list_for_partners(), *_list_for_reviewers())


def _list_for_applicants() -> list[tuple[str, str, Callable[[], Written]]]:
    return [
        (
            _("Invitation to apply"),
            _("to who is named for a call that opens by invitation, once it is published"),
            lambda: letters.write_invited_to(_("Example call"), by="Alice Martin", address=LINK),
        ),
        (
            _("Decision on an application"),
            _("when its letter is sent; drafted so, then edited, with the texts as PDF beside it"),
            _write_decision,
        ),
        (
            _("Request to an applicant"),
            _("when a revised version or an answer to the reviews is asked of an applicant"),
            _write_request,
        ),
    ]


def _list_requests() -> list[tuple[str, str, Callable[[], Written]]]:
    moves: list[tuple[Move | None, str]] = [*request_letters.TOLD.items()]
    found: list[tuple[str, str, Callable[[], Written]]] = [
        (
            " · ".join(
                filter(
                    None, (_("Request for what is offered"), str(MOVE_NAMES[move]) if move else "")
                )
            ),
            _("to those it concerns, when it is asked, evaluated, answered, withdrawn or used"),
            lambda move=move, said=said: request_letters.write_notice(_make_notice(move), said),  # type: ignore[misc]  # bound now
        )
        for move, said in moves
    ]
    found.append(
        (
            _("What was used"),
            _("once, to who asked, when the time they asked for is over"),
            lambda: request_letters.write_notice(
                _make_notice(Move.ACCEPT), request_letters.IS_OVER, quotes=False
            ),
        )
    )
    return found


def _list_of_accounts(request: HttpRequest) -> list[tuple[str, str, Callable[[], Written]]]:
    return [
        (
            _("New password"),
            _("to who forgot theirs and asks for another"),
            lambda: _render(request, "password_reset_key", password_reset_url=LINK),
        ),
        (
            _("New password, unknown address"),
            _("to an address that nobody has an account under, so that asking tells nothing"),
            lambda: _render(request, "unknown_account", signup_url=LINK),
        ),
        (
            _("Confirm an address"),
            _("to an address that somebody adds to their account"),
            lambda: _render(request, "email_confirmation", activate_url=LINK, key="…"),
        ),
    ]


def _list_for_partners() -> tuple[Sample, ...]:
    """Return the letters that are in both languages at once, as partners abroad read either."""
    told = partner_letters.PartTold(
        by="Alice Martin",
        partner=_("Example hospital"),
        title=_("Example project"),
        calls={one.language: one.letter.subject for one in write_both(_name_call)},
        closes_on=ON,
    )
    both = (
        (
            _("Invitation of a partner"),
            _("when an applicant sends it; the applicant’s language first"),
            partner_letters.write_invitation_of(told, address=LINK),
        ),
        (
            _("Part reopened"),
            _("when an applicant reopens a part that its partner had signed"),
            partner_letters.write_reopened_of(told, reason=_("A new budget.")),
        ),
    )
    return tuple(
        Sample(name, when, (Preview(get_reader_language(), letter),)) for name, when, letter in both
    )


def _list_for_reviewers() -> tuple[Sample, ...]:
    """Return the letters that are in both languages at once, as reviewers read either."""
    told = reviewer_letters.ReviewTold(
        name="Alice Martin",
        title=_("Example project"),
        calls={one.language: one.letter.subject for one in write_both(_name_call)},
        due_on=ON,
    )
    first = get_reader_language()
    kinds = (
        (ReviewLetter.INVITATION, _("Invitation to review"), _("when an officer sends it")),
        (
            ReviewLetter.REMINDER,
            _("Reminder of a review"),
            _(
                "a week and two days before its day, two days after it, and when an officer sends it"
            ),
        ),
        (ReviewLetter.LINK, _("New link of a reviewer"), _("when an officer closes the old one")),
        (ReviewLetter.THANKS, _("Thanks for a review"), _("once it is submitted")),
        (
            ReviewLetter.RELEASE,
            _("Release of a reviewer"),
            _("when an officer releases who was asked"),
        ),
    )
    return tuple(
        Sample(
            name,
            when,
            (
                Preview(
                    first, reviewer_letters.write_letter_of(told, kind, address=LINK, first=first)
                ),
            ),
        )
        for kind, name, when in kinds
    )


def _write_request() -> Written:
    told = revision_letters.RequestTold(
        number=7,
        title=_("Example project"),
        calls={get_reader_language(): _("Example call")},
        kind=RevisionKind.REVISIONS,
        text="…",
        due_at=datetime(2030, 3, 15, 16, tzinfo=UTC),
        time_zone="Europe/Paris",
    )
    return revision_letters.write_request_letter(told, address=LINK)


def _name_call() -> Written:
    return Written(_("Example call"), "")


def _write_decision() -> Written:
    language = get_reader_language()
    told = DecisionTold(
        id=NOBODY,
        application=NOBODY,
        call=NOBODY,
        session=None,
        kind=DecisionKind.FUND,
        rank=None,
        amount=Decimal(10_000),
        currency="EUR",
        reason=InBoth("", ""),
        decided_at=datetime(2030, 3, 15, tzinfo=UTC),
        decided_by="",
        letter=InBoth("", ""),
        letter_sent_at=None,
        letter_mailed_at=None,
        appeal_until=None,
        replaced_by=None,
        appeal=None,
    )
    body = draft_letter(
        told,
        _("Example call"),
        number=7,
        title=_("Example project"),
        office=_("Example hospital"),
        language=language,
    )
    return Written(say_subject(7), body)


def _write_days() -> Written:
    return letters.write_days(
        [
            letters.DayTold(ON, is_notice, _("Example agreement"), LINK)
            for is_notice in (True, False)
        ]
    )


def _write_alarm() -> Written:
    report = Late(
        NOBODY, LateKind.REPORT, ON, NOBODY, _("Example project"), report=ReportKind.SCIENTIFIC
    )
    payment = Late(NOBODY, LateKind.INSTALMENT, ON, NOBODY, _("Example project"), name="5000 EUR")
    return project_letters.write_alarm([report, payment])


def _write_late() -> Written:
    mission = Due(NOBODY, Sort.MISSION, NOBODY, NOBODY, _("Example mission"), "", 6, "", ON)
    promise = Due(
        NOBODY, Sort.DELEGATION, NOBODY, NOBODY, _("Example visit"), "…", 0, "Alice Martin", ON
    )
    return write_late([mission, promise])


def _make_notice(move: Move | None) -> Notice:
    house = Named(NOBODY, Kind.HOSPITAL, _("Example hospital"), _("Example hospital"), "", "", None)
    offer = Reference(NOBODY, _("Example microscope"), _("Example microscope"))
    return Notice(NOBODY, offer, house, house, "Alice Martin", move, "…", ON, None, ())


def _render(request: HttpRequest, name: str, **values: object) -> Written:
    """Return a letter of the account pages, as the library that sends it renders it."""
    context = {"request": request, "user": request.user, "current_site": get_current_site(request)}
    letter = get_adapter(request).render_mail(
        f"account/email/{name}",
        "alice@example.org",
        {**context, "email": "alice@example.org"} | values,
    )
    return Written(str(letter.subject), str(letter.body))
