"""Whatever stands in a file of affiliations is linked: an answer or none, never an exception."""

from __future__ import annotations

import pytest

from cordee.observatory.linking.linker import Linker


CURIE, ORCID_INC = "04t0gwh46", "04fa4r544"
ORCID = "0000-0002-1825-0097"

pytestmark = pytest.mark.slow


def check(linker: Linker, text: str) -> None:
    """Ask everything that can be asked of one text."""
    linked = linker.link_one(text)
    explanation = linker.explain(text)

    assert all(0 <= one.start < one.end <= len(text) for one in linked.organisations)
    assert {one.organisation for one in explanation.accepted} == {
        one.organisation for one in linked.organisations
    }
    assert linker.link([text]).num_rows == max(1, len(linked.organisations))


# What each is, and the text. The long ones are made here, so that the names of tests stay short.
NOBODY = {
    "empty": "",
    "blank": " ",
    "blanks of all kinds": " \t\n\r\f\v\u00a0\u2003\u3000\u200b\ufeff",
    "NUL": "\x00",
    "control characters": "".join(map(chr, range(32)))
    + "\x7f"
    + "".join(map(chr, range(128, 160))),
    "commas": ", , ,,,; ; . . / | - – —",
    "brackets": "(((([[[[{{{{<<<<>>>>}}}}]]]]))))",
    "quotes": "'’‘`\"“”«»",
    "one bracket": "(",
    "an entity cut off": "&#x",
    "an entity of nothing": "&#0;&#xffffff;&unknown;",
    "mark-up alone": "<sup>1</sup><br/>",
    "an e-mail": "jane.doe@example.org",
    "e-mails": "jane@example.org; john@example.com, a@b",
    "an at sign": "@",
    "a phone number": "Tel.: +33 (0)1 23 45 67 89, Fax: +33 1 23 45 67 90",
    "digits": "1234567890",
    "superscripts": "¹²³ ⁴⁵⁶ ₇₈₉ ªº",
    "an address of the web": "https://example.org/path?query=1#part",
    "one letter": "A",
    "one letter of another script": "中",
    "emoji": "😀 👩\u200d🔬 🇫🇷 🏥",
    "a combining mark alone": "\u0301",
    "combining marks": "a" + "\u0301" * 300,
    "a lone high surrogate": "\ud800",
    "a lone low surrogate": "\udfff",
    "surrogates the wrong way round": "\udc00\ud800",
    "not a character": "\ufffe\uffff\U0010ffff",
    "private use": "\ue000\ue001\ue002\ue003\ue004\ue005",
    "replacement characters": "Universit\ufffd",
    "turned around": "\u202e\u202d\u200f\u200e",
    "a query": "'; DROP TABLE links; --",
    "a path": "../../../../etc/passwd",
    "a format": "%s %d {0} {name} $name",
    "null as a word": "null",
    "not a number": "NaN",
}
SOMETHING = {
    "NUL within": "Institut\x00 Curie,\x00 Paris",
    "a surrogate within": "Institut Curie \ud83d, Paris, France",
    "line breaks": "Institut Curie\r\nParis\r\n\r\nFrance",
    "right to left": "معهد كوري، باريس، فرنسا (Institut Curie)",
    "Hebrew": "האוניברסיטה העברית בירושלים",
    "Arabic": "جامعة القاهرة، كلية الطب، القاهرة، مصر",
    "Chinese": "北京大学第一医院，北京，中国",
    "Japanese": "東京大学大学院医学系研究科、東京都文京区本郷7-3-1",
    "Korean": "서울대학교 의과대학, 서울특별시, 대한민국",
    "Thai": "มหาวิทยาลัยมหิดล กรุงเทพมหานคร ประเทศไทย",
    "Devanagari": "अखिल भारतीय आयुर्विज्ञान संस्थान, नई दिल्ली",
    "two directions": "Cairo University جامعة القاهرة, Egypt مصر",
    "wide letters": "Ｉｎｓｔｉｔｕｔ Ｃｕｒｉｅ， Ｐａｒｉｓ",
    "mathematical letters": "𝐈𝐧𝐬𝐭𝐢𝐭𝐮𝐭 𝐂𝐮𝐫𝐢𝐞, 𝐏𝐚𝐫𝐢𝐬",
    "ligatures": "Oﬃce of Scientiﬁc Research, Paris",
    "decomposed": "Universite\u0301 de Lyon, Ho\u0302pital E\u0301douard Herriot",
    "escaped twice": "Universit&amp;eacute; de Lyon, &amp;amp;#201;cole",
    "misread": "UniversitÃ© de Lyon, Ã‰cole dâ€™Ã©tÃ©",
    "misread twice": "UniversitÃƒÂ© de Lyon",
    "half misread": "UniversitÃ© de Lyon, École, \xe9cole, Ã",
    "soft hyphens": "Insti\u00adtut Cu\u00adrie, Paris",
    "no blanks": "InstitutCurie,Paris,France;InsermU830",
    "capitals": "INSTITUT CURIE, PARIS, FRANCE",
    "dots": "I.N.S.E.R.M. U.830. Institut. Curie. Paris. France.",
}
LONG = {
    "a long word": ("a", 100_000),
    "a long number": ("1", 100_000),
    "long capitals": ("A", 100_000),
    "a long Chinese word": ("大", 33_000),
    "commas": (",", 100_000),
    "commas and blanks": (", ", 50_000),
    "brackets": ("(", 100_000),
    "hyphens": ("a-", 50_000),
    "dots": ("A.", 50_000),
    "at signs": ("a@", 50_000),
    "angles": ("<", 100_000),
    "entities": ("&amp;", 20_000),
    "blanks": (" ", 100_000),
    "line breaks": ("\n", 100_000),
    "combining marks": ("\u0301", 50_000),
    "misread": ("Ã©", 50_000),
    "emoji": ("😀", 25_000),
    "one name": ("Institut Curie, ", 6_250),
    "one name without commas": ("University of ", 7_000),
    "many names": ("Univ Lille, Inserm, CHU Lille, U1172, F-59000 Lille, France; ", 1_650),
    "acronyms": ("CNRS ", 20_000),
    "towns": ("Paris Lyon Boston ", 5_500),
    "identifiers": ("https://ror.org/04t0gwh46 ", 3_850),
    "ORCIDs": (f"{ORCID} ", 5_000),
    "e-mails": ("jane@example.org ", 5_900),
}

