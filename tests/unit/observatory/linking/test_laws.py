"""Laws of linking, on a registry of some two hundred organisations and texts made of their names."""

from __future__ import annotations

import hashlib
import html
import unicodedata
from collections.abc import Iterable

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cordee.observatory.linking.linker import Linker
from cordee.observatory.linking.links import Link, Linked
from cordee.observatory.linking.normalise import fold
from cordee.reference.countries import name_of
from cordee.reference.organisations import SHIPPED, Name, Organisation, Registry, load_registry
from cordee.reference.records import RegistryFacts, to_table


# The homes of many tests and, below, all that the registry ties to them.
SEEDS = (
    "02vjkv261",  # Inserm
    "04t0gwh46",  # Institut Curie
    "013cjyk83",  # PSL
    "02kzqn938",  # Université de Lille
    "052gg0110",  # University of Oxford
    "02v51f717",  # Peking University
    "01cwqze88",  # National Institutes of Health
    "00cvxb145",  # University of Washington
    "010pmpe69",  # Lomonosov Moscow State University
)
SIZE = 200
EXTRA = "09zzzzz99"

# Kept on one process, for each would compile both indexes.
pytestmark = pytest.mark.long

# A small index still holds all countries and towns, and compiling it takes seconds; what is said of
# a test's speed by hypothesis would only measure the machine.
LAW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def choose_organisations() -> list[Organisation]:
    """Return the seeds, their relatives, and enough others of the registry, always the same."""
    registry = load_registry(SHIPPED)
    chosen = dict.fromkeys(SEEDS)
    for seed in SEEDS:
        one = registry.organisations[seed]
        relatives = [*one.parents, *one.related, *one.children]
        chosen.update(dict.fromkeys(id_ for id_ in relatives if id_ in registry))
    for id_ in registry.organisations:
        if len(chosen) >= SIZE:
            break
        chosen.setdefault(id_)
    return [registry.organisations[id_] for id_ in list(chosen)[:SIZE]]


ORGANISATIONS = choose_organisations()


def compile_linker(organisations: Iterable[Organisation]) -> Linker:
    facts = RegistryFacts("test", "test", "2026-01-01")
    table = to_table(organisations, facts)
    # The content names the compiled file, so that a changed choice is compiled anew.
    checksum = hashlib.sha256(repr(table.to_pylist()).encode()).hexdigest()
    return Linker.load(Registry(table, facts, checksum, None))


@pytest.fixture(scope="module")
def small() -> Linker:
    return compile_linker(ORGANISATIONS)


@pytest.fixture(scope="module")
def larger() -> Linker:
    name = Name("Quillnorth Observatory of Tidal Vexillology", ("ror_display", "label"), "en")
    return compile_linker([*ORGANISATIONS, Organisation(EXTRA, name.text, (name,), "NZ")])


