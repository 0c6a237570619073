"""Sessions of committees as pages show them: seats, the ranking with its line, one application in the room."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.programmes.calling.clock import say_moment
from cordee.programmes.reviewing.scoring import Score
from cordee.programmes.reviewing.states import RECOMMENDATION_NAMES, TIE_NAMES, Recommendation
from cordee.programmes.selecting.minutes import write_money
from cordee.programmes.selecting.states import (
    DECISION_NAMES,
    SEAT_NAMES,
    SESSION_STAGE_NAMES,
    DecisionKind,
    SessionStage,
)
from cordee.programmes.selecting.values import DecisionTold, Item, SeatTold, SessionTold
from cordee.web.errors import say_sentence
from cordee.web.wording import (
    format_count,
    format_country,
    format_decimal,
    get_reader_language,
)


TONES = {
    DecisionKind.FUND: "favourable",
    DecisionKind.RESERVE: "reservations",
    DecisionKind.REVISE: "reservations",
    DecisionKind.REFUSE: "unfavourable",
}


@dataclass(frozen=True)
class SessionLine:
    """A session in a list."""

    title: str
    address: str
    when: str
    stage: str
    is_demonstration: bool


@dataclass(frozen=True)
class SeatRow:
    """A seat; addresses are empty for what cannot be done."""

    name: str
    seat: str
    state: str
    is_there: bool
    is_known: bool
    arrive: str
    depart: str
    remove: str


@dataclass(frozen=True)
class SessionPage:
    title: str
    stage: str
    when: str
    place: str
    quorum: str
    is_enough: bool
    is_demonstration: bool
    call: str
    call_address: str
    seats: tuple[SeatRow, ...]
    acts: tuple[tuple[str, str], ...]
    posts: tuple[tuple[str, str], ...]
    papers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SeatAtItem:
    """A seat while one application is discussed."""

    id: str
    name: str
    seat: str
    is_inside: bool
    ties: str
    reason: str
    leave: str
    stay: str
    must_leave: bool


@dataclass(frozen=True)
class ItemPage:
    title: str
    lead: str
    session: str
    session_address: str
    application_address: str
    facts: tuple[tuple[str, str], ...]
    recommendations: tuple[str, ...]
    seats: tuple[SeatAtItem, ...]
    count: str
    is_enough: bool
    note: str
    said_address: str
    decide_address: str
    drop_address: str
    decision: str
    tone: str
    sits: bool


def present_lines(sessions: tuple[SessionTold, ...]) -> tuple[SessionLine, ...]:
    """Return the sessions of a call as a list."""
    return tuple(
        SessionLine(
            title=one.title,
            address=reverse("programmes:session", args=[one.id]),
            when=say_start(one),
            stage=str(SESSION_STAGE_NAMES[one.stage]),
            is_demonstration=one.is_demonstration,
        )
        for one in sessions
    )


def present_session(session: SessionTold, *, may_run: bool) -> SessionPage:
    """Return the head of a session's page."""
    is_planned, sits = (
        session.stage is SessionStage.PLANNED,
        session.stage is SessionStage.OPEN,
    )

    def at(name: str) -> str:
        return reverse(f"programmes:{name}", args=[session.id])

    acts: list[tuple[str, str]] = []
    posts: list[tuple[str, str]] = []
    if may_run and not session.closed_at:
        posts.append((_("Add what waits to the agenda"), at("make_agenda")))
        acts.append((_("Give a seat"), at("add_seat")))
    if may_run and is_planned:
        acts += [(_("Edit"), at("change_session")), (_("Open the session"), at("open_session"))]
    if may_run and sits:
        acts += [
            (_("Edit the minutes"), at("minutes")),
            (_("Close the session"), at("close_session")),
        ]
    papers = tuple(
        (
            _("Minutes in French, {form}").format(form=label)
            if language == "fr"
            else _("Minutes in English, {form}").format(form=label),
            reverse("programmes:minutes_paper", args=[session.id, language, form]),
        )
        for language in ("fr", "en")
        for form, label in (("pdf", "PDF"), ("docx", "Word"))
    )
    quorum = ngettext(
        "{present} of those who decide is there; the quorum is {quorum}.",
        "{present} of those who decide are there; the quorum is {quorum}.",
        session.present,
    ).format(present=format_count(session.present), quorum=format_count(session.quorum))
    if not sits:
        quorum = _("The quorum is {quorum}.").format(quorum=format_count(session.quorum))
    return SessionPage(
        title=session.title,
        stage=str(SESSION_STAGE_NAMES[session.stage]),
        when=say_start(session),
        place=session.place,
        quorum=quorum,
        is_enough=not sits or session.present >= session.quorum,
        is_demonstration=session.is_demonstration,
        call=session.call.to_title(get_reader_language()),
        call_address=reverse("programmes:committee", args=[session.call.id]),
        seats=tuple(_present_seat(one, session, may_run=may_run) for one in session.seats),
        acts=tuple(acts),
        posts=tuple(posts),
        papers=() if is_planned else papers,
    )


