"""The forms of calls: what an officer writes, when it opens and ends, what is asked and announced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cordee.kernel.errors import CordeeError
from cordee.programmes.calling.clock import (
    PASS_NAMES,
    LocalTime,
    Pass,
    find_moment,
    list_zones,
)
from cordee.programmes.calling.values import CallDraft, CallTold, InBoth, QuestionTold
from cordee.programmes.operations.questions import MOST_CHARACTERS
from cordee.web.errors import say_error
from cordee.web.forms import Choices, make_day, offer


FIRST_YEAR, LAST_YEAR = 1990, 2200
"""Years that a call may be of."""


class VersionedForm(forms.Form):
    """A form of a call: it knows which version it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, call: CallTold, **kwargs: Any) -> None:
        initial = {"version": call.version, **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)
        self.call = call


class TimedForm(forms.Form):
    """Days with times on a wall clock. Which of two is meant is asked only where a clock shows it twice."""

    moments: tuple[str, ...] = ()

    def add_moments(self, zone: str) -> None:
        """Take the fields out that ask which is meant, where the clock in `zone` leaves no doubt."""
        for name in self.moments:
            if not self._comes_twice(name, zone):
                del self.fields[f"{name}_which"]

    def get_local(self, name: str) -> LocalTime | None:
        """Return what was written, or None where no day is given."""
        day, hour = self.cleaned_data.get(f"{name}_day"), self.cleaned_data.get(f"{name}_time")
        if day is None:
            return None
        which = self.cleaned_data.get(f"{name}_which")
        shown = datetime.combine(day, hour or time())
        return LocalTime(shown, Pass(which) if which else None)

    def check_moments(self, zone: str) -> None:
        """Say at its field what no clock in `zone` shows, or shows twice."""
        for name in self.moments:
            local = self.get_local(name)
            if local is None:
                continue
            try:
                find_moment(local, zone)
            except CordeeError as error:
                self.add_error(f"{name}_day", say_error(error))

    def _comes_twice(self, name: str, zone: str) -> bool:
        day = _read(self.fields[f"{name}_day"], self[f"{name}_day"].value())
        hour = _read(self.fields[f"{name}_time"], self[f"{name}_time"].value())
        if not isinstance(day, date) or zone not in list_zones():
            return False
        shown = datetime.combine(day, hour if isinstance(hour, time) else time())
        try:
            found = {find_moment(LocalTime(shown, one), zone) for one in Pass}
        except CordeeError:
            return False
        return len(found) > 1


def make_time(label: Any, help_text: Any = "") -> forms.TimeField:
    """Return a field for a time of the day, to the minute."""
    return forms.TimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


def make_which() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("The clock shows this time twice. Which is meant?"),
        required=False,
        choices=[("", "–"), *PASS_NAMES.items()],
    )


