"""The services records are fetched from: how each is asked, and how its answers are read.

All four hand out long results by a cursor: the first request bears a known mark, each answer bears
the mark of the next. Sources: OpenAlex, "Page through results" (developers.openalex.org); HAL,
"API recherche" (api.archives-ouvertes.fr/docs/search); Crossref, "REST API" (api.crossref.org);
Europe PMC, "Articles RESTful API" (europepmc.org/RestfulWebService).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson


Parameters = dict[str, str]
"""What follows the question mark of an address."""

HAL_FIELDS = (
    "halId_s,version_i,uri_s,docType_s,doiId_s,pubmedId_s,pubmedcentralId_s,title_s,abstract_s,"
    "language_s,keyword_s,domain_s,primaryDomain_s,journalTitle_s,journalIssn_s,bookTitle_s,"
    "conferenceTitle_s,volume_s,issue_s,page_s,publicationDate_s,publicationDateY_i,producedDate_s,"
    "producedDateY_i,authFullName_s,authIdFormPerson_s,authQuality_s,authORCIDIdExt_s,"
    "authIdHasStructure_fs,structId_i,structIdName_fs,structCountry_s,structRorIdExt_s,"
    "instStructId_i,instStructRorIdExt_s,labStructId_i,labStructRorIdExt_s"
)
"""The fields our HAL reader reads; HAL gives only what is asked for."""


@dataclass(frozen=True)
class Home:
    """An organisation whose records are wanted: its ROR id, and the names it signs with."""

    ror: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What is to be fetched. `by_update` reads `since` as the day of change, not of publication."""

    homes: tuple[Home, ...]
    since: date | None = None
    by_update: bool = False


@dataclass(frozen=True)
class Page:
    """What an answer says: its records, how many there are in all, the mark of the next page."""

    records: int
    total: int
    following: str | None
    content: bytes  # as it is kept for the reader


class PageError(ValueError):
    """An answer is not what the service documents, most often because it was cut short."""


@dataclass(frozen=True)
class Catalogue:
    """One service. `group` homes are asked for in one request, which keeps addresses short."""

    name: str
    title: str
    base: str
    page_size: int
    per_second: float  # requests
    group: int
    cursor: str  # the parameter that bears the mark
    ask: Callable[[Wish], Parameters]
    read: Callable[[bytes], Page]
    key: str | None = None  # the parameter that bears a key
    mail: str | None = None  # the parameter that bears an address to write to


def read_openalex(body: bytes) -> Page:
    """Return the page of an answer of OpenAlex, kept as one work a line."""
    answer = _load(body)
    works, meta = _get_list(answer, "results"), answer.get("meta") or {}
    content = b"".join(orjson.dumps(work) + b"\n" for work in works)
    return Page(len(works), _get_number(meta, "count"), meta.get("next_cursor"), content)


def read_hal(body: bytes) -> Page:
    """Return the page of an answer of HAL, kept as it is."""
    answer = _load(body)
    response = _get_dict(answer, "response")
    docs = _get_list(response, "docs")
    total = _get_number(response, "numFound")
    return Page(len(docs), total, answer.get("nextCursorMark"), body + b"\n")


def read_crossref(body: bytes) -> Page:
    """Return the page of an answer of Crossref, kept as it is."""
    message = _get_dict(_load(body), "message")
    items = _get_list(message, "items")
    total = _get_number(message, "total-results")
    return Page(len(items), total, message.get("next-cursor"), body + b"\n")


def read_europepmc(body: bytes) -> Page:
    """Return the page of an answer of Europe PMC, kept as it is."""
    answer = _load(body)
    found = _get_list(_get_dict(answer, "resultList"), "result")
    return Page(
        len(found), _get_number(answer, "hitCount"), answer.get("nextCursorMark"), body + b"\n"
    )


def ask_openalex(wish: Wish) -> Parameters:
    """Return what asks OpenAlex for works with an author at one of the homes."""
    filters = [
        "authorships.institutions.ror:" + "|".join(f"https://ror.org/{h.ror}" for h in wish.homes)
    ]
    if wish.since:
        name = "from_updated_date" if wish.by_update else "from_publication_date"
        filters.append(f"{name}:{wish.since.isoformat()}")
    return {"filter": ",".join(filters), "per_page": str(OPENALEX.page_size)}


