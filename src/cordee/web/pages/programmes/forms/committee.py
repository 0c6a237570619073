"""The forms of sessions, decisions, letters and appeals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.agreements.states import OPINION_NAMES, Opinion
from cordee.programmes.calling.clock import read_local
from cordee.programmes.calling.values import InBoth
from cordee.programmes.operations.committee import MOST_SEATS, SessionDraft
from cordee.programmes.operations.letters import MOST_APPEAL_DAYS, MOST_CHARACTERS
from cordee.programmes.selecting.states import (
    APPEAL_OUTCOME_NAMES,
    DECISION_NAMES,
    SEAT_NAMES,
    AppealOutcome,
    DecisionKind,
    Seat,
)
from cordee.programmes.selecting.values import DecisionTold, Ruling, SessionTold
from cordee.web.forms import Choices, make_day, offer
from cordee.web.pages.programmes.forms.calls import TimedForm, make_text, make_time, make_which


USUAL_APPEAL_DAYS = 60
"""Two months, the time French administrations give."""


class SessionForm(TimedForm):
    """What an officer writes of a session; its days are read in the call's time zone."""

    moments = ("starts",)

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=300)
    starts_day = make_day(_("Day"), required=True)
    starts_time = make_time(_("at"))
    starts_which = make_which()
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    quorum = forms.IntegerField(
        label=_("Quorum"),
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("How many of chair and members must be in the room for a decision."),
    )

    def __init__(self, data: Any = None, *, zone: str, session: SessionTold | None = None) -> None:
        initial: dict[str, Any] = {"version": 0, "quorum": 3}
        if session is not None:
            shown = read_local(session.starts_at, zone)
            initial = {
                "version": session.version,
                "title": session.title,
                "starts_day": shown.shown.date(),
                "starts_time": shown.shown.time(),
                "starts_which": shown.which.value if shown.which else "",
                "place": session.place,
                "quorum": session.quorum,
            }
        super().__init__(data, initial=initial)
        self.zone = zone
        self.fields["starts_time"].required = True
        self.add_moments(zone)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.check_moments(self.zone)
        return values

    def get_draft(self) -> SessionDraft:
        values = self.cleaned_data
        local = self.get_local("starts")
        assert local is not None
        return SessionDraft(values["title"], local, values["place"], values["quorum"])


class SeatForm(forms.Form):
    """Who sits, and as what."""

    seat = forms.ChoiceField(
        label=_("Seat"), choices=list(SEAT_NAMES.items()), initial=Seat.MEMBER.value
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("As the directory writes it, given name first: then their ties are computed."),
    )
    orcid = forms.CharField(
        label=_("ORCID"),
        max_length=60,
        required=False,
        help_text=_("In place of the name, for somebody of the directory."),
    )

    def get_seat(self) -> Seat:
        return Seat(self.cleaned_data["seat"])


class OpenForm(forms.Form):
    """Who is there when a session opens."""

    present = forms.MultipleChoiceField(
        label=_("Who is there"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, seats: Choices) -> None:
        super().__init__(data)
        field = self.fields["present"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = seats

    def get_present(self) -> tuple[UUID, ...]:
        return tuple(map(UUID, self.cleaned_data["present"]))


class CloseForm(forms.Form):
    """The last word before a session is closed."""

    is_read = forms.BooleanField(
        label=_("I have read the minutes; ranks, decisions and minutes of this session are final.")
    )


class MinutesForm(forms.Form):
    """The minutes in both languages, to be edited until the session is closed."""

    minutes_fr = make_text(
        _("Minutes in French"),
        rows=18,
        help_text=_("A line that begins with ## is a title; an empty line ends a paragraph."),
    )
    minutes_en = make_text(_("Minutes in English"), rows=18)

    def get_minutes(self) -> InBoth:
        return InBoth(self.cleaned_data["minutes_fr"], self.cleaned_data["minutes_en"])


class DecideForm(forms.Form):
    """What is decided of an application. `known` is the decision that was in force when it was opened."""

    known = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("Decision"), choices=list(DECISION_NAMES.items()), widget=forms.RadioSelect
    )
    amount = forms.DecimalField(
        label=_("Amount given"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    reason_fr = make_text(_("Why, in French"), rows=4, required=False)
    reason_en = make_text(
        _("Why, in English"),
        rows=4,
        required=False,
        help_text=_("Both stand in the letter. To fund without a word needs none."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        now: DecisionTold | None,
        asked: Decimal | None,
        currency: str,
        kind: str = "",
    ) -> None:
        amount = now.amount if now and now.amount is not None else asked
        super().__init__(
            data,
            initial={
                "known": now.id if now else None,
                "kind": kind or (now.kind.value if now else ""),
                "amount": amount if currency else None,
            },
        )
        if currency:
            self.fields["amount"].help_text = currency
        else:
            del self.fields["amount"]

    def get_ruling(self) -> Ruling:
        values = self.cleaned_data
        kind = DecisionKind(values["kind"])
        gives = kind in {DecisionKind.FUND, DecisionKind.RESERVE}
        reason = InBoth(values["reason_fr"], values["reason_en"])
        # The amount asked for stands in the field, whatever is decided: it is of use where money is given.
        return Ruling(kind, values.get("amount") if gives else None, reason)

    def get_known(self) -> UUID | None:
        known = self.cleaned_data["known"]
        return known if isinstance(known, UUID) else None


class OpinionForm(forms.Form):
    """An opinion as its authority gave it."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=list(OPINION_NAMES.items()), widget=forms.RadioSelect
    )
    authority = forms.CharField(label=_("Authority"), max_length=200)
    answered_on = make_day(_("Answered on"), required=True)
    remarks = make_text(_("Remarks"), rows=3, required=False)

    def get_answer(self) -> Opinion:
        return Opinion(self.cleaned_data["answer"])


class LetterForm(forms.Form):
    """The letter of a decision, as it goes out, and how long one may appeal."""

    letter_fr = make_text(_("Letter in French"), rows=12)
    letter_en = make_text(_("Letter in English"), rows=12)
    appeal_days = forms.IntegerField(
        label=_("Days to appeal"),
        min_value=0,
        max_value=MOST_APPEAL_DAYS,
        initial=USUAL_APPEAL_DAYS,
        help_text=_("The sentence about it is added to the letter; 0 opens no appeal."),
    )

    def get_letter(self) -> InBoth:
        return InBoth(self.cleaned_data["letter_fr"], self.cleaned_data["letter_en"])


class AppealForm(forms.Form):
    """Why an applicant appeals."""

    text = forms.CharField(
        label=_("Why you appeal"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Read by the office that runs the call. One appeal may be made."),
    )


class SettleForm(forms.Form):
    """What becomes of an appeal."""

    outcome = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=list(APPEAL_OUTCOME_NAMES.items()),
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer to the applicant"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def get_outcome(self) -> AppealOutcome:
        return AppealOutcome(self.cleaned_data["outcome"])


def offer_seats(form: SeatForm, *, has_chair: bool) -> None:
    """Offer the seats that may still be given: one chair is enough."""
    names = [
        (one.value, str(said))
        for one, said in SEAT_NAMES.items()
        if not (has_chair and one is Seat.CHAIR)
    ]
    offer(form.fields["seat"], names)
