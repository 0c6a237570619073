from __future__ import annotations

import pytest
from django.apps import apps

from cordee.agreements.states import DEED_NAMES
from cordee.directory.states import DEED_NAMES as DIRECTORY_DEEDS
from cordee.web.pages.accounts.presenters import name_deeds
from cordee.web.telling import FIELDS, KINDS, name_subject, tell_change


TOLD_WHOLE = [
    "Organisation",
    "OrganisationLink",
    "Person",
    "Involvement",
    "Award",
    "Skill",
    "Resource",
    "Offer",
    "Request",
    "Theme",
    "ThemeTie",
]
"""Records of the directory whose columns the audit tells as they are."""

NO_CHANGE = {
    "id",
    "changed_at",
    "changed_by",
    "created_at",
    "stage_since",
    "version",
    "office",
    "record",
}


def test_every_kind_has_a_name() -> None:
    kinds = {deed.partition(".")[0] for deed in (*DEED_NAMES, *DIRECTORY_DEEDS, *name_deeds())}
    assert kinds - set(KINDS) == set()


@pytest.mark.parametrize(
    "label",
    [*(f"directory.{one}" for one in TOLD_WHOLE), "agreements.Agreement", "ledger.RoleHeld"],
)
def test_every_field_has_a_name(label: str) -> None:
    fields = {column.name for column in apps.get_model(label)._meta.concrete_fields}
    assert fields - NO_CHANGE - set(FIELDS) == set()


@pytest.mark.parametrize(
    ("kind", "field", "value", "told"),
    [
        ("agreement", "stage", "in_force", ("Stage", "in force")),
        ("organisation", "kind", "hospital", ("Kind", "hospital")),
        ("organisation", "country", "DE", ("Country", "Germany")),
        ("agreement", "end", "2027-12-31", ("Last day", "31 December 2027")),
        ("agreement", "is_binding", "True", ("Binding", "yes")),
        ("role", "role", "officer", ("Role", "partnership officer")),
        (
            "agreement",
            "document_id",
            "0190f7a2-1111-2222-3333-444455556666",
            ("Document", "0190f7a2"),
        ),
        (
            "role",
            "withdrawn_at",
            "2026-06-01T22:30:00+00:00",
            ("Withdrawn on", "2 Jun 2026, 00:30"),
        ),
        ("organisation", "name_en", "2026-T", ("Name in English", "2026-T")),
        ("organisation", "name_en", "1234567890T", ("Name in English", "1234567890T")),
        ("organisation", "name_en", "hospital", ("Name in English", "hospital")),
        ("agreement", "of_a_later_version", "x", ("of_a_later_version", "x")),
    ],
)
@pytest.mark.usefixtures("english")
def test_words_stand_for_codes(kind: str, field: str, value: str, told: tuple[str, str]) -> None:
    assert tell_change(kind, {field: ("", value)}) == ((told[0], "", told[1]),)


@pytest.mark.usefixtures("french")
def test_the_words_are_those_of_the_reader() -> None:
    assert name_subject("agreement", "0190f7a2-1111") == "accord 0190f7a2"
    assert tell_change("agreement", {"stage": ("draft", "in_force")}) == (
        ("Étape", "brouillon", "en vigueur"),
    )
