"""What stands in a Word document of an agreement, for each kind in each language."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from docx import Document
from docx.document import Document as Documented
from tests.agreements.cast import AT, ON

from cordee.agreements.life import Stage
from cordee.agreements.periods import Terms, find_days
from cordee.agreements.states import (
    AmendmentKind,
    ClauseKind,
    ClauseState,
    Follows,
    Kind,
    PartyRole,
    Permitted,
    Renewal,
    ScopeKind,
)
from cordee.agreements.values import (
    AmendmentLine,
    ClauseLine,
    Draft,
    Kin,
    PartyLine,
    PermitLine,
    Record,
    Scope,
)
from cordee.agreements.word.fields import LANGUAGES, list_signed_languages, write_fields
from cordee.agreements.word.templates import fill, read_ours
from cordee.directory.queries import Named
from cordee.directory.states import Kind as OrganisationKind


CURIE, CRICK = UUID(int=1), UUID(int=2)
NAMES = {
    CURIE: Named(
        CURIE, OrganisationKind.HOSPITAL, "Institut A", "Institute A", "IA", "FR", "04t0gwh46"
    ),
    CRICK: Named(CRICK, OrganisationKind.INSTITUTION, "Centre B", "Centre B", "", "GB", None),
}
CITIES = {CURIE: "Paris", CRICK: "London"}
TERMS = Terms(
    date(2024, 1, 1),
    date(2025, 12, 31),
    renewal=Renewal.TACIT,
    renewal_months=12,
    most_renewals=3,
    notice_months=3,
)


def make_record(kind: Kind = Kind.FRAMEWORK, stage: Stage = Stage.DRAFT) -> Record:
    binds = kind not in {Kind.MOU, Kind.LETTER_OF_INTENT}
    draft = Draft(
        kind,
        "Tumeurs du foie",
        "Tumours of the liver",
        TERMS,
        reference="IA-2026-014",
        summary="What both do.",
        is_binding=binds,
        amount=Decimal(120000) if binds else None,
        currency="EUR" if binds else "",
        scope=(Scope(ScopeKind.COUNTRY, "SN"), Scope(ScopeKind.THEME, "Liver & bile")),
    )
    return Record(
        id=UUID(int=9),
        office=CURIE,
        draft=draft,
        stage=stage,
        stage_since=AT,
        days=find_days(TERMS, on=ON),
        is_demonstration=False,
        version=1,
        changed_at=AT,
        changed_by="Alice",
        parties=(
            PartyLine(UUID(int=3), CURIE, PartyRole.HOST, "A. Director", "director", "fr", None),
            PartyLine(UUID(int=4), CRICK, PartyRole.PROVIDER, "", "", "en", None),
        ),
        clauses=tuple(
            ClauseLine(one, ClauseState.NOT_APPLICABLE, "No data.")
            if one is ClauseKind.DATA_PROTECTION
            else ClauseLine(one, None, "")
            for one in ClauseKind
        ),
        permits=(
            PermitLine(UUID(int=5), Permitted.USE_FACILITY, CURIE, CRICK, "5.2", "On request."),
        ),
        amendments=(AmendmentLine(UUID(int=6), 1, AmendmentKind.CHANGE, "A new annex.", ON, None),),
        parent=Kin(UUID(int=7), "IA-1", "Accord large", "Wide agreement", Follows.UNDER),
        children=(),
        gates=None,
        documents=None,
    )


def write(record: Record, language: str) -> Documented:
    text = write_fields(record, NAMES, CITIES, language, on=ON)
    content = fill(read_ours(record.kind, language), text, language=language, at=AT)
    return Document(io.BytesIO(content))


def read(document: Documented) -> str:
    return "\n".join(one.text for one in document.paragraphs).replace("\u202f", " ")


SAID = {
    "fr": (
        "Institut A (IA)",
        "hôpital, [forme juridique]",
        "Paris, France",
        "Londres, Royaume-Uni",
        "agissant par A. Director, director",
        "agissant par [nom du signataire]",
        "agissant comme hôte",
        "Tumeurs du foie",
        "IA-2026-014",
        "1er juin 2026",
        "pays : Sénégal",
        "thèmes : Liver & bile",
        "prend effet le 1er janvier 2024",
        "31 décembre 2026",
        "30 septembre 2026",
        "3 fois au plus",
        "Institut A permet à Centre B : utiliser ses plateformes.",
        "(Clause 5.2.)",
        "Conditions : On request.",
        "N°\u00a01 (",
        "« Accord large » (IA-1)",
        "les deux textes font foi",
        "n’appelle pas de clause",
        "Noté dans la fiche : No data.",
        "Texte de départ",
    ),
    "en": (
        "Institute A (IA)",
        "hospital, [legal form]",
        "Paris, France",
        "London, United Kingdom",
        "represented by A. Director, director",
        "represented by [name of the signatory]",
        "acting as host",
        "Tumours of the liver",
        "IA-2026-014",
        "1 June 2026",
        "countries: Senegal",
        "themes: Liver & bile",
        "takes effect on 1 January 2024",
        "31 December 2026",
        "30 September 2026",
        "3 times at most",
        "Institute A lets Centre B use its facilities",
        "(Clause 5.2.)",
        "Conditions: On request.",
        "No. 1 (",
        "“Wide agreement” (IA-1)",
        "both texts are authentic",
        "needs no clause on this subject",
        "Noted in the record: No data.",
        "Starting text",
    ),
}
HEADINGS = {
    "fr": (
        "Propriété intellectuelle",
        "Protection des données",
        "Publications",
        "Responsabilité",
        "Droit applicable et différends",
        "Durée, renouvellement et préavis",
        "Langues",
    ),
    "en": (
        "Intellectual property",
        "Data protection",
        "Publication",
        "Liability",
        "Applicable law and disputes",
        "Period, renewal and notice",
        "Languages",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_each_kind_holds_parties_dates_and_clauses(kind: Kind, language: str) -> None:
    document = write(make_record(kind), language)
    said = read(document).replace("«\u00a0", "« ").replace("\u00a0»", " »")
    assert [one for one in SAID[language] if one.replace("«\u00a0", "« ") not in said] == []
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert set(HEADINGS[language]) <= set(headings)
    assert "{{" not in said
    assert "{%" not in said
    # One block to sign for each party.
    signed = {"fr": ("Pour Institut A", "Pour Centre B"), "en": ("For Institute A", "For Centre B")}
    assert all(one in said for one in signed[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_differ(language: str) -> None:
    texts = {read(write(make_record(kind), language)) for kind in Kind}
    titles = {write(make_record(kind), language).paragraphs[0].text for kind in Kind}
    assert len(texts) == len(titles) == len(Kind)


def get_head(document: Documented) -> str:
    return "\n".join(one.text for one in document.sections[0].header.paragraphs)


@pytest.mark.parametrize(
    ("stage", "signed_on", "is_draft"),
    [
        (Stage.DRAFT, None, True),
        (Stage.SIGNATURE, None, True),
        (Stage.SIGNATURE, ON, False),
        (Stage.ABANDONED, None, True),
        (Stage.IN_FORCE, ON, False),
        # An agreement recorded long after its signature, whose days nobody noted.
        (Stage.IN_FORCE, None, False),
    ],
)
def test_it_says_that_it_is_a_draft_until_everybody_signed(
    stage: Stage, signed_on: date | None, *, is_draft: bool
) -> None:
    record = make_record(stage=stage)
    parties = tuple(replace(one, signed_on=signed_on) for one in record.parties)
    document = write(replace(record, parties=parties), "en")
    assert ("Draft, not signed" in get_head(document)) is is_draft
    assert ("nothing in it binds anybody" in read(document)) is is_draft
    assert ("1 June 2026" in read(document).split("Signatures")[-1]) is (signed_on is not None)


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        (("fr", "en"), ("fr", "en")),
        (("fr", "fr"), ("fr",)),
        (("en", "other"), ("en",)),
        (("both", ""), ("fr", "en")),
        (("", ""), ("fr", "en")),
        (("other", "other"), ("fr", "en")),
    ],
)
def test_the_languages_are_those_of_the_parties(
    spoken: tuple[str, str], written: tuple[str, ...]
) -> None:
    record = make_record()
    parties = tuple(
        replace(one, language=language)
        for one, language in zip(record.parties, spoken, strict=True)
    )
    assert list_signed_languages(replace(record, parties=parties)) == written


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (Terms(date(2026, 1, 1), None), "for an indefinite period"),
        (Terms(None, date(2027, 1, 1)), "on the day of its last signature and runs until"),
        (Terms(None, None), "on the day of its last signature, for an indefinite period"),
        (Terms(date(2026, 1, 1), date(2027, 1, 1)), "It is not renewed."),
        (
            Terms(date(2026, 1, 1), date(2027, 1, 1), renewal=Renewal.AMENDMENT),
            "only by an amendment that every party signs",
        ),
        (TERMS, "It was renewed 1 time so far, and runs until 31 December 2026."),
    ],
)
def test_the_period_is_said_as_it_is_computed(terms: Terms, said: str) -> None:
    record = make_record()
    record = replace(record, draft=replace(record.draft, terms=terms), days=find_days(terms, on=ON))
    assert said in read(write(record, "en"))


def test_what_the_record_does_not_hold_leaves_no_article() -> None:
    record = replace(make_record(), permits=(), amendments=(), parent=None, parties=())
    record = replace(record, draft=replace(record.draft, scope=(), amount=None, summary=""))
    headings = [one.text for one in write(record, "en").paragraphs if one.style.name == "Heading 1"]
    absent = {"Scope", "What the parties permit each other", "Financial terms", "Amendments"}
    assert not absent & set(headings)
    assert "[The parties are not named in the record yet.]" in read(write(record, "en"))


@pytest.mark.parametrize(("language", "code"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_it_is_accessible(language: str, code: str) -> None:
    document = write(make_record(), language)
    assert document.core_properties.language == code
    assert document.core_properties.title
    assert f'w:lang w:val="{code}"' in document.styles.element.xml
    styles = [one.style.name for one in document.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") >= 12
