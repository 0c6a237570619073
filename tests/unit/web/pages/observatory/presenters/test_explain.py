from __future__ import annotations

import shlex
from datetime import date

import pytest

from cordee.observatory.linking.alternatives import Alternative
from cordee.observatory.linking.correction_file import Correction, Kind, Status
from cordee.observatory.linking.evidence import Evidence
from cordee.observatory.linking.explain import FEW_REFUSED, Considered, Explanation
from cordee.reference.organisations import Name, Organisation
from cordee.web.pages.observatory.presenters.explain import (
    ExplainPage,
    compare,
    present_explanation,
    present_question,
)
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.pages.observatory.presenters.records import MOST_NAMES, present_card


TAKEN, LEFT = "01aaaaa11", "02bbbbb22"
TEXT = "Vale d'Or, VC, Lyon"
ADDRESSES = Addresses(
    home="/",
    works="/works",
    work="/works/WORK",
    country="/countries/CODE",
    units="/units",
    unit="/units/CODE",
    tables="/tables/NAME",
    explain="/explain",
    network="/network",
    network_file="/network/FORM",
    who="/who",
    who_file="/who/FORM",
    finder="/finder",
    finder_file="/finder/FORM",
    declared="/declared",
    declared_file="/declared/NAME",
    compare="/compare",
    projects="/projects",
    dossiers="/dossiers",
    dossier="/dossiers/KIND/KEY",
    chord="/network/chord",
    chord_file="/network/chord/FORM",
    flows="/network/flows",
    flows_file="/network/flows/FORM",
)


def name(text: str, *kinds: str) -> Name:
    return Name(text, kinds)


REGISTRY = {
    TAKEN: Organisation(
        TAKEN, "Vale d'Or", (name("Vale d'Or", "label"), name("VDO", "acronym")), "FR", "Lyon",
        types=("healthcare", "mystery"), established=1900, parents=("03",), children=("04", "05"),
    ),
    LEFT: Organisation(
        LEFT, "Vale Centre", (), "PL", status="inactive", successors=(TAKEN, "09zzzzz99")
    ),
}  # fmt: skip
EVIDENCE = (
    Evidence(True, "Its town is in the text."),
    Evidence(False, "The organisation has closed."),
)


def consider(written: str, id_: str, *, accepted: bool, text: str = TEXT) -> Considered:
    start = text.index(written)
    score, reason = (0.97, "name") if accepted else (0.05, "refused_acronym")
    return Considered(
        id_, REGISTRY[id_].name if id_ in REGISTRY else id_, "FR", accepted, score, reason,
        "It stands.", written, start, start + len(written), EVIDENCE,
    )  # fmt: skip


def present(
    *candidates: Considered,
    text: str = TEXT,
    alternatives: tuple[Alternative, ...] = (),
    corrections: tuple[Correction, ...] = (),
) -> ExplainPage:
    found = Explanation(text, text, (), candidates, ("FR",), "organisation")
    versions = ("2", "9.9")
    return present_explanation(found, alternatives, corrections, REGISTRY, ADDRESSES, versions)


