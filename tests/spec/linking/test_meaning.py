"""What a text names: one line a case, organisations by ROR id, then countries."""

from __future__ import annotations

import pytest

from cordee.observatory.linking.linker import Linker


INSERM, CNRS, CURIE, PSL, APHP = "02vjkv261", "02feahw73", "04t0gwh46", "013cjyk83", "00pg5jh14"
LILLE, CHU_LILLE, CHU_RENNES, CHU_CAEN = "02kzqn938", "02ppyfa04", "05qec5a53", "027arzy69"

pytestmark = pytest.mark.slow

CASES = [
    # several organisations, one text
    ("Inserm U830, Institut Curie, PSL, 26 rue d'Ulm, 75005 Paris", {INSERM, CURIE, PSL}, ["FR"]),
    ("Univ Lille, Inserm, CHU Lille, U1172, F-59000 Lille, France",
     {LILLE, INSERM, CHU_LILLE}, ["FR"]),
    # French units by number, with the institution unsaid
    ("U 830, Institut Curie, Paris, France", {INSERM, CURIE}, ["FR"]),
    ("UMR-S 1138, Centre de Recherche des Cordeliers, Paris, France", {INSERM, "00dmms154"}, ["FR"]),
    # Inserm stands right behind its laboratory, yet the unit's number names it once more.
    ("Centre de Recherche des Cordeliers Inserm U1138, Paris, France", {INSERM, "00dmms154"}, ["FR"]),
    # the hospital of the town that is said
    ("CHU Rennes, 35000 Rennes, France", {CHU_RENNES}, ["FR"]),
    ("CHRU de Lille, Lille, France", {CHU_LILLE}, ["FR"]),
    ("Caen University Hospital, Caen, France", {CHU_CAEN}, ["FR"]),
    ("Assistance Publique Hopitaux de Paris, Paris, France", {APHP}, ["FR"]),
    ("APHP, Paris, France", {APHP}, ["FR"]),
    # institutes called by the person whose name they bear
    ("Gustave Roussy, Villejuif, France", {"0321g0743"}, ["FR"]),
    ("Centre Antoine Lacassagne, Nice, France", {"05hmfw828"}, ["FR"]),
    # the namesake with the parts; the name in full before the name cut short
    ("National Institutes of Health, Bethesda, MD, USA", {"01cwqze88"}, ["US"]),
    ("Department of Neurology, University of Washington", {"00cvxb145"}, ["US"]),
    # one name, two orders, several languages, abbreviations
    ("Lille University, France", {LILLE}, ["FR"]),
    ("Univ. of Oxford, Oxford, UK", {"052gg0110"}, ["GB"]),
    ("Universität Wien, Wien, Austria", {"03prydq77"}, ["AT"]),
    # the head of a name in initials, its town left out, its country left out, a letter mistaken
    ("IIT Roorkee, Roorkee, India", {"00582g326"}, ["IN"]),
    ("Department of Materials Science, TU Dresden, Germany", {"042aqky30"}, ["DE"]),
    ("Neurosurgery, Changzheng Hospital, Shanghai, China", {"0103dxn66"}, ["CN"]),
    ("Washington University, St. Louis, Missouri 63130, USA", {"01yc7t268"}, ["US"]),
    ("National Cancer Center, Tokyo, Japan", {"0025ww868"}, ["JP"]),
    ("The Florida State Univcrsity, Tallahassee", {"05g3dte14"}, ["US"]),
    # a town that is spelt as a country, a country before "and", a state beside a country
    ("University of Missouri, Columbia, Missouri", {"02ymw8z06"}, ["US"]),
    ("Cancer Registry of Norway, Oslo, Norway and Royal Marsden NHS Foundation Trust, Sutton, UK",
     {"03sm1ej59", "0008wzh48"}, ["NO", "GB"]),
    ("University of California, San Diego, California 92093; Weizmann Institute of Science, Israel",
     {"0168r3w48", "0316ej306"}, ["US", "IL"]),
    # a town of a State that is called as a country, a town that is, and a country guessed from a name
    ("University of Georgia, Athens, Georgia", {"00te3t702"}, ["US"]),
    ("Universidad de Granada, Granada, Spain", {"04njjy449"}, ["ES"]),
    # laboratory and institution side by side, both signing
    ("LTSI INSERM, Rennes, France", {INSERM, "01f1amm71"}, ["FR"]),
    # exact display name
    ("Institut Curie", {CURIE}, ["FR"]),
    # other scripts
    ("北京大学", {"02v51f717"}, ["CN"]),
    ("Московский государственный университет имени М. В. Ломоносова", {"010pmpe69"}, ["RU"]),
    ("كلية الطب، جامعة القاهرة، مصر", {"03q21mh05"}, ["EG"]),
    # identifiers
    ("Somewhere (https://ror.org/04t0gwh46)", {CURIE}, ["FR"]),
    ("Somewhere, grid.418596.7", {CURIE}, ["FR"]),
    # a legal status is nobody, and a saint is not her island
    ("Fondazione Santa Lucia IRCCS, Rome, Italy", {"05rcxtd95"}, ["IT"]),
    ("IRCCS Santa Lucia, Rome, Italy", set(), ["IT"]),
    # the end of a name is not another's name, and the words may stand in another order
    ("Leon Berard Cancer Center, 69008 Lyon, France", {"01cmnjq37"}, ["FR"]),
    # a country without an organisation
    ("Private practice, Geneva, Switzerland", set(), ["CH"]),
    ("Independent researcher, P.R. China", set(), ["CN"]),
    ("Consultant, Boston, MA 02115, USA.", set(), ["US"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "organisations", "countries"), CASES)
def test_names(linker: Linker, text: str, organisations: set[str], countries: list[str]) -> None:
    linked = linker.link_one(text)

    assert {one.organisation for one in linked.organisations} == organisations
    assert list(linked.countries) == countries


NEVER = [
    # what users of other linkers complain of: text, the organisation that must not be found
    ("CHU Rennes, Rennes, France", CHU_CAEN),
    ("Department of Transportation, Salem, Oregon, USA", "02wq8r182"),
    ("National Institute of Health, Islamabad, Pakistan", "01cwqze88"),
    ("Masaryk University, Brno, Czech Republic", "02k7v4d05"),
    ("Université Paris XII, Créteil, France", "05f82e368"),
    ("Jane Doe, ORCID 0000-0002-1825-0097, Lyon, France", "04fa4r544"),
]


@pytest.mark.parametrize(("text", "organisation"), NEVER)
def test_never_names(linker: Linker, text: str, organisation: str) -> None:
    assert organisation not in {one.organisation for one in linker.link_one(text).organisations}


NOBODY = [
    "Department of Medicine",
    "Faculty of Medicine, University Hospital",
    "Cancer Institute",
    "Ministry of Health",
    "Lyon, France",
    "C, A & B, London, UK",
    "Electronic address: jane@example.org",
    "ORCID: 0000-0002-1825-0097",
    "",
]


@pytest.mark.parametrize("text", NOBODY)
def test_names_nobody(linker: Linker, text: str) -> None:
    assert linker.link_one(text).organisations == ()


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Unknown Lab, Atlanta, Georgia, USA", "US"),
        ("Unknown Lab, Athens, Georgia 30602", "US"),
        ("Unknown Lab, Tbilisi, Georgia", "GE"),
        ("Unknown Lab, Granada, Spain", "ES"),
        ("St Mary's Hospital, London, UK", "GB"),
        ("Unknown Lab, Cambridge, UK", "GB"),
        ("Unknown Lab, Daejeon, Republic of Korea", "KR"),
        ("Unknown Lab, Praha, République tchèque", "CZ"),
        ("Unknown Lab, PARIS, FR", "FR"),
        ("Unknown Lab, Tokyo", "JP"),
        ("Unknown Lab, Hong Kong", "HK"),
    ],
)
def test_country_of_the_text(linker: Linker, text: str, country: str) -> None:
    assert linker.link_one(text).countries == (country,)


