"""The form of an agreement itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cordee.agreements.periods import Terms
from cordee.agreements.portfolio import Portfolio, is_called
from cordee.agreements.states import (
    FOLLOWS_NAMES,
    KIND_NAMES,
    RENEWAL_NAMES,
    Follows,
    Kind,
    Renewal,
    ScopeKind,
)
from cordee.agreements.values import Draft, Record, Scope
from cordee.reference.countries import find_code
from cordee.web.forms import Choices, Combobox, make_day, offer
from cordee.web.pages.agreements.forms.base import VersionedForm
from cordee.web.picking import OFFERED, Finder, Offered, Option, PickingForm
from cordee.web.wording import format_country


def make_lines(label: Any, help_text: Any) -> forms.CharField:
    """Return a field for several things, one a line."""
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class AgreementForm(VersionedForm, PickingForm):
    """An agreement itself: what it is, its period, its renewal, its scope."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(KIND_NAMES.items()))
    reference = forms.CharField(label=_("Reference"), max_length=60, required=False)
    title_fr = forms.CharField(label=_("Title in French"), max_length=300, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    summary = forms.CharField(
        label=_("What it is for"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_binding = forms.BooleanField(
        label=_("Binds its parties in law"),
        required=False,
        initial=True,
        help_text=_("Never so for a memorandum of understanding or a letter of intent."),
    )
    amount = forms.DecimalField(
        label=_("Amount"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    currency = forms.CharField(
        label=_("Currency"), required=False, max_length=3, help_text=_("Three letters: EUR.")
    )
    start = make_day(_("First day"))
    end = make_day(_("Last day"), help_text=_("Leave empty for an agreement without an end."))
    renewal = forms.ChoiceField(label=_("Renewal"), choices=list(RENEWAL_NAMES.items()))
    renewal_months = forms.IntegerField(
        label=_("Months of each tacit renewal"), required=False, min_value=1, max_value=600
    )
    most_renewals = forms.IntegerField(
        label=_("Tacit renewals at most"), required=False, min_value=1, max_value=100
    )
    notice_months = forms.IntegerField(
        label=_("Notice, in months"), required=False, min_value=1, max_value=120
    )
    parent = forms.CharField(
        label=_("Stands to another agreement"),
        required=False,
        max_length=400,
        help_text=_("Its reference or its title."),
        widget=Combobox(
            address=reverse_lazy("agreements:parents"),
            field="parent_which",
            found=_("Agreements found"),
            fills=True,
            placeholder=_("Reference or title"),
        ),
    )
    follows = forms.ChoiceField(
        label=_("How"), required=False, choices=[("", "–"), *FOLLOWS_NAMES.items()]
    )
    countries = forms.CharField(
        label=_("Countries"), required=False, help_text=_("Names or codes, with commas.")
    )
    themes = make_lines(_("Themes"), _("One a line."))
    data_sets = make_lines(_("Data sets"), _("One a line."))
    people = make_lines(_("People"), _("By ORCID or by name, one a line."))
    facilities = make_lines(_("Facilities"), _("One a line."))
    office = forms.ChoiceField(label=_("Kept by"))

    def __init__(self, *args: Any, parents: Finder, offices: Choices, **kwargs: Any) -> None:
        self.picks = {"parent": parents}
        super().__init__(*args, **kwargs)
        if record := kwargs.get("record"):
            widget = self.fields["parent"].widget
            assert isinstance(widget, Combobox)
            # It cannot stand to itself.
            widget.address = f"{widget.address}?besides={record.id}"
            del self.fields["office"]
        else:
            offer(self.fields["office"], offices)
            del self.fields["reason"]

    def clean_countries(self) -> tuple[str, ...]:
        codes = []
        for typed in self.cleaned_data["countries"].replace(";", ",").split(","):
            if not typed.strip():
                continue
            code = find_code(typed.strip())
            if code is None:
                raise forms.ValidationError(
                    _now("“{name}” is no country we know.").format(name=typed.strip())
                )
            codes.append(code)
        return tuple(codes)

    def get_draft(self) -> Draft:
        values = self.cleaned_data
        return Draft(
            kind=Kind(values["kind"]),
            title_fr=values["title_fr"],
            title_en=values["title_en"],
            terms=Terms(
                start=values["start"],
                end=values["end"],
                renewal=Renewal(values["renewal"]),
                renewal_months=values["renewal_months"],
                most_renewals=values["most_renewals"],
                notice_months=values["notice_months"],
            ),
            reference=values["reference"],
            summary=values["summary"],
            is_binding=values["is_binding"],
            amount=values["amount"],
            currency=values["currency"],
            parent=self.get_picked("parent"),
            follows=Follows(values["follows"]) if values["follows"] else None,
            scope=tuple(self._list_scope()),
        )

    def _list_scope(self) -> list[Scope]:
        found = [Scope(ScopeKind.COUNTRY, code) for code in self.cleaned_data["countries"]]
        for name, kind in SCOPE_FIELDS.items():
            lines = (" ".join(line.split())[:300] for line in self.cleaned_data[name].splitlines())
            found += [Scope(kind, line) for line in lines if line]
        return found


def make_finder(
    get_portfolio: Callable[[], Portfolio], language: str, *, record: Record | None = None
) -> Finder:
    """Return where the agreement is looked for that another one, or a new one, stands to."""
    now = record.parent if record else None

    def find(typed: str) -> Offered:
        if now is not None and typed == now.to_line(language):
            # What stands in the form and was left as it is means what it meant, whatever else is called so.
            return Offered((Option(now.id, typed, is_same=True),))
        found = [
            one
            for one in get_portfolio().find_titled(typed)
            if record is None or one.id != record.id
        ]
        return Offered(
            tuple(
                Option(one.id, one.to_line(language), is_same=is_called(one, typed))
                for one in found[:OFFERED]
            )
        )

    return Finder(find, _("No agreement that you see has such a reference or title."))


SCOPE_FIELDS: Mapping[str, ScopeKind] = {
    "themes": ScopeKind.THEME,
    "data_sets": ScopeKind.DATA_SET,
    "people": ScopeKind.PERSON,
    "facilities": ScopeKind.FACILITY,
}


def read_initial(record: Record, language: str) -> dict[str, Any]:
    """Return what the form of an agreement shows of a record."""
    draft, terms = record.draft, record.draft.terms
    said: dict[ScopeKind, list[str]] = {}
    for one in draft.scope:
        said.setdefault(one.kind, []).append(one.text)
    countries = (format_country(code) for code in said.get(ScopeKind.COUNTRY, []))
    return {
        "kind": draft.kind.value,
        "reference": draft.reference,
        "title_fr": draft.title_fr,
        "title_en": draft.title_en,
        "summary": draft.summary,
        "is_binding": draft.is_binding,
        "amount": draft.amount,
        "currency": draft.currency,
        "start": terms.start,
        "end": terms.end,
        "renewal": terms.renewal.value,
        "renewal_months": terms.renewal_months,
        "most_renewals": terms.most_renewals,
        "notice_months": terms.notice_months,
        "parent": record.parent.to_line(language) if record.parent else "",
        "follows": draft.follows.value if draft.follows else "",
        "countries": ", ".join(countries),
        **{name: "\n".join(said.get(kind, [])) for name, kind in SCOPE_FIELDS.items()},
    }