@pytest.mark.usefixtures("english")
class TestThePage:
    def test_before_a_question(self) -> None:
        assert not present_question("/explain", ()).asked

    def test_marks_what_was_taken_and_what_was_left(self) -> None:
        page = present(
            consider("Vale d'Or", TAKEN, accepted=True), consider("VC", LEFT, accepted=False)
        )
        told = [(one.text, one.kind, one.ends, one.anchor) for one in page.stretches]
        assert told == [
            ("Vale d'Or", "taken", "1", ""),
            (", ", "", "", ""),
            ("VC", "left", "", LEFT),
            (", Lyon", "", "", ""),
        ]
        assert page.stretches[2].told == "Vale Centre"
        assert "".join(one.text for one in page.stretches) == TEXT

    def test_what_stands_inside_a_longer_name_is_not_marked(self) -> None:
        page = present(
            consider("Vale d'Or", TAKEN, accepted=True), consider("Vale", LEFT, accepted=False)
        )
        assert {one.kind for one in page.stretches} == {"taken", ""}
        assert [one.card.id for one in page.refused] == [LEFT]

    def test_tells_how_sure_it_is_and_why(self) -> None:
        (one,) = present(consider("Vale d'Or", TAKEN, accepted=True)).accepted
        assert (one.number, one.strength.word, one.strength.score) == ("1", "very strong", "0.97")
        assert one.strength.bars == (True,) * 5
        assert one.favours == ("Its town is in the text.",)
        assert one.against == ("The organisation has closed.",)
        assert one.balance == "1 for, 1 against"
        assert one.address == f"/?org={TAKEN}"

    def test_shows_ten_that_were_left_and_keeps_the_rest(self) -> None:
        left = [consider("VC", f"0{n}ccccc33", accepted=False) for n in range(FEW_REFUSED + 3)]
        page = present(*left)
        assert (len(page.refused), len(page.rest)) == (FEW_REFUSED, 3)
        assert page.show_all == "Show all 13 candidates"
        assert present(*left[:2]).show_all == ""
        assert page.headline == "No organisation was recognised."

    def test_says_what_would_change_the_answer(self) -> None:
        other = Alternative(LEFT, "add_country", f"{TEXT}, Poland", True, "It would be taken.")
        (one,) = present(alternatives=(other,)).changes
        assert (one.name, one.accepted, one.sentence) == ("Vale Centre", True, "It would be taken.")
        assert one.address == "/explain?text=Vale+d%27Or%2C+VC%2C+Lyon%2C+Poland"
        assert [(piece.text, piece.kind) for piece in one.pieces] == [
            (TEXT, ""),
            (", Poland", "ins"),
        ]

    def test_says_which_correction_decided(self) -> None:
        one = Correction(
            "C001", Kind.TEXT, TEXT, (TAKEN,), "A. Martin", date(2026, 1, 2), "a new name",
            Status.ACCEPTED, "B. Diallo", date(2026, 1, 9),
        )  # fmt: skip
        (told,) = present(corrections=(one,)).corrections
        assert (told.id, told.author, told.reason) == ("C001", "A. Martin", "a new name")
        assert "2026" in told.date
        assert "2026" in told.review_date


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("text", ["Vale d'Or", '-x "y" $(z) `w`', "two\nlines; é", "a 'b' \\ c"])
def test_the_command_survives_a_shell(text: str) -> None:
    page = present(text=text)
    words = shlex.split(page.command)
    assert words[:5] == ["cordee", "corrections", "propose", "--org", "ROR id"]
    assert words[-1] == text
    assert ("--" in words) == text.startswith("-")
    nobody = shlex.split(page.nobody_command)
    assert "--nobody" in nobody
    assert "--org" not in nobody


@pytest.mark.usefixtures("english")
def test_the_command_names_what_was_found() -> None:
    page = present(consider("Vale d'Or", TAKEN, accepted=True))
    assert shlex.split(page.command)[3:5] == ["--org", TAKEN]


@pytest.mark.parametrize(
    ("old", "new"),
    [("NIH, Oslo", "NIH"), ("NIH", "NIH, Oslo, Norway"), ("A  b", "A c b"), ("x", "y")],
)
def test_pieces_make_both_texts(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(one.text for one in pieces if one.kind != "del") == new
    assert "".join(one.text for one in pieces if one.kind != "ins") == " ".join(old.split())


@pytest.mark.usefixtures("french")
def test_the_page_speaks_french() -> None:
    page = present(consider("Vale d'Or", TAKEN, accepted=True))
    assert page.headline == "1 organisation a été reconnue."
    assert page.accepted[0].strength.word == "très fort"
    assert page.accepted[0].strength.score == "0,97"
    assert page.accepted[0].favours == ("Sa ville figure dans le texte.",)


@pytest.mark.usefixtures("english")
def test_a_card_tells_what_the_registry_knows() -> None:
    card = present_card(TAKEN, REGISTRY)
    assert card.facts == ("VDO", "health care", "mystery", "established in 1900")
    assert card.place == "Lyon, France"
    assert card.relations == ("belongs to 1 other", "has 2 parts")
    assert (card.names, card.closed) == ((), "")
    assert card.ror_address == f"https://ror.org/{TAKEN}"


@pytest.mark.usefixtures("english")
def test_a_card_of_a_closed_organisation_names_what_continues_it() -> None:
    card = present_card(LEFT, REGISTRY)
    assert card.closed == "The registry says that it has closed."
    assert [one.name for one in card.successors] == ["Vale d'Or"]


@pytest.mark.usefixtures("english")
def test_a_card_keeps_long_lists_of_names_short() -> None:
    names = tuple(name(f"Vale {n}", "alias") for n in range(MOST_NAMES + 2))
    card = present_card(TAKEN, {TAKEN: Organisation(TAKEN, "Vale", names)})
    assert len(card.names) == MOST_NAMES
    assert card.more_names == "2 other names"


def test_a_card_of_an_unknown_record_is_its_id() -> None:
    assert present_card("09zzzzz99", REGISTRY).name == "09zzzzz99"