def test_an_organisation_elsewhere_is_vetoed(linker: Linker) -> None:
    explanation = linker.explain("Institut Curie, Nairobi, Kenya")

    assert not explanation.accepted
    assert explanation.countries == ("KE",)


def test_the_span_is_the_name_as_written(linker: Linker) -> None:
    text = "  Dept &amp; co, Institut&nbsp;Curie, Paris"
    link = next(o for o in linker.link_one(text).organisations if o.organisation == CURIE)

    assert text[link.start : link.end] == "Institut&nbsp;Curie"


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        # It was an organisation of its own when the text was written.
        ("Université Paris-Sud, Orsay, France", "028rypz17"),
        # A record that was withdrawn stood for nobody: the university whose school it is does.
        ("Yale School of Medicine, New Haven, CT, USA", "03v76x132"),
        # The open university bears the closed one's name too.
        ("Université de Nantes, Nantes, France", "03gnr7b55"),
    ],
)
def test_closed_organisations_follow_one_policy(
    linker: Linker, text: str, organisation: str
) -> None:
    found = {one.organisation for one in linker.link_one(text).organisations}

    assert organisation in found
    assert len(found) == 1


def test_the_precise_point_takes_no_more(linker: Linker) -> None:
    precise = Linker(linker.index, linker.organisations, precise=True)
    for text, _, _ in CASES:
        few = {one.organisation for one in precise.link_one(text).organisations}
        assert few <= {one.organisation for one in linker.link_one(text).organisations}
