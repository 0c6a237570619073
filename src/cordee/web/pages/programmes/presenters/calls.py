"""The page of one call: what it is, who may apply with what, until when, and what is asked about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.messages import Sentence
from cordee.kernel.numbers import write_decimal
from cordee.programmes.calling.clock import get_zone_of
from cordee.programmes.calling.rules import (
    check_can_announce,
    check_can_apply,
    check_can_cancel,
    check_can_close,
    check_can_extend,
    check_can_invite,
    check_can_publish,
    find_obstacle,
)
from cordee.programmes.calling.values import (
    AnnouncementTold,
    CallTold,
    QuestionTold,
    QuotaTold,
)
from cordee.programmes.definition.parts import Bounds, Definition
from cordee.programmes.life import CALL_MOMENT_NAMES, CallMoment, CallStage
from cordee.programmes.queries.invitees import InviteeTold
from cordee.programmes.states import (
    COST_CATEGORY_NAMES,
    MIXED_ZONES_NAMES,
    PER_NAMES,
    PHASE_NAMES,
    QUOTA_SCOPE_NAMES,
    WEIGHT_NAMES,
    Opening,
    Phase,
)
from cordee.web.errors import say_sentence
from cordee.web.pages.programmes.presenters.definitions import name_zone, say_duration
from cordee.web.pages.programmes.presenters.listed import name_zones, say_at, say_time
from cordee.web.wording import format_count, format_date, get_reader_language


@dataclass(frozen=True)
class Act:
    """A button: its address, or the sentence that says why it is not to be had."""

    label: str
    address: str
    why_not: str = ""


@dataclass(frozen=True)
class Fact:
    label: str
    text: str


@dataclass(frozen=True)
class RuleRow:
    """A rule in words: what it is called, what it says, what shows that it is met."""

    label: str
    message: str
    evidence: str
    note: str


@dataclass(frozen=True)
class RuleGroup:
    title: str
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True)
class NewsRow:
    day: str
    text: str


@dataclass(frozen=True)
class QuestionRow:
    """A question with its answer; `state` tells its asker and its officers where it stands."""

    day: str
    question: str
    answer: str
    state: str
    address: str


@dataclass(frozen=True)
class InviteeRow:
    """Somebody who may apply, with the address by which they are taken out."""

    name: str
    email: str
    detail: str
    has_applied: bool
    address: str


@dataclass(frozen=True)
class Invited:
    """Who may apply to a call that opens by invitation, and the button to name others."""

    lines: tuple[InviteeRow, ...]
    act: Act


@dataclass(frozen=True)
class CallPage:
    title: str
    moment: str
    is_open: bool
    is_demonstration: bool
    lead: str
    left: str
    text: str
    summary: str
    dates: tuple[Fact, ...]
    money: tuple[Fact, ...]
    partners: tuple[Fact, ...]
    rules: tuple[RuleGroup, ...]
    documents: tuple[Fact, ...]
    limits: tuple[Fact, ...]
    news: tuple[NewsRow, ...]
    questions: tuple[QuestionRow, ...]
    ask_address: str
    apply: Act
    acts: tuple[Act, ...]


def present_call(
    call: CallTold,
    news: tuple[AnnouncementTold, ...],
    questions: tuple[QuestionTold, ...],
    limits: tuple[QuotaTold, ...],
    *,
    may_run: bool,
    at: datetime,
    is_invited: bool = False,
) -> CallPage:
    """Return the page of one call."""
    language = get_reader_language()
    definition = call.definition
    takes_questions = call.moment in {CallMoment.COMING, CallMoment.OPEN}
    return CallPage(
        title=call.to_title(language),
        moment=str(CALL_MOMENT_NAMES[call.moment]),
        is_open=call.moment is CallMoment.OPEN,
        is_demonstration=call.is_demonstration,
        lead=_list_lead(call, language),
        left=say_time(call, at),
        text=call.to_text(language),
        summary=definition.summary.to_text(language),
        dates=tuple(_list_dates(call)),
        money=tuple(_list_money(call)),
        partners=tuple(_list_bounds(call)),
        rules=tuple(_list_rules(definition, language)),
        documents=tuple(
            Fact(
                one.label.to_text(language),
                _("required") if one.is_required else _("if you have it"),
            )
            for one in definition.documents
        ),
        limits=tuple(_say_limit(one) for one in limits),
        news=tuple(
            NewsRow(
                say_at(one.given_at.replace(second=0), call),
                one.text_fr if language == "fr" else one.text_en,
            )
            for one in news
        ),
        questions=tuple(
            _present_question(one, call, language, may_run=may_run) for one in questions
        ),
        ask_address=reverse("programmes:ask", args=[call.id]) if takes_questions else "",
        apply=_present_applying(call, at, may_apply=may_run or is_invited),
        acts=_list_acts(call, at) if may_run else (),
    )


def present_invitees(call: CallTold, invitees: tuple[InviteeTold, ...]) -> Invited | None:
    """Return who may apply to a call that opens by invitation, for who runs it; None for others."""
    if call.opening is not Opening.DIRECT:
        return None
    why = find_obstacle(lambda: check_can_invite(call))
    return Invited(
        lines=tuple(
            InviteeRow(
                name=one.name,
                email=one.email,
                detail=_("named by {name}, {day}").format(
                    name=one.invited_by or "–", day=format_date(one.invited_at)
                ),
                has_applied=one.has_applied,
                address=reverse("programmes:take_out_invitee", args=[call.id, one.id]),
            )
            for one in invitees
        ),
        act=Act(
            _("Name somebody"),
            reverse("programmes:invite", args=[call.id]),
            say_sentence(why) if why else "",
        ),
    )


def _list_lead(call: CallTold, language: str) -> str:
    return " · ".join(
        filter(None, (call.definition.label.to_text(language), str(call.year), call.reference))
    )


def _list_dates(call: CallTold) -> Iterable[Fact]:
    if call.opens_at:
        yield Fact(_("Opens on"), say_at(call.opens_at, call))
    if call.closes_at:
        yield Fact(_("Deadline"), say_at(call.closes_at, call))
    else:
        yield Fact(_("Deadline"), _("none: applications are taken at any time"))
    if call.zones:
        yield Fact(_("Open to partners in"), name_zones(call))


def _list_money(call: CallTold) -> Iterable[Fact]:
    funding = call.definition.funding
    if funding is None:
        return
    language = get_reader_language()
    labels = {one.code: one.label.to_text(language) for one in call.definition.zones}
    opened = {one.code for one in call.zones}
    for one in funding.ceilings:
        if one.zone and one.zone not in opened:
            continue
        where = labels.get(one.zone) or name_zone(call.definition, one.zone).capitalize()
        amount = _("%(amount)s, %(per)s") % {
            "amount": _say_money(one.max, funding.currency),
            "per": PER_NAMES[funding.per],
        }
        yield Fact(where, amount)
    if len(opened) > 1:
        yield Fact(_("Partners in several zones"), str(MIXED_ZONES_NAMES[funding.mixed_zones]))
    for cap in funding.caps:
        name = str(COST_CATEGORY_NAMES[cap.category])
        text = (
            _("not funded")
            if not cap.percent
            else _("%(share)s %% at most")
            % {"share": write_decimal(float(cap.percent), language, 0)}
        )
        yield Fact(name, text)


def _list_bounds(call: CallTold) -> Iterable[Fact]:
    definition = call.definition
    duration = say_duration(definition.months)
    if duration:
        yield Fact(_("Duration"), duration)
    named = (
        (_("Foreign partners"), definition.partners.foreign),
        (_("Partners in all"), definition.partners.total),
        (_("Foreign countries"), definition.partners.countries),
        (_("Companies"), definition.partners.companies),
    )
    for label, bounds in named:
        text = _say_bounds(bounds)
        if text:
            yield Fact(label, text)


def _say_bounds(bounds: Bounds) -> str:
    if bounds.min is not None and bounds.max is not None:
        if bounds.min == bounds.max:
            return str(bounds.min)
        return _("%(least)s to %(most)s") % {"least": bounds.min, "most": bounds.max}
    if bounds.min:
        return _("at least %(least)s") % {"least": bounds.min}
    if bounds.max == 0:
        return _("none")
    return _("at most %(most)s") % {"most": bounds.max} if bounds.max is not None else ""


def _list_rules(definition: Definition, language: str) -> Iterable[RuleGroup]:
    for phase in Phase:
        found = tuple(
            RuleRow(
                label=one.label.to_text(language),
                message=one.message.to_text(language),
                evidence=one.evidence.to_text(language) if one.evidence else "",
                note=str(WEIGHT_NAMES[one.weight]),
            )
            for one in definition.rules
            if one.phase is phase
        )
        if found:
            yield RuleGroup(str(PHASE_NAMES[phase]).capitalize(), found)


def _say_limit(one: QuotaTold) -> Fact:
    said = []
    if one.most is not None:
        said.append(
            ngettext("%(count)s award at most", "%(count)s awards at most", one.most)
            % {"count": format_count(one.most)}
        )
    if one.envelope is not None:
        said.append(_say_money(one.envelope, one.currency))
    label = str(QUOTA_SCOPE_NAMES[one.scope])
    label = f"{label} ({one.plan})" if one.plan else label
    return Fact(label.capitalize(), ", ".join(said))


def _say_money(amount: Decimal, currency: str) -> str:
    digits = 0 if amount == amount.to_integral() else 2
    return f"{write_decimal(float(amount), get_reader_language(), digits)} {currency}"


def _present_question(
    one: QuestionTold, call: CallTold, language: str, *, may_run: bool
) -> QuestionRow:
    pair = (one.answer_fr, one.answer_en)
    answer = next(filter(None, pair if language == "fr" else pair[::-1]), "")
    state = ""
    if one.answered_at is None:
        state = _("not answered yet")
    elif not one.is_public:
        state = _("answered to the asker alone")
    return QuestionRow(
        day=format_date(one.asked_at.astimezone(get_zone_of(call.time_zone))),
        question=one.question,
        answer=answer,
        state=state,
        address=reverse("programmes:answer", args=[one.id]) if may_run else "",
    )


def _present_applying(call: CallTold, at: datetime, *, may_apply: bool) -> Act:
    why = find_obstacle(lambda: check_can_apply(call.days, call.time_zone, at))
    said = say_sentence(why) if why else ""
    if call.opening is Opening.DIRECT and not may_apply:
        said = said or _("This call is by invitation.")
    return Act(_("Apply"), reverse("programmes:apply", args=[call.id]), said)


def _list_acts(call: CallTold, at: datetime) -> tuple[Act, ...]:
    def offer(label: str, place: str, why: Sentence | None = None) -> Act:
        return Act(
            label,
            reverse(f"programmes:{place}", args=[call.id]),
            say_sentence(why) if why else "",
        )

    acts = []
    if call.moment is CallMoment.DRAFT:
        acts.append(
            offer(
                _("Publish"),
                "publish_call",
                find_obstacle(lambda: check_can_publish(call, at)),
            )
        )
    if call.stage in {CallStage.DRAFT, CallStage.PUBLISHED}:
        acts.append(offer(_("Edit"), "change_call"))
    if call.is_frozen:
        acts.append(offer(_("Applications"), "call_applications"))
        acts.append(offer(_("Reviewers"), "call_reviewers"))
        acts.append(offer(_("Reviews"), "call_reviews"))
        acts.append(offer(_("Committee"), "committee"))
        acts.append(
            offer(
                _("Put off the deadline"),
                "extend_call",
                find_obstacle(lambda: check_can_extend(call, None, at)),
            )
        )
        acts.append(
            offer(_("Announce"), "announce", find_obstacle(lambda: check_can_announce(call)))
        )
        acts.append(
            offer(
                _("Close the call"), "close_call", find_obstacle(lambda: check_can_close(call, at))
            )
        )
    acts.append(
        offer(_("Cancel the call"), "cancel_call", find_obstacle(lambda: check_can_cancel(call)))
    )
    return tuple(acts)
