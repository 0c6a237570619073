"""Scopus's CSV export: one row a work, authors and affiliations as texts.

Which affiliation is whose stands in *Authors with affiliations*, where an author's affiliations follow
the name without a sign between them; they are told apart by the list in *Affiliations*.
"""

from __future__ import annotations

import re

from cordee.kernel.faults import Severity
from cordee.kernel.identifiers import hash_key, parse_doi
from cordee.kernel.messages import N_
from cordee.observatory.sources.languages import find_language
from cordee.observatory.sources.records import Chunk, Context, Parsed, Row
from cordee.observatory.sources.rows import parse_rows
from cordee.observatory.sources.values import Json, clean, strip_markup, to_int, unique


SOURCE = "scopus"

COLUMNS = frozenset({"EID", "Title", "Authors"})
"""What every export has that Cordée can use; the others are read where they are."""

TYPES = {
    "article": "article",
    "article in press": "article",
    "book": "book",
    "book chapter": "book-chapter",
    "conference paper": "article",
    "data paper": "article",
    "editorial": "editorial",
    "erratum": "erratum",
    "letter": "letter",
    "report": "report",
    "retracted": "article",
    "review": "review",
}
"""Scopus's document types as Cordée calls them; any other is *other*."""

_EID = re.compile(r"2-s2\.0-\d{1,20}")
_NUMBER = re.compile(r"\s*\(\d+\)$")  # Scopus's id of an author, after the full name
_SHORT = re.compile(r"^(.+?),?\s+((?:\w{1,3}\.-?\s?)+)$")  # "Curie M.", "Curie, M.-S."
_GRANT = re.compile(r",?\s*\(([^()]*)\)\s*$")


def parse_chunk(chunk: Chunk, context: Context) -> Parsed:
    """Return the works of the rows in `chunk`."""
    return parse_rows(chunk, context, _keep_work)


def _keep_work(row: Json, where: str, parsed: Parsed) -> None:
    identifier = clean(row.get("EID"))
    if identifier is None or not _EID.fullmatch(identifier):
        parsed.add_fault(
            where,
            Severity.RECORD,
            N_("{file}, {where}: this row has no EID of Scopus and was left out."),
        )
        return
    key = hash_key(f"{SOURCE}:{identifier}")
    where = f"{where} ({identifier})"
    authorships = _read_authorships(row, key, parsed)
    people = sum(one[1] != 0 for one in authorships)
    work = _read_work(row, key, identifier, people, where, parsed)
    grants = [
        (key, grant, funder, None)
        for part in _split(row.get("Funding Details"))
        for grant, funder in [_read_grant(part)]
    ]
    parsed.replace_earlier(key, 1)
    parsed.rows["works"].append(work)
    parsed.rows["authorships"] += authorships
    parsed.rows["grants"] += grants


def _read_work(
    row: Json, key: int, identifier: str, authors: int, where: str, parsed: Parsed
) -> Row:
    kind = clean(row.get("Document Type"))
    ends = (clean(row.get("Page start")), clean(row.get("Page end")))
    issn = _split(row.get("ISSN"))
    return (
        key,
        SOURCE,
        identifier,
        1,
        parse_doi(clean(row.get("DOI")) or ""),
        clean(row.get("PubMed ID")),
        None,
        strip_markup(row.get("Title")),
        parsed.check_year(to_int(row.get("Year")), where),
        None,
        TYPES.get((kind or "").lower(), "other"),
        [kind] if kind else [],
        clean(row.get("Source title")),
        _write_issn(issn[0]) if issn else None,
        clean(row.get("Volume")),
        clean(row.get("Issue")),
        "-".join(filter(None, ends)) or clean(row.get("Art. No.")),
        find_language(row.get("Language of Original Document")),
        _read_abstract(row.get("Abstract")),
        unique(_split(row.get("Author Keywords"))),
        authors,
        to_int(row.get("Cited by")),
        (kind or "").lower() == "retracted",
    )