# All of these name Institut Curie.
WITHIN = {
    "NUL for a blank": "Institut\x00Curie, Paris",
    "NUL after": "Institut Curie\x00, Paris",
    "wide letters": "Ｉｎｓｔｉｔｕｔ Ｃｕｒｉｅ， Ｐａｒｉｓ",
    "soft hyphens": "Insti\u00adtut Cu\u00adrie, Paris",
    "byte order mark": "\ufeffInstitut Curie, Paris",
    "no-break space": "Institut\u00a0Curie, Paris",
    "no blank of any width": "Institut\u200bCurie, Paris",
    "emoji": "Institut Curie 😀, Paris",
    "marks of direction": "\u202aInstitut Curie\u202c, Paris",
    "blanks and commas": "Institut  \t Curie ,, , Paris",
    "brackets open": "(((Institut Curie, Paris",
    "commas after": "Institut Curie, Paris" + ", " * 2_000,
    "commas before": ", " * 2_000 + "Institut Curie, Paris",
    "a long word before": "x" * 20_000 + ", Institut Curie, Paris",
    "a superscript": "¹Institut Curie, Paris",
    "a number": "1 Institut Curie, Paris",
}


@pytest.mark.parametrize("what", NOBODY)
def test_nobody_is_named(linker: Linker, what: str) -> None:
    check(linker, NOBODY[what])

    assert linker.link_one(NOBODY[what]).organisations == ()


