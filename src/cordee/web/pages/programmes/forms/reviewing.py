"""What is filled in of a review, and of the answer between two rounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cordee.kernel.errors import UsageError
from cordee.programmes.applied import ApplicationRecord
from cordee.programmes.definition.parts import Criterion
from cordee.programmes.operations.revisions import Request
from cordee.programmes.reviewing.form import MOST_TEXT, ReviewWritten, read_score
from cordee.programmes.reviewing.states import REVISION_NAMES, Recommendation, RevisionKind
from cordee.web.errors import say_error
from cordee.web.forms import make_day
from cordee.web.pages.programmes.forms.applications import Faults, read_form_answers
from cordee.web.pages.programmes.forms.calls import TimedForm, make_time, make_which


def read_review(
    criteria: Sequence[Criterion], before: ReviewWritten, sent: QueryDict
) -> tuple[ReviewWritten, Faults]:
    """Return a review as it was sent, and what cannot be kept of it: a criterion's code with a sentence.

    A score that cannot be read stays as it was saved before, so that one slip does not hold up the rest.
    """
    scores: dict[str, float] = {}
    faults: list[tuple[str, str]] = []
    for one in criteria:
        try:
            score = read_score(one, sent.get(f"score.{one.code}", ""))
        except UsageError as error:
            faults.append((one.code, say_error(error)))
            score = before.scores.get(one.code)
        if score is not None:
            scores[one.code] = score
    said = sent.get("recommendation", "")
    written = ReviewWritten(
        scores=scores,
        comments={one.code: sent.get(f"comment.{one.code}", "") for one in criteria},
        recommendation=Recommendation(said) if said in set(Recommendation) else None,
        for_applicant=sent.get("for_applicant", ""),
        for_committee=sent.get("for_committee", ""),
    )
    return written, tuple(faults)


def read_version(sent: QueryDict) -> int:
    """Return the version that a form was opened on; 0, which is none, where it is no number."""
    text = sent.get("version", "")[:9]
    return int(text) if text.isascii() and text.isdecimal() else 0


def read_answer(record: ApplicationRecord, sent: QueryDict) -> tuple[str, dict[str, Any], Faults]:
    """Return the answer to a request and the answers of the form as revised, with what cannot be kept."""
    faults: list[tuple[str, str]] = []
    answers = dict(read_form_answers(record, sent, faults))
    return sent.get("answer", ""), answers, tuple(faults)


class RequestForm(TimedForm):
    """What is asked of an applicant between two rounds, and until when."""

    moments = ("due",)

    kind = forms.ChoiceField(label=_("What is asked for"), choices=list(REVISION_NAMES.items()))
    request = forms.CharField(
        label=_("What the applicant is asked"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("They read it as you write it; the letter around it is in both languages."),
    )
    due_day = make_day(_("Until which day"), required=True)
    due_time = make_time(_("at"))
    due_which = make_which()
    releases = forms.BooleanField(
        label=_("Give the applicant what the reviewers wrote for them"),
        required=False,
        help_text=_("Without names, as “Reviewer 1, 2…”."),
    )

    def __init__(self, data: Any = None, *, zone: str, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.zone = zone
        self.fields["due_time"].required = True
        self.add_moments(zone)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.check_moments(self.zone)
        return values

    def get_request(self) -> Request:
        """Return what is asked."""
        said, due = self.cleaned_data, self.get_local("due")
        assert due is not None
        return Request(RevisionKind(said["kind"]), said["request"], due, said["releases"])