def present_item(session: SessionTold, item: Item, *, currency: str, may_run: bool) -> ItemPage:
    """Return the page of one application in the room."""
    language = get_reader_language()
    sits = session.stage is SessionStage.OPEN
    labels = {one.code: one.label.to_text(language) for one in session.call.definition.zones}
    facts = [
        (_("Number of the application"), str(item.number)),
        (_("Rank"), str(item.rank or "–")),
        (_("Amount asked for"), say_money(item.asked, currency)),
        (_("Countries"), ", ".join(map(format_country, item.countries)) or "–"),
        (_("Zones"), ", ".join(labels[one] for one in item.zones) or "–"),
        (_("Mean of the reviews"), _say_mean(item)),
    ]
    was_here = item.decision is not None and item.decision.session == session.id
    may_act = may_run and sits
    decide = reverse("programmes:decide", args=[item.application])
    inside = item.count_deciding(session)
    return ItemPage(
        title=item.title or _("Without a title yet"),
        lead=item.acronym,
        session=session.title,
        session_address=reverse("programmes:session", args=[session.id]),
        application_address=reverse("programmes:application", args=[item.application]),
        facts=tuple(facts),
        recommendations=say_recommendations(item.score),
        seats=tuple(
            _present_at_item(one, item, may_act=may_act and not was_here)
            for one in session.seats
            if one.arrived_at is not None
        ),
        count=_("{count} of those who decide are in the room; the quorum is {quorum}.").format(
            count=format_count(inside), quorum=format_count(session.quorum)
        )
        if sits
        else "",
        is_enough=inside >= session.quorum,
        note=item.note,
        said_address=reverse("programmes:item_said", args=[item.id]) if may_act else "",
        decide_address=f"{decide}?item={item.id}" if may_act else "",
        drop_address=reverse("programmes:item_drop", args=[item.id])
        if may_run and session.stage is not SessionStage.CLOSED and not was_here
        else "",
        decision=say_decision(item.decision) if item.decision else "",
        tone=TONES[item.decision.kind] if item.decision else "",
        sits=sits,
    )


def say_decision(decision: DecisionTold) -> str:
    """Return a decision in words, with what is given."""
    said = str(DECISION_NAMES[decision.kind])
    if decision.amount is None:
        return said
    return f"{said}, {write_money(decision.amount, decision.currency, get_reader_language())}"


def say_start(session: SessionTold) -> str:
    """Return when a session begins, on a clock of the call's zone."""
    return say_sentence(say_moment(session.starts_at, session.call.time_zone))


def is_open(item: Item, session: SessionTold) -> bool:
    """Return whether the session still has to decide: revisions asked for earlier are looked at anew."""
    decision = item.decision
    return decision is None or (
        decision.kind is DecisionKind.REVISE and decision.session != session.id
    )


def _present_seat(one: SeatTold, session: SessionTold, *, may_run: bool) -> SeatRow:
    sits = session.stage is SessionStage.OPEN
    if one.arrived_at is None:
        state = _("did not come") if session.closed_at else _("not there yet")
    else:
        state = (
            _("was there") if session.closed_at else _("left") if not one.is_there else _("there")
        )

    def at(name: str) -> str:
        return reverse(f"programmes:{name}", args=[session.id, one.id])

    return SeatRow(
        name=one.name,
        seat=str(SEAT_NAMES[one.seat]),
        state=state,
        is_there=one.is_there,
        is_known=one.person is not None,
        arrive=at("seat_arrive") if may_run and sits and not one.is_there else "",
        depart=at("seat_depart") if may_run and sits and one.is_there else "",
        remove=at("seat_remove")
        if may_run and not session.closed_at and one.arrived_at is None
        else "",
    )


def _present_at_item(one: SeatTold, item: Item, *, may_act: bool) -> SeatAtItem:
    out = next((left for left in item.outside if left.seat.id == one.id), None)
    ties = next((tied.kinds for tied in item.tied if tied.seat.id == one.id), ())
    said = ", ".join(str(TIE_NAMES[kind]) for kind in ties)
    return SeatAtItem(
        id=str(one.id),
        name=one.name,
        seat=str(SEAT_NAMES[one.seat]),
        is_inside=one.is_there and out is None,
        ties=said,
        reason=out.reason if out else "",
        leave=reverse("programmes:item_leave", args=[item.id, one.id])
        if may_act and one.is_there and out is None
        else "",
        stay=reverse("programmes:item_return", args=[item.id, one.id]) if may_act and out else "",
        must_leave=bool(ties) and one.is_there and out is None,
    )


def say_reviews(item: Item) -> str:
    """Return how many reviews there are, and how far they lie apart."""
    if not item.score.reviews:
        return _("no review")
    said = ngettext("{count} review", "{count} reviews", item.score.reviews).format(
        count=format_count(item.score.reviews)
    )
    if item.score.spread is None:
        return said
    return f"{said}, ±\u202f{format_decimal(item.score.spread)}"


def say_recommendations(score: Score) -> tuple[str, ...]:
    """Return what reviews recommend, each with how many do, as the words of review have them in order."""
    return tuple(
        f"{RECOMMENDATION_NAMES[one]}\u202f× {format_count(count)}" if count > 1 else str(one.said)
        for one in Recommendation
        if (count := score.recommendations.get(one, 0))
    )


def _say_mean(item: Item) -> str:
    if item.score.mean is None:
        return say_reviews(item)
    return f"{format_decimal(item.score.mean)} ({say_reviews(item)})"


def say_money(amount: Decimal | None, currency: str) -> str:
    """Return an amount, a dash where none is known."""
    if amount is None:
        return "–"
    return write_money(amount, currency, get_reader_language()).strip()


def get_seats(session: SessionTold) -> list[tuple[str, str]]:
    """Return the seats of a session to choose from."""
    return [(str(one.id), f"{one.name}, {SEAT_NAMES[one.seat]}") for one in session.seats]
