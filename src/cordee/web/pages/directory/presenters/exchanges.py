"""What the pages of offers and requests show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cordee.directory.queries.exchanges import OfferRecord, OfferTold, RequestRecord
from cordee.directory.states import (
    AUDIENCE_NAMES,
    MOVE_NAMES,
    OFFER_KIND_NAMES,
    REQUEST_STATE_NAMES,
    Sort,
)
from cordee.web.pages.directory.presenters.kept import (
    find_history,
    is_old,
    list_acts,
    list_keeping,
    list_notes_of,
    refer,
)
from cordee.web.pages.directory.presenters.records import (
    Act,
    Fact,
    Line,
    RecordPage,
    Section,
    choose_text,
    get_organisation_address,
    get_record_address,
    is_past,
    join_facts,
    name_other,
    say_dates,
    say_name,
    sort_lines,
)
from cordee.web.wording import format_date


@dataclass(frozen=True)
class RequestLine:
    """A request in the list of them."""

    offer: str
    address: str
    state: str
    organisation: str
    keeper: str
    asked_on: str


def present_offer(record: OfferRecord, agreement: str, *, on: date) -> RecordPage:
    """Return the page of an offer; `agreement` is the title of the one it names, where one may see it."""
    keeping = record.standing
    ask = Act(_("Ask for it"), reverse("directory:new_request", args=[record.id]))
    return RecordPage(
        title=choose_text(record.name_fr, record.name_en),
        sort=_("offer of: {what}").format(what=OFFER_KIND_NAMES[record.kind]),
        other_name=name_other(record.name_fr, record.name_en),
        is_old=is_old(keeping, on=on),
        notes=list_notes_of(keeping, on=on),
        facts=join_facts(
            Fact(_("Where"), say_name(keeping.keeper), get_organisation_address(keeping.keeper.id)),
            refer(_("Facility, machine or service"), record.resource, Sort.FACILITY),
            Fact(_("Open to"), capfirst(str(AUDIENCE_NAMES[record.audience]))),
            Fact(_("Conditions"), choose_text(record.conditions_fr, record.conditions_en)),
            _refer_to_agreement(record.agreement, agreement),
            Fact(_("Offered"), say_dates(record.start, keeping.end)),
            *list_keeping(keeping)[1:],
        ),
        description=choose_text(record.description_fr, record.description_en),
        sections=(),
        acts=(
            *((ask,) if record.may_ask else ()),
            *list_acts("offer", record.id, keeping, on=on),
        ),
        history_address=find_history("offer", record.id, keeping),
    )


def _refer_to_agreement(identifier: UUID | None, title: str) -> Fact | None:
    if identifier is None:
        return None
    if not title:
        return Fact(_("Agreement"), _("an agreement that you may not see"))
    return Fact(_("Agreement"), title, reverse("agreements:record", args=[identifier]))


def present_offers(offers: Iterable[OfferTold], new_address: str, *, on: date) -> Section:
    """Return what an organisation offers, for its record."""
    title = _("Offers")
    return Section(
        id="offers",
        title=title,
        lines=sort_lines(
            Line(
                text=choose_text(one.name_fr, one.name_en),
                address=get_record_address(Sort.OFFER, one.id),
                detail=str(OFFER_KIND_NAMES[one.kind]),
                dates=_("open to: {whom}").format(whom=AUDIENCE_NAMES[one.audience]),
                is_past=is_past(one.end, on=on),
            )
            for one in offers
        ),
        acts=(Act(_("Add"), new_address, about=title),) if new_address else (),
    )


def present_request(record: RequestRecord) -> RecordPage:
    texts = (
        (_("What it is for"), record.purpose),
        (_("What those who offer think of it"), record.evaluation),
        (_("Answer"), record.answer),
        (_("Why it was withdrawn"), record.withdrawal),
        (_("What was used"), record.use_statement),
    )
    return RecordPage(
        title=choose_text(record.offer.name_fr, record.offer.name_en),
        sort=_("request: {state}").format(state=REQUEST_STATE_NAMES[record.state]),
        other_name="",
        is_old=False,
        notes=(),
        facts=join_facts(
            refer(_("Offer"), record.offer, Sort.OFFER),
            Fact(
                _("Offered by"), say_name(record.keeper), get_organisation_address(record.keeper.id)
            ),
            Fact(
                _("Asked by"),
                f"{record.asked_by_name}, {say_name(record.organisation)}",
                get_organisation_address(record.organisation.id),
            ),
            Fact(_("Asked on"), format_date(record.asked_at)),
            Fact(_("Wanted"), say_dates(record.wanted_from, record.wanted_until)),
        ),
        description="",
        sections=tuple(
            Section(id=f"text-{place}", title=title, lines=(), empty=text)
            for place, (title, text) in enumerate(texts, start=1)
            if text
        ),
        acts=tuple(
            Act(
                str(MOVE_NAMES[move]),
                reverse("directory:move_request", args=[record.id, move.value]),
            )
            for move in record.moves
        ),
        history_address="",
    )


def present_requests(requests: Iterable[RequestRecord]) -> tuple[RequestLine, ...]:
    return tuple(
        RequestLine(
            offer=choose_text(one.offer.name_fr, one.offer.name_en),
            address=reverse("directory:request", args=[one.id]),
            state=str(REQUEST_STATE_NAMES[one.state]),
            organisation=say_name(one.organisation),
            keeper=say_name(one.keeper),
            asked_on=format_date(one.asked_at),
        )
        for one in requests
    )