def ask_hal(wish: Wish) -> Parameters:
    """Return what asks HAL for records with a structure that is, or is in, one of the homes."""
    # HAL's own records write the id now with its address, now without.
    spellings = [text for h in wish.homes for text in (f'"https://ror.org/{h.ror}"', f'"{h.ror}"')]
    parameters = {
        "q": f"structRorIdExt_s:({' OR '.join(spellings)})",
        "fl": HAL_FIELDS,
        "wt": "json",
        "rows": str(HAL.page_size),
        "sort": "docid asc",  # a cursor needs an order without ties
    }
    if wish.since:
        name = "modifiedDate_tdate" if wish.by_update else "producedDate_tdate"
        parameters["fq"] = f"{name}:[{wish.since.isoformat()}T00:00:00Z TO *]"
    return parameters


def ask_crossref(wish: Wish) -> Parameters:
    """Return what asks Crossref for works that name one of the homes by its ROR id."""
    filters = [f"ror-id:https://ror.org/{h.ror}" for h in wish.homes]
    if wish.since:
        name = "from-update-date" if wish.by_update else "from-pub-date"
        filters.append(f"{name}:{wish.since.isoformat()}")
    return {"filter": ",".join(filters), "rows": str(CROSSREF.page_size)}


def ask_europepmc(wish: Wish) -> Parameters:
    """Return what asks Europe PMC for articles whose affiliations bear a name of one of the homes."""
    names = dict.fromkeys(name.replace('"', " ") for h in wish.homes for name in h.names)
    query = "(" + " OR ".join(f'AFF:"{name}"' for name in names) + ")"
    if wish.since:
        field = "UPDATE_DATE" if wish.by_update else "FIRST_PDATE"
        query += f" AND {field}:[{wish.since.isoformat()} TO 3000-12-31]"
    return {
        "query": query,
        "resultType": "core",
        "format": "json",
        "pageSize": str(EUROPEPMC.page_size),
    }


# Rates are well below what each service allows (ten a second and more), since nobody is in a hurry
# and others share them; pages are the largest that are documented, or that answer within seconds.
OPENALEX = Catalogue(
    name="openalex",
    title="OpenAlex",
    base="https://api.openalex.org/works",
    page_size=100,
    per_second=5,
    group=50,
    cursor="cursor",
    ask=ask_openalex,
    read=read_openalex,
    key="api_key",
    mail="mailto",
)
HAL = Catalogue(
    name="hal",
    title="HAL",
    base="https://api.archives-ouvertes.fr/search/",
    page_size=200,
    per_second=2,
    group=50,
    cursor="cursorMark",
    ask=ask_hal,
    read=read_hal,
)
CROSSREF = Catalogue(
    name="crossref",
    title="Crossref",
    base="https://api.crossref.org/works",
    page_size=500,
    per_second=2,
    group=20,
    cursor="cursor",
    ask=ask_crossref,
    read=read_crossref,
    mail="mailto",
)
EUROPEPMC = Catalogue(
    name="europepmc",
    title="Europe PMC",
    base="https://www.ebi.ac.uk/europepmc/webservices/rest/search",
    page_size=200,
    per_second=3,
    group=5,
    cursor="cursorMark",
    ask=ask_europepmc,
    read=read_europepmc,
)

CATALOGUES = {one.name: one for one in (OPENALEX, HAL, CROSSREF, EUROPEPMC)}


def _load(body: bytes) -> dict[str, Any]:
    try:
        answer = orjson.loads(body)
    except ValueError as fault:
        raise PageError(str(fault)) from None
    if not isinstance(answer, dict):
        raise PageError("not an object")
    return answer


def _get_dict(answer: dict[str, Any], key: str) -> dict[str, Any]:
    value = answer.get(key)
    if not isinstance(value, dict):
        raise PageError(f"no {key}")
    return value


def _get_list(answer: dict[str, Any], key: str) -> list[Any]:
    value = answer.get(key)
    if not isinstance(value, list):
        raise PageError(f"no {key}")
    return value


def _get_number(answer: dict[str, Any], key: str) -> int:
    value = answer.get(key)
    return value if isinstance(value, int) else 0
