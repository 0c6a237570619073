"""PubMed's ways of writing dates, languages and publication types, in one form each."""

from __future__ import annotations

import calendar
import re
from datetime import date

from lxml.etree import _Element


MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}

SEASONS = {"winter": 1, "spring": 4, "summer": 7, "autumn": 10, "fall": 10}
"""The month a season's issue is dated: its quarter's first, as PubMed itself sorts them."""

_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_WORD = re.compile(r"[A-Za-z]+")


def parse_month(text: str | None) -> int | None:
    """Return the month of ``Feb``, ``February``, ``02``, ``2``, ``Nov-Dec`` or ``Spring``.

    >>> parse_month("Nov-Dec"), parse_month("02"), parse_month("Summer")
    (11, 2, 7)
    """
    if not text:
        return None
    text = text.strip()
    if known := MONTHS.get(text.lower()):
        return known
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    for word in _WORD.findall(text):
        month = MONTHS.get(word[:3].lower()) or SEASONS.get(word.lower())
        if month:
            return month
    return None


def parse_medline_date(text: str) -> tuple[int | None, int | None]:
    """Return year and month of a free-form date; of a range, the beginning.

    >>> parse_medline_date("2000 Nov-Dec")
    (2000, 11)
    >>> parse_medline_date("1998 Dec-1999 Jan")
    (1998, 12)
    """
    found = _YEAR.search(text)
    if not found:
        return None, None
    return int(found[1]), parse_month(text[found.end() :])


def read_date(element: _Element | None) -> tuple[int | None, date | None]:
    """Return the year, and the date when a month is given, of a PubMed date element.

    A year no calendar has comes back as it stands, for the caller to judge; a day that its month
    does not have is dropped.
    """
    if element is None:
        return None, None
    parts = {child.tag: (child.text or "").strip() for child in element}
    if "MedlineDate" in parts:
        year, month = parse_medline_date(parts["MedlineDate"])
    else:
        written = parts.get("Year", "")
        year = int(written) if written.isdecimal() else None
        month = parse_month(parts.get("Month") or parts.get("Season"))
    if year is None or month is None:
        return year, None
    day = parts.get("Day", "")
    return year, _make_date(year, month, int(day) if day.isdecimal() else 1)


def _make_date(year: int, month: int, day: int) -> date | None:
    for attempt in (day, 1):
        try:
            return date(year, month, attempt)
        except (ValueError, OverflowError):
            continue
    return None


LANGUAGES = {
    "afr": "af", "alb": "sq", "amh": "am", "ara": "ar", "arm": "hy", "aze": "az", "ben": "bn",
    "bos": "bs", "bul": "bg", "cat": "ca", "chi": "zh", "cze": "cs", "dan": "da", "dut": "nl",
    "eng": "en", "epo": "eo", "est": "et", "fin": "fi", "fre": "fr", "geo": "ka", "ger": "de",
    "gla": "gd", "gre": "el", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "ice": "is",
    "ind": "id", "ita": "it", "jpn": "ja", "kin": "rw", "kor": "ko", "lat": "la", "lav": "lv",
    "lit": "lt", "mac": "mk", "mal": "ml", "mao": "mi", "may": "ms", "nor": "no", "per": "fa",
    "pol": "pl", "por": "pt", "pus": "ps", "rum": "ro", "rus": "ru", "san": "sa", "scc": "sr",
    "scr": "hr", "slo": "sk", "slv": "sl", "spa": "es", "srp": "sr", "swe": "sv", "tha": "th",
    "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "wel": "cy",
}  # fmt: skip
"""ISO 639-2 (bibliographic) codes PubMed uses → ISO 639-1; ``scc`` and ``scr`` are old codes."""


def convert_language(code: str | None) -> str | None:
    """Return a language's two letters where they exist, else the code; None when undetermined.

    >>> convert_language("fre"), convert_language("und")
    ('fr', None)
    """
    code = (code or "").strip().lower()
    if code in ("", "und"):
        return None
    return LANGUAGES.get(code, code)


TYPE_RULES = (
    ("retraction", ("retraction of publication", "retraction notice")),
    ("erratum", ("published erratum",)),
    ("preprint", ("preprint",)),
    ("review", ("review", "systematic review", "scoping review", "meta-analysis")),
    ("editorial", ("editorial",)),
    ("letter", ("letter", "comment")),
    ("dataset", ("dataset",)),
    ("news", ("news", "newspaper article")),
    ("report", ("technical report", "government publication", "congress", "guideline")),
    ("article", ("journal article", "case reports", "practice guideline", "clinical study")),
)
"""The word a work's type becomes, most telling first: a review is also a journal article."""


def choose_type(publication_types: list[str]) -> str:
    """Return one word for the publication types of a record.

    >>> choose_type(["Journal Article", "Review"])
    'review'
    >>> choose_type(["Randomized Controlled Trial"])
    'article'
    """
    given = {kind.lower() for kind in publication_types}
    for word, names in TYPE_RULES:
        if given.intersection(names):
            return word
    if any("trial" in kind or "study" in kind for kind in given):
        return "article"
    return "other"
