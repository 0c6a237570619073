"""The people on the home's works: who they are, on which side, and in which place of the list.

A *person* is known by a key: her ORCID where a source gives one, else her name as printed, folded
(lower case, no accents, words parted by one space). An author printed without an ORCID is taken as
the holder of one when that name, its given name written out, stands beside a single ORCID in the whole
corpus. Two people of one name without ORCID are not told apart; nothing in the works could tell them.

The *side* of an author on a work is `home` when one of her affiliations names an organisation of the
home, `partner` when one names a partner organisation or a country that is not a home country, `other`
when they name own bodies of the home alone, or nothing is known of her but perhaps a home country. One
person may be on several sides: each is a row of its own, so that a namesake abroad adds nothing to a
person at home.

These tables are as long as the lists of authors, so they are built when people are asked for alone.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from cordee.observatory.indicators.tables import get_table
from cordee.reference.countries import list_territories
from cordee.reference.folding import LETTERS


LONGEST_KEY = 120
"""No name of a person is longer; what is longer is several glued together, and would not fit in an
address."""

SHORTEST_GIVEN = 3
"""A first word of fewer letters is initials ("JP Dupont") or too frequent to name one person."""


def orcid_names() -> ir.Table:
    """Return one row a folded name that stands beside a single ORCID in the corpus: name, orcid.

    Only names whose first word is no initial. It depends on the snapshot alone, so that a person's
    key is the same in every question.
    """
    rows = list_persons(get_table("authorships").filter(lambda t: t.orcid.notnull()))
    found = rows.group_by("folded").aggregate(
        orcid=rows.orcid.upper().max(), several=rows.orcid.upper().nunique()
    )
    written = found.folded.re_search(f"^[^ ]{{{SHORTEST_GIVEN},}} ")
    return found.filter((found.several == 1) & written).select(name="folded", orcid="orcid")


def home_authorships() -> ir.Table:
    """Return the rows of `authorships` that are of the home's works.

    An engine that has not set them apart may give all rows of `authorships` by this name.
    """
    return get_table("authorships").semi_join(get_table("home_ids"), "work")


def home_authors() -> ir.Table:
    """Return one row a person's place in the list of authors of a work of the home.

    Columns: those of `HOME_AUTHORS`. Groups are no persons, and position 0 is of no certain author.
    """
    works = get_table("home_works").select("work", "year")
    authors = list_persons(get_table("home_authorships").semi_join(works, "work"))
    ends = authors.group_by("work").aggregate(
        first_position=authors.position.min(),
        last_position=authors.position.max(),
        # By the integer 1: the number 1.0 is a decimal to Spark, and so would the weight be.
        weight=1 / authors.position.count(),
    )
    # Who has no name left once folded (a dash, a question mark) is no one a reader could look for.
    named = authors.filter(authors.folded != "")
    rows = named.inner_join(ends, "work").inner_join(works, "work")
    columns = ("work", "year", "position", "name", "folded", "orcid", "corresponding")
    ties = ("affiliations", "stated_organisations", "stated_countries")
    return rows.select(*columns, *ties, "first_position", "last_position", "weight")


def home_people() -> ir.Table:
    """Return the rows of `home_authors`, each with its person and side: those of `HOME_PEOPLE`."""
    authors = get_table("home_authors")
    known = get_table("orcid_names").rename("known_{name}")
    sides = _judge_sides(authors)
    rows = authors.left_join(known, [("folded", "known_name")])
    rows = rows.left_join(sides, ["work", "position"])
    return rows.select(
        "work",
        "year",
        "position",
        person=ibis.coalesce(rows.orcid.upper(), rows.known_orcid, rows.folded),
        side=rows.side.fill_null("other"),
        name=rows["name"],
        weight=rows.weight,
        first=rows.position == rows.first_position,
        last=rows.position == rows.last_position,
        corresponding=rows.corresponding,
    )


def people() -> ir.Table:
    """Return one row a person and side.

    Columns: person (key); side; works (full counting); weight (fractional counting: each work's 1
    divided over its authors); first_year and last_year of these works; first, last and corresponding
    (works on which she is the first, the last, a corresponding author); said (works whose source
    says who corresponds).
    """
    rows = get_table("home_people")
    return rows.group_by("person", "side").aggregate(
        works=rows.work.nunique(),
        weight=rows.weight.sum(),
        first_year=rows.year.min(),
        last_year=rows.year.max(),
        first=rows.work.nunique(where=rows["first"]),
        last=rows.work.nunique(where=rows["last"]),
        corresponding=rows.work.nunique(where=rows.corresponding),
        said=rows.work.nunique(where=rows.corresponding.notnull()),
    )


def people_by_side() -> ir.Table:
    """Return one row a side: `people` (persons known by their keys) and `works` with one of them."""
    rows = get_table("home_people")
    return rows.group_by("side").aggregate(people=rows.person.nunique(), works=rows.work.nunique())


def people_names() -> ir.Table:
    """Return one row a printed name of the people asked for: person, side, name, works."""
    rows = _list_asked()
    return rows.group_by("person", "side", "name").aggregate(works=rows.work.nunique())


def people_organisations() -> ir.Table:
    """Return one row an organisation of the people asked for.

    Columns: person, side, organisation, works, home (1 for an organisation of the home).
    """
    kept = _add_ties(list_organisations(_list_asked_authors()), "organisation")
    found = kept.group_by("person", "side", "organisation").aggregate(works=kept.work.nunique())
    members = get_table("home_members")
    joined = found.left_join(members, found.organisation == members.organisation)
    return joined.select(
        *(found[column] for column in found.columns),
        home=members.organisation.notnull().ifelse(1, 0),
    )


def people_countries() -> ir.Table:
    """Return one row a country of the people asked for.

    Columns: person, side, country, works, home (1 for a country of the home).
    """
    kept = _add_ties(list_countries(_list_asked_authors()), "country")
    found = kept.group_by("person", "side", "country").aggregate(works=kept.work.nunique())
    here = get_table("home_members").select(home_country="country").distinct()
    joined = found.left_join(here, found.country == here.home_country)
    return joined.select(
        *(found[column] for column in found.columns),
        home=here.home_country.notnull().ifelse(1, 0),
    )


def people_units() -> ir.Table:
    """Return one row a research unit of the people asked for: person, side, unit, works."""
    authors = _list_asked_authors()
    printed = authors.select("work", "position", affiliation=authors.affiliations.unnest())
    coded = get_table("unit_affiliations").select("unit", "affiliation")
    found = printed.inner_join(coded, "affiliation").select("work", "position", "unit")
    kept = _add_ties(found.distinct(), "unit")
    return kept.group_by("person", "side", "unit").aggregate(works=kept.work.nunique())


PEOPLE_BUILD: dict[str, Callable[[], ir.Table]] = {
    "home_authors": home_authors,
    "home_people": home_people,
}
"""The view tables of people, built after those of `view.BUILD`."""


def _list_asked() -> ir.Table:
    rows, asked = get_table("home_people"), get_table("asked")
    return rows.semi_join(asked, rows.side + "/" + rows.person == asked.value)


def _add_ties(found: ir.Table, column: str) -> ir.Table:
    return (
        _list_asked()
        .inner_join(found, ["work", "position"])
        .select("person", "side", "work", column)
    )


def _list_asked_authors() -> ir.Table:
    authors, asked = get_table("home_authors"), _list_asked()
    return authors.semi_join(asked, ["work", "position"]).select(*authors.columns)


def _judge_sides(authors: ir.Table) -> ir.Table:
    members = get_table("home_members")
    here = members.select("country").distinct()
    found = list_organisations(authors)
    own = get_table("home_organisations").filter(lambda t: t.own & ~t.home)
    own = own.select(own_work="work", own_body="organisation")
    joined = found.left_join(members, found.organisation == members.organisation).left_join(
        own, [found.work == own.own_work, found.organisation == own.own_body]
    )
    tied = joined.select(
        found.work,
        found.position,
        home=members.organisation.notnull().ifelse(1, 0),
        abroad=own.own_body.isnull().ifelse(1, 0),
    )
    placed = list_countries(authors)
    joined = placed.left_join(here, placed.country == here.country)
    there = joined.select(
        placed.work,
        placed.position,
        home=ibis.literal(0),
        abroad=here.country.isnull().ifelse(1, 0),
    )
    rows = tied.union(there)
    sides = rows.group_by("work", "position").aggregate(
        home=rows.home.max(), abroad=rows.abroad.max()
    )
    side = ibis.cases((sides.home == 1, "home"), (sides.abroad == 1, "partner"), else_="other")
    return sides.select("work", "position", side=side)


def list_persons(authors: ir.Table) -> ir.Table:
    """Return the rows of `authorships` that are persons, with `folded`, their names folded."""
    rows = authors.filter(~authors.collective.fill_null(False) & (authors.position > 0))
    return rows.mutate(folded=fold_name(rows.name.fill_null("")))


def list_organisations(authors: ir.Table) -> ir.Table:
    """Return work, position, organisation: as linked, else as the source states (`lake.marts`)."""
    return _list_found(authors, get_table("links"), "organisation", "stated_organisations")


def list_countries(authors: ir.Table) -> ir.Table:
    """Return work, position, country: as understood, else as the source states.

    States alone, and those that the question counts with a State as that State.
    """
    rows = get_table("affiliation_countries").filter(lambda t: t.country.notnull())
    found = _list_found(authors, rows, "country", "stated_countries")
    found = found.mutate(country=found.country.substitute(dict(list_territories())))
    folds = get_table("home_folds")
    joined = found.left_join(folds, found.country == folds.territory)
    return joined.select(
        found.work,
        found.position,
        country=ibis.coalesce(folds.folded_into, found.country),
    ).distinct()


def _list_found(authors: ir.Table, found: ir.Table, column: str, stated: str) -> ir.Table:
    keys = ["work", "position"]
    printed = authors.select(*keys, affiliation=authors.affiliations.unnest())
    read = printed.inner_join(found, "affiliation").select(*keys, column).distinct()
    silent = authors.anti_join(read, keys)
    said = silent.select(*keys, **{column: silent[stated].unnest()}).distinct()
    return read.union(said)


def fold_name(names: ir.StringValue) -> ir.StringValue:
    """Return names in lower case, without accents or punctuation, words parted by one space.

    Like `cordee.reference.folding.fold`, of plain functions that engines share; but initials stay
    words of their own.
    """
    lower = names.lower()
    marked = lower
    for base, accented in _group_accents().items():
        marked = marked.re_replace(f"[{accented}]", base)
    for letter, letters in LETTERS.items():
        marked = marked.replace(letter, letters)
    marked = marked.re_replace("[\u0300-\u036f]", "").re_replace(r"[^\p{L}\p{N}\p{M}]+", " ")
    # Names of plain letters, nine in ten, skip the steps for others: a tenth of the time.
    plain = lower.re_replace("[^a-z0-9]+", " ")
    folded = names.re_search("[^\u0001-\u007f]").ifelse(marked, plain)
    return folded.strip().substr(0, LONGEST_KEY).strip()


def _group_accents() -> dict[str, str]:
    """Return the accented Latin letters in lower case by the letter under the accent."""
    found: defaultdict[str, str] = defaultdict(str)
    for code in (*range(0xDF, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(code)
        base = unicodedata.normalize("NFKD", letter)[0]
        if letter == letter.lower() and base != letter and base.isascii() and base.isalpha():
            found[base] += letter
    return dict(found)
