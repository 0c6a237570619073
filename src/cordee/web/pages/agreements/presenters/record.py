"""One agreement: what it is, where it stands, what comes next, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.agreements.life import COMING, LIVE, OPEN, STAGE_NAMES, Stage, list_moves
from cordee.agreements.rules import (
    Facts,
    find_obstacle,
    find_obstacle_to_amend,
    find_obstacle_to_change,
)
from cordee.agreements.states import (
    AMENDMENT_NAMES,
    FOLLOWED_NAMES,
    FOLLOWS_NAMES,
    KIND_NAMES,
    RENEWAL_NAMES,
    SCOPE_NAMES,
    Renewal,
    ScopeKind,
)
from cordee.agreements.values import Kin, Record
from cordee.agreements.word.fields import LANGUAGES, list_signed_languages
from cordee.kernel.messages import Sentence
from cordee.kernel.numbers import write_decimal
from cordee.web.errors import say_sentence
from cordee.web.pages.agreements.presenters.parts import (
    AmendmentRow,
    ClauseRow,
    DocumentRow,
    EventRow,
    GateRow,
    PartyRow,
    PermitRow,
    Reader,
    present_clauses,
    present_document,
    present_event,
    present_gate,
    present_party,
    present_permits,
)
from cordee.web.wording import format_country, format_date, get_reader_language


BAR_WIDTH = 600
"""Of the period's bar, in the units of its drawing."""


@dataclass(frozen=True)
class Act:
    """A button: its address, or the sentence that says why it is not to be had."""

    label: str
    address: str
    why_not: str = ""


@dataclass(frozen=True)
class Acts:
    """What the office that keeps the record may do with its parts."""

    change: Act
    add_party: Act
    add_gate: Act
    clauses: Act
    add_permit: Act
    amend: Act
    notice: Act
    add_document: Act


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class WordLink:
    """A version in Word: its name, which parties sign in it, where it is taken."""

    label: str
    note: str
    address: str
    is_signed: bool


@dataclass(frozen=True)
class Period:
    """The bar of the period: what has passed, where notice ends, where the day stands."""

    passed: float
    notice: float
    has_notice: bool
    width: int
    label: str


@dataclass(frozen=True)
class RecordPage:
    title: str
    kind: str
    stage: str
    is_live: bool
    is_demonstration: bool
    next_step: str
    facts: tuple[Fact, ...]
    summary: str
    period: Period | None
    parties: tuple[PartyRow, ...]
    gates: tuple[GateRow, ...] | None
    clauses: tuple[ClauseRow, ...]
    permits: tuple[PermitRow, ...]
    amendments: tuple[AmendmentRow, ...]
    documents: tuple[DocumentRow, ...] | None
    kin: tuple[Fact, ...]
    moves: tuple[Act, ...]
    acts: Acts | None
    word: tuple[WordLink, ...]
    evidence_address: str
    together_address: str
    projects_address: str
    history: tuple[EventRow, ...]


def present_record(record: Record, facts: Facts, reader: Reader) -> RecordPage:
    """Return the page of one agreement."""
    language = get_reader_language()
    is_open = find_obstacle_to_change(record.stage) is None
    may = reader.may_edit
    return RecordPage(
        title=record.to_title(language),
        kind=str(KIND_NAMES[record.kind]),
        stage=str(STAGE_NAMES[record.stage]),
        is_live=record.stage in LIVE,
        is_demonstration=record.is_demonstration,
        next_step=_find_next_step(record, facts, reader.on),
        facts=tuple(_list_facts(record, reader)),
        summary=record.draft.summary,
        period=_present_period(record, reader.on),
        parties=tuple(present_party(record, one, reader) for one in record.parties),
        gates=None
        if record.gates is None
        else tuple(
            present_gate(record, one, reader, may_answer=may and record.stage in OPEN)
            for one in record.gates
        ),
        clauses=present_clauses(record),
        permits=present_permits(record, reader, may_strike=may and is_open),
        amendments=tuple(
            AmendmentRow(
                one.number,
                str(AMENDMENT_NAMES[one.kind]),
                one.text,
                format_date(one.signed_on),
                format_date(one.new_end) if one.new_end else "",
            )
            for one in record.amendments
        ),
        documents=None
        if record.documents is None
        else tuple(present_document(one) for one in record.documents),
        kin=tuple(_list_kin(record, language)),
        moves=_list_moves(record, facts, reader.on) if reader.may_move else (),
        acts=_list_acts(record) if may else None,
        word=tuple(_present_word(record, reader, one) for one in LANGUAGES),
        evidence_address=reverse("agreements:evidence", args=[record.id]),
        together_address=reverse("agreements:together", args=[record.id]),
        projects_address=reverse("programmes:tied_projects", args=["agreement", record.id]),
        history=tuple(present_event(one, reader.deeds) for one in reader.history),
    )


def _list_acts(record: Record) -> Acts:
    obstacle = find_obstacle_to_change(record.stage)

    def offer(label: str, place: str, why: Sentence | str | None = None) -> Act:
        said = say_sentence(why) if isinstance(why, Sentence) else why or ""
        return Act(label, reverse(f"agreements:{place}", args=[record.id]), said)

    return Acts(
        change=offer(_("Edit"), "change", obstacle),
        add_party=offer(_("Add a party"), "add_party", obstacle),
        add_gate=offer(
            _("List an opinion"),
            "add_gate",
            None if record.stage in OPEN else _say_before_signature(),
        ),
        clauses=offer(_("Fill in"), "clauses", obstacle),
        add_permit=offer(_("Add a permit"), "add_permit", obstacle or _find_no_parties(record)),
        amend=offer(
            _("Record an amendment"), "add_amendment", find_obstacle_to_amend(record.stage)
        ),
        notice=offer(
            _("Record notice"),
            "notice",
            None if record.stage in LIVE else _("Notice is given of an agreement in force."),
        ),
        add_document=offer(
            _("Bring in a file"),
            "add_document",
            _("This agreement is over; its record stays as it was.")
            if record.stage is Stage.ABANDONED
            else None,
        ),
    )