def make_text(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST_CHARACTERS,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class WordsForm(VersionedForm):
    """The words of a published call, and why they are corrected."""

    title_fr = forms.CharField(label=_("Title in French"), max_length=300)
    title_en = forms.CharField(label=_("Title in English"), max_length=300)
    text_fr = make_text(_("Text in French"), rows=8, required=False)
    text_en = make_text(_("Text in English"), rows=8, required=False)
    reason = forms.CharField(label=_("Why"), max_length=500, help_text=_("Kept in the audit."))

    def __init__(self, data: Any = None, *, call: CallTold) -> None:
        initial = {
            name: getattr(call, name) for name in ("title_fr", "title_en", "text_fr", "text_en")
        }
        super().__init__(data, call=call, initial=initial)

    def get_draft(self) -> CallDraft:
        values = self.cleaned_data
        return replace(
            self.call.to_draft(),
            title_fr=values["title_fr"],
            title_en=values["title_en"],
            text_fr=values["text_fr"],
            text_en=values["text_en"],
        )


class CallForm(TimedForm):
    """All that an officer writes of a call in preparation."""

    moments = ("opens", "closes")

    version = forms.IntegerField(widget=forms.HiddenInput)
    instrument_version = forms.ChoiceField(label=_("Instrument"))
    title_fr = forms.CharField(
        label=_("Title in French"),
        max_length=300,
        required=False,
        help_text=_("Begin with one language; both are needed to publish."),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    text_fr = make_text(_("Text in French"), rows=8, required=False)
    text_en = make_text(_("Text in English"), rows=8, required=False)
    reference = forms.CharField(
        label=_("Reference"),
        max_length=60,
        required=False,
        help_text=_("By which your house names the call, such as PRI-2027."),
    )
    year = forms.IntegerField(
        label=_("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Of the rotation of zones, and of what is counted by year."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(one, one) for one in list_zones()],
        help_text=_("In which the days below are written and read."),
    )
    opens_day = make_day(_("Opens on"), _("Leave empty to open when it is published."))
    opens_time = make_time(_("Opens at"), _("Midnight where it is left empty."))
    opens_which = make_which()
    closes_day = make_day(_("Deadline"), _("Leave empty where applications are taken at any time."))
    closes_time = make_time(_("Closes at"), _("At this minute it is too late already."))
    closes_which = make_which()
    envelope = forms.DecimalField(
        label=_("Envelope"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    currency = forms.CharField(
        label=_("Currency"), required=False, max_length=3, help_text=_("Three letters: EUR.")
    )
    most_awards = forms.IntegerField(
        label=_("Awards at most"), required=False, min_value=1, max_value=10_000
    )

    def __init__(
        self,
        data: Any = None,
        *,
        call: CallTold | None = None,
        instruments: Choices = (),  # type: ignore[assignment]  # none offered for a call that is there
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(
            data, initial={"version": 0, **(read_initial(call) if call else {}), **(initial or {})}
        )
        if call:
            del self.fields["instrument_version"]
        else:
            offer(self.fields["instrument_version"], list(instruments))
        self.add_moments(str(self["time_zone"].value() or ""))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in self.moments:
            if values.get(f"{name}_time") and not values.get(f"{name}_day"):
                self.add_error(f"{name}_day", _now("Give the day too."))
        if values.get("closes_day") and not values.get("closes_time"):
            self.add_error("closes_time", _now("Give the time too: a deadline is a moment."))
        if values.get("time_zone"):
            self.check_moments(values["time_zone"])
        return values

    def get_instrument_version(self) -> UUID:
        return UUID(self.cleaned_data["instrument_version"])

    def get_draft(self) -> CallDraft:
        values = self.cleaned_data
        return CallDraft(
            title_fr=values["title_fr"],
            title_en=values["title_en"],
            year=values["year"],
            text_fr=values["text_fr"],
            text_en=values["text_en"],
            reference=values["reference"],
            time_zone=values["time_zone"],
            opens=self.get_local("opens"),
            closes=self.get_local("closes"),
            envelope=values["envelope"],
            currency=values["currency"],
            most_awards=values["most_awards"],
        )


class ExtendForm(TimedForm, VersionedForm):
    """A later deadline, and why, as applicants read it."""

    moments = ("closes",)

    closes_day = make_day(_("New deadline"), required=True)
    closes_time = make_time(_("Closes at"), _("At this minute it is too late already."))
    closes_which = make_which()
    reason_fr = make_text(_("Why, in French"), rows=3)
    reason_en = make_text(_("Why, in English"), rows=3)

    def __init__(self, data: Any = None, *, call: CallTold) -> None:
        super().__init__(data, call=call, initial=_show("closes", call.to_draft().closes))
        self.fields["closes_time"].required = True
        self.add_moments(call.time_zone)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.check_moments(self.call.time_zone)
        return values

    def get_reason(self) -> InBoth:
        return InBoth(self.cleaned_data["reason_fr"], self.cleaned_data["reason_en"])


class CancelForm(VersionedForm):
    """Why a call is cancelled, as applicants read it."""

    reason_fr = make_text(_("Why, in French"), rows=3)
    reason_en = make_text(_("Why, in English"), rows=3)

    def get_reason(self) -> InBoth:
        return InBoth(self.cleaned_data["reason_fr"], self.cleaned_data["reason_en"])


class CloseForm(VersionedForm):
    """Why a call is closed, for the audit."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, help_text=_("Kept in the audit.")
    )


class NewsForm(forms.Form):
    """News of a call."""

    text_fr = make_text(_("Text in French"))
    text_en = make_text(_("Text in English"))

    def get_text(self) -> InBoth:
        return InBoth(self.cleaned_data["text_fr"], self.cleaned_data["text_en"])


class NameForm(forms.Form):
    """Who may apply to a call that opens by invitation."""

    email = forms.EmailField(
        label=_("Their e-mail address"), help_text=_("That of their account here.")
    )


class QuestionForm(forms.Form):
    """What somebody asks about a call."""

    question = make_text(
        _("Your question"),
        rows=5,
        help_text=_(
            "It goes to the officers of the call. When they answer it in public, question and answer stand on this page without your name: write no names in it."
        ),
    )


class AnswerForm(forms.Form):
    """An answer, and whether everybody reads it. `version` is when the one that is shown was given."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    answer_fr = make_text(_("Answer in French"), required=False)
    answer_en = make_text(_("Answer in English"), required=False)
    is_public = forms.BooleanField(
        label=_("Show question and answer on the page of the call, without the asker’s name"),
        required=False,
    )

    def __init__(self, data: Any = None, *, question: QuestionTold) -> None:
        answered = question.answered_at
        super().__init__(
            data,
            initial={
                "version": answered.isoformat() if answered else "",
                "answer_fr": question.answer_fr,
                "answer_en": question.answer_en,
                "is_public": question.is_public,
            },
        )

    def clean_version(self) -> datetime | None:
        told = self.cleaned_data["version"]
        try:
            return datetime.fromisoformat(told) if told else None
        except ValueError as error:
            raise ValidationError(_now("Open the page again.")) from error

    def get_answer(self) -> InBoth:
        return InBoth(self.cleaned_data["answer_fr"], self.cleaned_data["answer_en"])


def read_initial(call: CallTold) -> dict[str, Any]:
    """Return what the form of a call shows of one that is there."""
    draft = call.to_draft()
    names = (
        "title_fr", "title_en", "text_fr", "text_en", "reference", "year", "time_zone",
        "envelope", "currency", "most_awards",
    )  # fmt: skip
    return {
        "version": call.version,
        **{name: getattr(draft, name) for name in names},
        **_show("opens", draft.opens),
        **_show("closes", draft.closes),
    }


def _show(name: str, local: LocalTime | None) -> dict[str, Any]:
    if local is None:
        return {}
    return {
        f"{name}_day": local.shown.date(),
        f"{name}_time": local.shown.time(),
        f"{name}_which": local.which.value if local.which else "",
    }


def _read(field: forms.Field, value: Any) -> Any:
    try:
        return field.to_python(value)
    except ValidationError:
        return None