def _read_authorships(row: Json, key: int, parsed: Parsed) -> list[Row]:
    short = split_authors(row.get("Authors"))
    full = [_NUMBER.sub("", name) for name in _split(row.get("Author full names"))]
    printed = full if len(full) == len(short) else short
    known = _split(row.get("Affiliations"))
    tied = _split(row.get("Authors with affiliations"))
    sure = len(tied) == len(short)
    written_to = _fold(next(iter(_split(row.get("Correspondence Address"))), ""))
    corresponding = [_fold(name) == written_to for name in short]
    named = bool(written_to) and any(corresponding)
    rows: list[Row] = []
    for place, name in enumerate(short):
        texts = find_affiliations(tied[place], name, known) if sure else []
        # Those of a work by one person are hers, tied or not.
        texts = texts or (known if len(short) == 1 else [])
        keys = unique(parsed.add_affiliation(text) for text in texts)
        rows.append(
            (
                key,
                place + 1,
                order_name(printed[place]),
                None,
                corresponding[place] if named else None,
                False,
                keys,
                [],
                [],
            )
        )
    if known and not any(row[6] for row in rows):
        # Whose each is cannot be told: they stay with the work.
        keys = unique(parsed.add_affiliation(text) for text in known)
        rows.append((key, 0, None, None, None, False, keys, [], []))
    return rows


def split_authors(value: object) -> list[str]:
    """Return the short names of a list, parted by semicolons or, before 2023, by commas.

    >>> split_authors("Curie M.; Joliot F."), split_authors("Curie, M., Joliot, F.")
    (['Curie M.', 'Joliot F.'], ['Curie, M.', 'Joliot, F.'])
    """
    text = clean(value) or ""
    if ";" in text or not re.search(r"\.,\s", text):
        return _split(text)
    return [part if part.endswith(".") else f"{part}." for part in re.split(r"\.,\s+", text)]


def find_affiliations(entry: str, name: str, known: list[str]) -> list[str]:
    """Return the affiliations of an author's entry, in order; those `known` are told apart.

    >>> find_affiliations(
    ...     "Curie M., CNRS, Paris, France, Inserm, Paris, France",
    ...     "Curie M.",
    ...     ["Inserm, Paris, France", "CNRS, Paris, France"],
    ... )
    ['CNRS, Paris, France', 'Inserm, Paris, France']
    """
    rest = entry.removeprefix(name)
    if not entry.startswith(name):
        # The name is written otherwise than in the list: it ends where its initials do.
        rest = re.sub(r"^.*?\b(?:\w{1,3}\.-?\s?)+,", "", entry, count=1)
    rest = rest.strip(" ,")
    found: list[tuple[int, str]] = []
    left = rest
    # The longest first, so that a short one inside it is not taken out of it.
    for text in sorted(known, key=len, reverse=True):
        place = left.find(text)
        if place >= 0:
            found.append((place, text))
            left = left[:place] + "\0" * len(text) + left[place + len(text) :]
    return [text for _, text in sorted(found)] or ([rest] if rest else [])


def order_name(name: str) -> str:
    """Return a name as it is said, given names first.

    >>> order_name("Curie, Marie"), order_name("Curie M.")
    ('Marie Curie', 'M. Curie')
    """
    family, comma, given = name.partition(", ")
    if comma:
        return f"{given} {family}"
    found = _SHORT.match(name)
    return f"{found[2]} {found[1]}" if found else name


def _read_grant(part: str) -> tuple[str | None, str | None]:
    found = _GRANT.search(part)
    funder = _GRANT.sub("", part)
    # "Agence Nationale de la Recherche, ANR": the acronym says nothing more.
    name, _, acronym = funder.rpartition(", ")
    return (clean(found[1]) if found else None), clean(name if acronym.isupper() else funder)


def _read_abstract(value: object) -> str | None:
    text = clean(value)
    return None if text == "[No abstract available]" else text


def _write_issn(text: str) -> str:
    digits = text.replace("-", "").upper().rjust(8, "0")
    return f"{digits[:4]}-{digits[4:]}"


def _split(value: object) -> list[str]:
    return [text for part in str(value or "").split(";") if (text := clean(part))]


def _fold(name: str) -> str:
    """Return the words of a name, their order and marks aside: "Curie, M." is "M. Curie"."""
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))