NAMES = [name.text for one in ORGANISATIONS for name in one.names]
ADDRESSES = [
    "Paris",
    "Lille",
    "France",
    "UK",
    "USA",
    "Seattle, WA 98195",
    "P. R. China",
    "Москва",
    "75005 Paris",
    "U830",
    "UMR 3215",
    "26 rue d'Ulm",
    "Department of Medicine",
    "Faculté de Médecine",
    "School of Public Health",
    "and",
    "&",
    "of",
    "University",
    "University Hospital",
    "Institute",
    "A",
    "1",
    "é",
    "北京",
    "jane@example.org",
]
names = st.sampled_from(NAMES)
pieces = names | st.sampled_from(ADDRESSES) | st.text(max_size=8)
separators = st.sampled_from([", ", ",", "; ", " ", " - ", ". ", " (", ") ", "/", "\n", " and "])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return names, addresses and anything else, one after another."""
    text = draw(pieces)
    for piece in draw(st.lists(pieces, max_size=4)):
        text += draw(separators) + piece
    return text


def set_apart(text: str) -> str:
    """Return `text` without lone surrogates, which no file in UTF-8 holds."""
    return text.encode("utf-8", "replace").decode()


def list_answer(linked: Linked) -> tuple[list[tuple[str, str, int, int]], tuple[str, ...], str]:
    """Return all of an answer but the scores."""
    found = [(one.organisation, one.reason, one.start, one.end) for one in linked.organisations]
    return found, linked.countries, linked.country_basis


def list_organisations(linked: Linked) -> list[str]:
    return [one.organisation for one in linked.organisations]


def read_rows(table: pa.Table) -> list[tuple[object, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


# --- words ------------------------------------------------------------------------------------


@given(st.text(max_size=60))
@example("𝙰")  # capitals of mathematics, which only their plain form has in lower case
@example("İßẞſKÅǅﬁŁ")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("name", sorted(set(NAMES))[::7])
def test_folding_a_name_twice_is_folding_it_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@LAW
@given(text=texts())
def test_composed_and_decomposed_texts_link_alike(small: Linker, text: str) -> None:
    composed = small.link_one(unicodedata.normalize("NFC", text))
    decomposed = small.link_one(unicodedata.normalize("NFD", text))

    assert list_organisations(composed) == list_organisations(decomposed)
    assert composed.countries == decomposed.countries


@LAW
@given(text=texts())
def test_blanks_around_a_text_are_nothing(small: Linker, text: str) -> None:
    padded_text = f"  \t{text} \u00a0 "
    plain, padded = small.link_one(text), small.link_one(padded_text)

    assert list_organisations(padded) == list_organisations(plain)
    assert padded.countries == plain.countries
    # An identifier speaks for its whole text, so blanks and all.
    written = [padded_text[one.start : one.end].strip() for one in padded.organisations]
    assert written == [text[one.start : one.end].strip() for one in plain.organisations]


@LAW
@given(parts=st.lists(names, min_size=1, max_size=3))
def test_wide_blanks_are_blanks(small: Linker, parts: list[str]) -> None:
    text = ", ".join(parts)

    assert list_organisations(small.link_one(text.replace(" ", "  "))) == list_organisations(
        small.link_one(text)
    )


@LAW
@given(parts=st.lists(names, min_size=1, max_size=3))
@example(parts=["Московский государственный университет", "UMR5048"])
def test_escaped_and_plain_texts_link_alike(small: Linker, parts: list[str]) -> None:
    text = ", ".join(parts)
    escaped = "".join(c if c.isascii() else f"&#{ord(c)};" for c in html.escape(text, quote=False))

    assert list_organisations(small.link_one(escaped)) == list_organisations(small.link_one(text))


@LAW
@given(
    text=texts(),
    noise=st.sampled_from([
        "0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1825-0097",
        "ORCID: 0000-0002-1825-0097",
        "jane.doe@example.org",
        "Electronic address: jane.doe@example.org",
    ]),
)  # fmt: skip
@example(text="UMR7277, INSERM, 北京大学", noise="https://orcid.org/0000-0002-1825-0097")
def test_noise_at_the_end_changes_nothing(small: Linker, text: str, noise: str) -> None:
    assert list_answer(small.link_one(f"{text}; {noise}")) == list_answer(
        small.link_one(f"{text};")
    )


# --- many texts -------------------------------------------------------------------------------


@LAW
@given(given=st.lists(texts().map(set_apart), max_size=6))
def test_a_batch_is_its_texts_one_by_one(small: Linker, given: list[str]) -> None:
    expected: list[tuple[object, ...]] = []
    for text in given:
        linked = small.link_one(text)
        expected += [
            (text, one.organisation, one.score, one.reason, one.start, one.end)
            for one in linked.organisations
        ]
        if not linked.organisations:
            expected.append((text, None, None, None, None, None))

    table = small.link(given)
    columns = ["string", "ror_id", "score", "reason", "start", "end"]
    assert read_rows(table.select(columns)) == [
        pytest.approx(row) if row[2] is not None else row for row in expected
    ]


@LAW
@given(given=st.lists(texts().map(set_apart), max_size=6), random=st.randoms())
def test_the_order_of_texts_does_not_matter(
    small: Linker, given: list[str], random: object
) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def sort(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
        return sorted(rows, key=repr)

    assert sort(read_rows(small.link(shuffled))) == sort(read_rows(small.link(given)))


@LAW
@given(text=texts().map(set_apart), others=st.lists(texts().map(set_apart), max_size=3))
def test_a_repeated_text_gives_its_rows_again(small: Linker, text: str, others: list[str]) -> None:
    alone = read_rows(small.link([text]))
    between = read_rows(small.link(others))

    assert read_rows(small.link([text, *others, text, text])) == alone + between + alone + alone


@LAW
@given(text=texts())
def test_what_was_asked_before_changes_nothing(small: Linker, text: str) -> None:
    first = small.link_one(text)
    small.link(NAMES[:20])
    small.explain(text)

    assert small.link_one(text) == first


def test_no_texts_no_rows(small: Linker) -> None:
    assert small.link([]).num_rows == 0


def test_a_null_is_read_as_empty_and_stays_null(small: Linker) -> None:
    assert read_rows(small.link([None, ""])) == [(None,) * 7, ("", *(None,) * 6)]


# --- answers ----------------------------------------------------------------------------------


@LAW
@given(text=texts())
def test_spans_lie_in_the_text_and_in_order(small: Linker, text: str) -> None:
    found = small.link_one(text).organisations

    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


@LAW
@given(text=texts())
def test_nobody_is_found_twice(small: Linker, text: str) -> None:
    found = list_organisations(small.link_one(text))

    assert len(found) == len(set(found))


@LAW
@given(text=texts())
def test_scores_are_above_nothing_and_at_most_one(small: Linker, text: str) -> None:
    assert all(0 < one.score <= 1 for one in small.link_one(text).organisations)


@LAW
@given(text=texts())
def test_who_is_found_is_in_the_registry_and_so_is_the_country(small: Linker, text: str) -> None:
    linked = small.link_one(text)
    countries = {small.organisations[one.organisation].country for one in linked.organisations}

    assert countries - {None} <= set(linked.countries)
    if linked.organisations and countries != {None}:
        assert linked.country_basis == "organisation"
    assert (linked.country_basis == "") == (not linked.countries)
    assert len(set(linked.countries)) == len(linked.countries)


@LAW
@given(text=texts())
@example(text="INSERM, Oxford University")
def test_an_explanation_says_what_the_link_says(small: Linker, text: str) -> None:
    linked, explanation = small.link_one(text), small.explain(text)

    explained = {
        Link(one.organisation, one.score, one.reason, one.start, one.end)
        for one in explanation.accepted
    }
    assert explained == set(linked.organisations)
    assert explanation.countries == linked.countries
    assert explanation.country_basis == linked.country_basis
    assert all(one.written == text[one.start : one.end] for one in explanation.candidates)
    assert not any(one.accepted for one in explanation.refused)


# --- the registry -----------------------------------------------------------------------------


@settings(LAW, max_examples=150)
@given(text=texts())
def test_an_unrelated_organisation_changes_no_answer(
    small: Linker, larger: Linker, text: str
) -> None:
    assert list_answer(larger.link_one(text)) == list_answer(small.link_one(text))


def test_the_unrelated_organisation_itself_is_found(small: Linker, larger: Linker) -> None:
    text = "Quillnorth Observatory of Tidal Vexillology, New Zealand"

    assert list_organisations(larger.link_one(text)) == [EXTRA]
    assert list_organisations(small.link_one(text)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_full_name_with_its_country_is_found(small: Linker, seed: str) -> None:
    one = small.organisations[seed]

    text = f"{one.name}, {one.city}, {name_of(one.country or '', 'en')}"

    assert seed in list_organisations(small.link_one(text))
