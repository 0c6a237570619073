"""The forms of what belongs to an agreement: parties, opinions, clauses, permits, files, moves."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cordee.agreements.operations.parties import Signatory
from cordee.agreements.operations.terms import Answer
from cordee.agreements.states import (
    AMENDMENT_NAMES,
    CLAUSE_NAMES,
    CLAUSE_STATE_NAMES,
    DOCUMENT_NAMES,
    GATE_NAMES,
    LANGUAGE_NAMES,
    OPINION_NAMES,
    PARTY_ROLE_NAMES,
    PERMITTED_NAMES,
    ClauseKind,
    ClauseState,
    Opinion,
    PartyRole,
)
from cordee.web.forms import Choices, make_day, offer
from cordee.web.pages.agreements.forms.base import VersionedForm
from cordee.web.picking import AN_ORGANISATION, PickingForm


class PartyForm(VersionedForm):
    """What a party does, who signs for it, and when that was done."""

    role = forms.ChoiceField(label=_("Role"), choices=list(PARTY_ROLE_NAMES.items()))
    signatory_name = forms.CharField(label=_("Who signs"), max_length=200, required=False)
    signatory_function = forms.CharField(label=_("As what"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Language version"),
        required=False,
        choices=[("", "–"), *LANGUAGE_NAMES.items()],
    )
    signed_on = make_day(_("Signed on"))

    def get_role(self) -> PartyRole:
        return PartyRole(self.cleaned_data["role"])

    def get_signatory(self) -> Signatory:
        values = self.cleaned_data
        return Signatory(values["signatory_name"], values["signatory_function"], values["language"])


class NewPartyForm(PartyForm, PickingForm):
    """A party that is added: which organisation it is. It signs later."""

    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        help_text=_("Its name, its acronym or its ROR identifier, as the directory has it."),
    )
    picks = {"organisation": AN_ORGANISATION}  # noqa: RUF012 -- read, never written

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["signed_on"]
        self.order_fields(["organisation", "organisation_which"])

    def get_organisation(self) -> UUID:
        picked = self.get_picked("organisation")
        assert picked is not None
        return picked


class GateForm(VersionedForm):
    """An opinion that is needed."""

    kind = forms.ChoiceField(label=_("Opinion"), choices=list(GATE_NAMES.items()))
    authority = forms.CharField(label=_("Whose"), max_length=200)
    due_on = make_day(_("Due on"))
    is_blocking = forms.BooleanField(
        label=_("Stops the signature until it is given"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]


class AnswerForm(VersionedForm):
    """What an authority answered."""

    opinion = forms.ChoiceField(label=_("Answer"), choices=list(OPINION_NAMES.items()))
    answered_on = make_day(_("Answered on"), required=True)
    answered_by = forms.CharField(label=_("By whom"), max_length=200, required=False)
    remarks = forms.CharField(
        label=_("Reservations"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    document = forms.ChoiceField(label=_("Document"), required=False)

    def __init__(self, *args: Any, documents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["document"], [("", "–"), *documents])
        del self.fields["reason"]

    def get_answer(self) -> Answer:
        values = self.cleaned_data
        return Answer(
            Opinion(values["opinion"]),
            values["answered_on"],
            values["answered_by"],
            values["remarks"],
            UUID(values["document"]) if values["document"] else None,
        )


class ClausesForm(VersionedForm):
    """The checklist of clauses: a state and a text for each subject."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [("", _("not read for yet")), *CLAUSE_STATE_NAMES.items()]
        for kind in ClauseKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=str(CLAUSE_NAMES[kind]).capitalize(),
                required=False,
                choices=states,
            )
            self.fields[f"{kind.value}_text"] = forms.CharField(
                label=_("What it says"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.order_fields([name for name in self.fields if name not in {"reason", "version"}])

    def get_read(self) -> dict[ClauseKind, tuple[ClauseState, str]]:
        values = self.cleaned_data
        return {
            kind: (ClauseState(values[kind.value]), values[f"{kind.value}_text"])
            for kind in ClauseKind
            if values[kind.value]
        }


class PermitForm(VersionedForm):
    """What one party lets another do."""

    giver = forms.ChoiceField(label=_("This party lets"))
    receiver = forms.ChoiceField(label=_("this one"))
    action = forms.ChoiceField(label=_("do this"), choices=list(PERMITTED_NAMES.items()))
    clause = forms.CharField(label=_("By which clause"), max_length=120)
    conditions = forms.CharField(
        label=_("Conditions"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, parties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("giver", "receiver"):
            offer(self.fields[name], parties)
        # Nobody permits itself anything: the second party is offered to the first.
        self.fields["receiver"].initial = next((value for value, _name in parties[1:]), None)


class AmendmentForm(VersionedForm):
    """What the parties changed later."""

    kind = forms.ChoiceField(label=_("What it is"), choices=list(AMENDMENT_NAMES.items()))
    text = forms.CharField(label=_("What it changes"), widget=forms.Textarea(attrs={"rows": 3}))
    signed_on = make_day(_("Signed on"), required=True)
    new_end = make_day(_("New last day"), help_text=_("Needed for a renewal."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]


class NoticeForm(VersionedForm):
    """The day notice was given."""

    given_on = make_day(_("Notice given on"), required=True)


class DocumentForm(VersionedForm):
    """A file to bring in."""

    follows = forms.ChoiceField(label=_("Document"), required=False)
    kind = forms.ChoiceField(label=_("What it is"), choices=list(DOCUMENT_NAMES.items()))
    title = forms.CharField(label=_("Title of a new document"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", "–"), *LANGUAGE_NAMES.items()]
    )
    file = forms.FileField(
        label=_("File"),
        max_length=400,
        help_text=_(
            "PDF, Word (.docx), OpenDocument text, plain text, PNG or JPEG; 25 MB at most."
        ),
    )

    def __init__(self, *args: Any, documents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["follows"], [("", _("a new document")), *documents])  # type: ignore[list-item]
        del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("follows") and not values.get("title"):
            self.add_error("title", _now("Give the new document a title."))
        return values

    def get_follows(self) -> UUID | None:
        return UUID(self.cleaned_data["follows"]) if self.cleaned_data["follows"] else None


class MoveForm(VersionedForm):
    """Why an agreement is moved, and its last day when it is terminated."""

    closed_on = make_day(_("Last day"), required=True)

    def __init__(
        self, *args: Any, needs_reason: bool, last_day: date | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        self.fields["reason"].help_text = _("Kept in the audit.")
        self.fields["closed_on"].initial = last_day
        if last_day is None:
            del self.fields["closed_on"]

    def get_closed_on(self) -> date | None:
        found = self.cleaned_data.get("closed_on")
        return found if isinstance(found, date) else None


class StrikeForm(VersionedForm):
    """Why something is taken out."""