def _present_word(record: Record, reader: Reader, language: str) -> WordLink:
    signing = [
        reader.name(one.organisation)
        for one in record.parties
        if one.language in {language, "both"}
    ]
    labels = {"fr": _("Word, in French"), "en": _("Word, in English")}
    return WordLink(
        label=labels[language],
        note=_("Signed in it: %(names)s.") % {"names": ", ".join(signing)} if signing else "",
        address=reverse("agreements:word", args=[record.id, language]),
        is_signed=language in list_signed_languages(record),
    )


def _say_before_signature() -> str:
    return _("Opinions are asked and given before the signature, not afterwards.")


def _find_no_parties(record: Record) -> str | None:
    return None if len(record.parties) > 1 else _("Name at least two parties first.")


def _list_moves(record: Record, facts: Facts, on: date) -> tuple[Act, ...]:
    acts = []
    for move in list_moves(record.stage):
        why = find_obstacle(facts, move.step, on=on)
        address = reverse("agreements:move", args=[record.id, move.step.value])
        acts.append(Act(str(move.label), address, say_sentence(why) if why else ""))
    return tuple(acts)


def _find_next_step(record: Record, facts: Facts, on: date) -> str:
    """Return what the agreement waits for: the first move's obstacle, or that it can be made."""
    if record.stage in COMING:
        ahead = [
            move
            for move in list_moves(record.stage)
            if not move.needs_reason and move.target is not Stage.GATES
        ]
        for move in ahead:
            why = find_obstacle(facts, move.step, on=on)
            if why is not None:
                return say_sentence(why)
            return _("Next: %(move)s.") % {"move": move.label}
    if record.stage in LIVE and record.days.notice_day and record.days.notice_day >= on:
        return _("Notice can be given until %(day)s.") % {
            "day": format_date(record.days.notice_day)
        }
    if record.stage in LIVE and record.days.end and record.days.end < on:
        return _("Its period is over: renew it, or end it.")
    return ""


def _list_facts(record: Record, reader: Reader) -> list[Fact]:
    draft, terms, days = record.draft, record.draft.terms, record.days
    facts = [Fact(_("Kept by"), reader.name(record.office))]
    if draft.reference:
        facts.append(Fact(_("Reference"), draft.reference))
    facts.append(
        Fact(_("Binds its parties"), _("yes") if draft.is_binding else _("no, a declaration"))
    )
    if draft.amount is not None:
        amount = write_decimal(float(draft.amount), get_reader_language(), 2)
        facts.append(Fact(_("Amount"), f"{amount} {draft.currency}"))
    start = format_date(terms.start) if terms.start else "…"
    end = format_date(days.end) if days.end else _("no end")
    facts.append(Fact(_("Period"), f"{start} – {end}"))
    facts.append(Fact(_("Renewal"), _say_renewal(record)))
    if terms.notice_months:
        facts.append(
            Fact(
                _("Notice"),
                ngettext("%(count)s month", "%(count)s months", terms.notice_months)
                % {"count": terms.notice_months},
            )
        )
    if terms.notice_given_on:
        facts.append(Fact(_("Notice given on"), format_date(terms.notice_given_on)))
    for kind in ScopeKind:
        said = [one.text for one in draft.scope if one.kind is kind]
        if said:
            shown = [format_country(one) for one in said] if kind is ScopeKind.COUNTRY else said
            facts.append(Fact(str(SCOPE_NAMES[kind]).capitalize(), ", ".join(shown)))
    return facts


def _say_renewal(record: Record) -> str:
    terms = record.draft.terms
    if terms.renewal is not Renewal.TACIT:
        return str(RENEWAL_NAMES[terms.renewal])
    months = terms.renewal_months or 0
    said = ngettext("tacitly, by %(count)s month", "tacitly, by %(count)s months", months) % {
        "count": months
    }
    if terms.most_renewals:
        said = _("%(renewal)s, %(times)s times at most") % {
            "renewal": said,
            "times": terms.most_renewals,
        }
    if record.days.renewals:
        said = _("%(renewal)s; renewed %(times)s times so far") % {
            "renewal": said,
            "times": record.days.renewals,
        }
    return said


def _present_period(record: Record, on: date) -> Period | None:
    start, days = record.draft.terms.start, record.days
    if start is None or days.end is None or days.end <= start:
        return None
    whole = (days.end - start).days
    passed = min(max((on - start).days / whole, 0), 1)
    notice = (days.notice_day - start).days / whole if days.notice_day else 0
    label = _("From %(start)s to %(end)s") % {
        "start": format_date(start),
        "end": format_date(days.end),
    }
    return Period(
        passed=round(passed * BAR_WIDTH, 1),
        notice=round(min(max(notice, 0), 1) * BAR_WIDTH, 1),
        has_notice=days.notice_day is not None,
        width=BAR_WIDTH,
        label=label,
    )


def _list_kin(record: Record, language: str) -> list[Fact]:
    found = []
    if record.parent is not None:
        found.append(
            _present_kin(str(FOLLOWS_NAMES[record.parent.follows]), record.parent, language)
        )
    found += [
        _present_kin(str(FOLLOWED_NAMES[one.follows]), one, language) for one in record.children
    ]
    return found


def _present_kin(label: str, one: Kin, language: str) -> Fact:
    text = " ".join(filter(None, (one.reference, one.to_title(language))))
    return Fact(label.capitalize(), text, reverse("agreements:record", args=[one.id]))
