"""Why an organisation is named or not: one line a case, by ROR id and code of the reason."""

from __future__ import annotations

import pytest

from cordee.observatory.linking.alternatives import find_alternatives
from cordee.observatory.linking.linker import Linker
from cordee.observatory.linking.reasons import SENTENCES, Reason


pytestmark = pytest.mark.slow

NIH_US, NIH_PK, MIT = "01cwqze88", "05h1kgg64", "042nb2s44"

TAKEN = [
    # text, organisation, reason, one thing that speaks for it
    ("CHU Rennes, France", "05qec5a53", "name", "Its country is in the text."),
    ("NIH, Islamabad, Pakistan", NIH_PK, "acronym_city", "Its town is in the text."),
    ("Brno University of Technology", "03613d656", "name",
     "No other organisation of the registry has this name."),
    ("Institut Curie, Paris", "04t0gwh46", "name", "It stands alone between commas or breaks."),
    ("Hôpital Necker, Paris", "05tr67282", "words", "Its town is in the text."),
    ("Harbour office (https://ror.org/04t0gwh46)", "04t0gwh46", "identifier", None),
]  # fmt: skip

LEFT = [
    # text, organisation, reason, one thing that speaks against it
    ("NIH, Islamabad, Pakistan", NIH_US, "refused_other",
     "The text states another country than its own."),
    ("MIT, Manipal, India", MIT, "refused_country",
     "The text states another country than its own."),
    ("Department of Transportation, Ohio", "022hhqs29", "refused_ambiguous",
     "The name is made of words that many organisations share."),
    ("Brno University of Technology", "008226x45", "refused_overlap",
     "A longer name stands at the same place."),
    ("CHU Rennes, France", "016ncsr12", "refused_other",
     "The text names towns, and not its own."),
    ("Department of Medicine, Lyon, France", "02x5exm81", "refused_place",
     "The name is also that of a place."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "organisation", "reason", "sentence"), TAKEN)
def test_why_it_is_named(
    linker: Linker, text: str, organisation: str, reason: str, sentence: str | None
) -> None:
    found = {one.organisation: one for one in linker.explain(text).accepted}
    one = found[organisation]
    assert (one.reason, one.sentence) == (reason, SENTENCES[Reason(reason)])
    assert sentence is None or sentence in {e.sentence for e in one.evidence if e.favours}
    assert text[one.start : one.end] == one.written


@pytest.mark.parametrize(("text", "organisation", "reason", "sentence"), LEFT)
def test_why_it_is_not_named(
    linker: Linker, text: str, organisation: str, reason: str, sentence: str
) -> None:
    found = {one.organisation: one for one in linker.explain(text).refused}
    one = found[organisation]
    assert (one.reason, one.sentence) == (reason, SENTENCES[Reason(reason)])
    assert sentence in {e.sentence for e in one.evidence if not e.favours}


def test_the_likelier_of_those_left_come_first(linker: Linker) -> None:
    scores = [one.score for one in linker.explain("St Mary's Hospital, London, UK").refused]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)


TURNED = [
    # text, organisation, whether some small change makes it named
    ("NIH, Islamabad, Pakistan", NIH_US, True),
    ("UCL", "0572v5y16", True),
    ("Institut Pasteur", "051v7w268", True),
    ("Department of Transportation, Ohio", "022hhqs29", True),
    ("Inserm U830, Institut Curie, PSL, 26 rue d'Ulm, 75005 Paris", "030ea6w47", True),
    ("Institut Curie, PSL, Paris", "013cjyk83", False),
    ("CRG, Barcelona", "03wyzt892", False),
]


@pytest.mark.parametrize(("text", "organisation", "accepted"), TURNED)
def test_what_would_change_the_answer(
    linker: Linker, text: str, organisation: str, accepted: bool
) -> None:
    found = find_alternatives(linker, linker.explain(text))
    (one,) = [each for each in found if each.organisation == organisation]
    assert one.accepted is accepted
    for each in found:
        named = {link.organisation for link in linker.link_one(each.text).organisations}
        assert (each.organisation in named) is each.accepted
        assert each.text != text


def test_nothing_would_change_a_sure_answer(linker: Linker) -> None:
    text = "Department of Medical Oncology, Centre Léon Bérard, Lyon, France"
    assert find_alternatives(linker, linker.explain(text)) == ()


def test_the_text_as_read_is_readable(linker: Linker) -> None:
    assert linker.explain("NIH, Islamabad (Pakistan)").normalised.isprintable()