@pytest.mark.parametrize("what", SOMETHING)
def test_anything_is_read(linker: Linker, what: str) -> None:
    check(linker, SOMETHING[what])


@pytest.mark.parametrize("what", LONG)
def test_a_long_text_is_read(linker: Linker, what: str) -> None:
    piece, times = LONG[what]

    check(linker, piece * times)


@pytest.mark.parametrize("what", [*NOBODY, *SOMETHING])
def test_what_comes_after_bad_input_is_still_linked(linker: Linker, what: str) -> None:
    bad = {**NOBODY, **SOMETHING}[what]
    table = linker.link([bad, "Institut Curie, Paris, France"])

    assert table.column("ror_id").to_pylist()[-1] == CURIE


@pytest.mark.parametrize("what", WITHIN)
def test_a_name_is_found_within_rubbish(linker: Linker, what: str) -> None:
    text = WITHIN[what]
    check(linker, text)

    assert CURIE in {one.organisation for one in linker.link_one(text).organisations}


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("UniversitÃ© de Lille, Lille", "Université de Lille, Lille"),
        ("Ã‰cole Polytechnique, Palaiseau", "École Polytechnique, Palaiseau"),
        ("UniversitÃ¤t Wien, Wien", "Universität Wien, Wien"),
        ("HÃ´pital EuropÃ©en Georges-Pompidou, Paris", "Hôpital Européen Georges-Pompidou, Paris"),
        ("UniversitÃ\xa0 di Pisa, Pisa", "Università di Pisa, Pisa"),
        ("Universidad de MÃ¡laga, MÃ¡laga", "Universidad de Málaga, Málaga"),
        ("UniversitÃƒÂ© de Lille, Lille", "Université de Lille, Lille"),
        ("St Thomasâ€™ Hospital, London", "St Thomas’ Hospital, London"),
        ("ÐœÐ¾ÑÐºÐ²Ð°".replace("Ñ", "Ñ\x81"), "Москва"),
        ("åŒ—äº¬å¤§å­¦", "北京大学"),
    ],
    ids=range(10),
)
def test_misread_text_is_linked_as_what_was_meant(linker: Linker, misread: str, meant: str) -> None:
    found, expected = linker.link_one(misread), linker.link_one(meant)

    assert [one.organisation for one in found.organisations] == [
        one.organisation for one in expected.organisations
    ]
    assert found.countries == expected.countries


@pytest.mark.parametrize("place", ["{}", "{}, Institut Curie, Paris", "Institut Curie, Paris, {}"])
@pytest.mark.parametrize(
    "orcid",
    [
        ORCID,
        "0000-0002-1694-233X",
        "0000-0002-1694-233x",
        f"ORCID {ORCID}",
        f"ORCID: {ORCID}",
        f"ORCID iD: {ORCID}",
        f"ORCID ID {ORCID}",
        f"ORCID-ID: {ORCID}",
        f"orcid:{ORCID}",
        f"Orcid {ORCID}",
        f"(ORCID {ORCID})",
        f"[{ORCID}]",
        f"https://orcid.org/{ORCID}",
        f"http://orcid.org/{ORCID}",
        f"https://www.orcid.org/{ORCID}",
        f"orcid.org/{ORCID}",
        f"www.orcid.org/{ORCID}",
        f"ORCID: https://orcid.org/{ORCID}",
        f"<a href='https://orcid.org/{ORCID}'>ORCID</a>",
        "ORCID: 0000 0002 1825 0097",
        "ORCID: 0000–0002–1825–0097",
        "ORCID 0000000218250097",
        "ORCID:",
        "ORCID",
    ],
)
def test_an_orcid_is_a_person(linker: Linker, orcid: str, place: str) -> None:
    text = place.format(orcid)
    found = {one.organisation for one in linker.link_one(text).organisations}

    assert ORCID_INC not in found
    assert found == ({CURIE} if "Curie" in place else set())
