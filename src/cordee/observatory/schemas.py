"""The tables of the lake: columns, types, meaning. Everything that reads or writes them starts here.

Two families. *Batch* tables are what one ingest read, record by record, kept for ever. *Snapshot*
tables are what is true now: later versions have replaced earlier ones, deletions are honoured,
the same work from two sources is one row, and the marts that figures read are built from them.

Keys are signed 64-bit hashes (`cordee.kernel.identifiers.hash_key`), so a work or an affiliation
has the same key in each batch and on each machine.
"""

from __future__ import annotations

import pyarrow as pa


FORMAT = 1
"""The lake's format. A lake with a higher number is refused, never half read."""

# --- what a source yields, and a batch keeps -------------------------------------------------

WORKS = pa.schema(
    [
        ("work", pa.int64()),  # hash_key(f"{source}:{source_id}")
        ("source", pa.string()),  # pubmed, europepmc, openalex, crossref, hal, scopus, wos
        ("source_id", pa.string()),  # PMID, OpenAlex id (W…), DOI, HAL id, MED/…, EID, UT
        ("version", pa.int32()),  # PubMed's, HAL's; OpenAlex: day of update, 20240131; else 1
        ("doi", pa.string()),  # lower case, no address
        ("pmid", pa.string()),
        ("pmcid", pa.string()),
        ("title", pa.string()),
        ("year", pa.int16()),  # of publication; null when the source gives none that can be true
        ("date", pa.date32()),  # when the source gives day or month; else null
        ("type", pa.string()),  # one word: article, review, letter, editorial, preprint, other…
        ("publication_types", pa.list_(pa.string())),  # as the source words them
        ("venue", pa.string()),  # journal title
        ("issn", pa.string()),
        ("volume", pa.string()),
        ("issue", pa.string()),
        ("pages", pa.string()),
        ("language", pa.string()),  # ISO 639-1 where known, else as given
        ("abstract", pa.string()),
        ("keywords", pa.list_(pa.string())),
        ("authors", pa.int32()),  # number of authors, collective names included
        ("citations", pa.int32()),  # null when the source counts none (PubMed)
        ("retracted", pa.bool_()),
    ]
)

AUTHORSHIPS = pa.schema(
    [
        ("work", pa.int64()),
        ("position", pa.int32()),  # 1 for the first author, as printed; 0: of no certain author
        ("name", pa.string()),  # "Given Family", or the collective name; null at position 0
        ("orcid", pa.string()),
        ("corresponding", pa.bool_()),  # null when the source does not say (PubMed)
        ("collective", pa.bool_()),  # a consortium or group, not a person
        ("affiliations", pa.list_(pa.int64())),  # keys into AFFILIATIONS, as printed, in order
        ("stated_organisations", pa.list_(pa.string())),  # ROR ids the source itself gives
        ("stated_countries", pa.list_(pa.string())),  # ISO 3166-1 alpha-2 the source itself gives
    ]
)

AFFILIATIONS = pa.schema(
    [
        ("affiliation", pa.int64()),  # hash_key of the text with white space folded
        ("text", pa.string()),
    ]
)

THEMES = pa.schema(
    [
        ("work", pa.int64()),
        ("vocabulary", pa.string()),  # "mesh", "openalex", "hal"
        (
            "code",
            pa.string(),
        ),  # MeSH descriptor D…, OpenAlex topic T… and field F…, HAL domain sdv.can
        ("label", pa.string()),
        ("major", pa.bool_()),
    ]
)

GRANTS = pa.schema(
    [
        ("work", pa.int64()),
        ("grant", pa.string()),
        ("funder", pa.string()),
        ("country", pa.string()),  # as the source words it
    ]
)

DELETIONS = pa.schema([("source", pa.string()), ("source_id", pa.string())])

MERGES = pa.schema(
    [
        ("work", pa.int64()),  # key of the record that was given up
        ("into", pa.int64()),  # key of the record it was merged into
        ("source", pa.string()),  # "openalex"
        ("source_id", pa.string()),
        ("into_id", pa.string()),
        ("date", pa.date32()),  # of the merge
    ]
)

DECLARED = pa.schema(
    [
        ("declared", pa.int64()),  # hash of file checksum and row
        ("organisation", pa.string()),  # ROR id of who declares; null when the table has none
        ("team", pa.string()),
        ("partner", pa.string()),
        ("country", pa.string()),  # of the partner, ISO 3166-1 alpha-2; null when unreadable
        ("theme", pa.string()),
        ("first_year", pa.int16()),
        ("last_year", pa.int16()),
        ("affiliation", pa.int64()),  # key of "partner, country", which is linked as a text
    ]
)

EURO = pa.decimal128(15, 2)
"""Amounts in euro are decimals with cents: sums of floats would be off by cents."""

PROJECTS = pa.schema(
    [
        ("project", pa.int64()),  # hash_key("cordis:" and the grant agreement's number)
        ("number", pa.string()),  # of the grant agreement
        ("version", pa.int32()),  # day of the row's last change, 20240131; 1 when not said
        ("acronym", pa.string()),
        ("title", pa.string()),
        ("status", pa.string()),  # SIGNED, CLOSED, TERMINATED
        ("start_date", pa.date32()),
        ("end_date", pa.date32()),
        ("programme", pa.string()),  # HORIZON, H2020, FP7…
        ("topic", pa.string()),
        ("call", pa.string()),
        ("scheme", pa.string()),  # RIA, ERC-STG, MSCA-ITN…
        ("total_cost", EURO),
        ("ec_contribution", EURO),  # the most the Union pays
    ]
)

PROJECT_ORGANISATIONS = pa.schema(
    [
        ("project", pa.int64()),
        ("version", pa.int32()),
        ("position", pa.int32()),  # in the consortium, as listed
        ("participant", pa.string()),  # PIC, the Commission's number of a legal entity
        ("name", pa.string()),
        ("short_name", pa.string()),
        ("city", pa.string()),
        ("country", pa.string()),  # ISO 3166-1 alpha-2
        ("role", pa.string()),  # coordinator, participant, thirdParty, associatedPartner…
        ("activity", pa.string()),  # HES, REC, PRC, PUB, OTH
        ("sme", pa.bool_()),
        ("ended", pa.bool_()),  # left before the project's end
        ("ec_contribution", EURO),  # its third parties' share included
        ("net_ec_contribution", EURO),
        ("total_cost", EURO),
        ("affiliation", pa.int64()),  # key of "name, city, country", which is linked as a text
    ]
)

PROJECT_THEMES = pa.schema(
    [
        ("project", pa.int64()),
        ("code", pa.string()),  # EuroSciVoc
        ("label", pa.string()),
        ("path", pa.string()),  # from its root
    ]
)

BATCH_TABLES: dict[str, pa.Schema] = {
    "works": WORKS,
    "authorships": AUTHORSHIPS,
    "affiliations": AFFILIATIONS,
    "themes": THEMES,
    "grants": GRANTS,
    "deletions": DELETIONS,
    "merges": MERGES,
    "declared": DECLARED,
    "projects": PROJECTS,
    "project_organisations": PROJECT_ORGANISATIONS,
    "project_themes": PROJECT_THEMES,
}

# --- what is true now ------------------------------------------------------------------------

SNAPSHOT_WORKS = WORKS.append(pa.field("sources", pa.list_(pa.string())))  # "pubmed:33812345", …

ORGANISATIONS = pa.schema(
    [
        ("organisation", pa.string()),  # ROR id, nine characters
        ("name", pa.string()),
        ("acronym", pa.string()),
        ("country", pa.string()),
        ("city", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("types", pa.list_(pa.string())),
        ("parents", pa.list_(pa.string())),
    ]
)

LINKS = pa.schema(
    [
        ("affiliation", pa.int64()),
        ("organisation", pa.string()),
        ("score", pa.float32()),  # 0 to 1
        ("reason", pa.string()),  # a code of cordee.observatory.linking.reasons
        ("start", pa.int32()),  # span in the text, in characters
        ("end", pa.int32()),
    ]
)

AFFILIATION_COUNTRIES = pa.schema(
    [
        ("affiliation", pa.int64()),
        ("country", pa.string()),
        ("basis", pa.string()),  # "organisation" or "text"
    ]
)

WORK_COUNTRIES = pa.schema(
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("country", pa.string()),
        ("weight", pa.float64()),  # fractional counting; a covered work's weights sum to 1
        ("first", pa.bool_()),  # the first author is there
        ("last", pa.bool_()),
        ("corresponding", pa.bool_()),  # null when no source says who corresponds
    ]
)

WORK_ORGANISATIONS = pa.schema(
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("organisation", pa.string()),
        ("country", pa.string()),
        ("weight", pa.float64()),
        ("first", pa.bool_()),
        ("last", pa.bool_()),
        ("corresponding", pa.bool_()),
    ]
)

WORK_THEMES = pa.schema(
    [
        ("work", pa.int64()),
        ("year", pa.int16()),
        ("vocabulary", pa.string()),
        ("theme", pa.string()),  # rolled up: a MeSH branch such as C04, an OpenAlex field F27
        ("basis", pa.string()),  # "heading" (indexers' word) or "keyword" (authors' word)
    ]
)

UNITS = pa.schema(
    [
        ("unit", pa.string()),  # the code it is known by: "UMR8104"
        ("codes", pa.list_(pa.string())),  # all its codes, that one first: "UMR8104", "U1016"
        ("kind", pa.string()),  # letters of the first code: UMR, U, UR, EA, CIC…
        ("name", pa.string()),  # null when the texts do not agree on one
        ("acronym", pa.string()),
        ("town", pa.string()),  # the one most texts print
        ("texts", pa.int32()),  # affiliations with one of its codes, each text once
        ("works", pa.int32()),
        ("source", pa.string()),  # of name, town and supervisors: "corpus" or "RNSR"
        ("structure", pa.string()),  # the national number in RNSR; null without that table
    ]
)

UNIT_ORGANISATIONS = pa.schema(
    [
        ("unit", pa.string()),
        ("organisation", pa.string()),  # ROR id; null for a body of RNSR the registry knows not
        ("name", pa.string()),
        (
            "role",
            pa.string(),
        ),  # "tutelle", "self" (its own record), "host" (hospital), "above", "beside"
        ("basis", pa.string()),  # "RNSR", "number", "registry" or "texts"
        ("texts", pa.int32()),  # texts of the unit that name it
        ("share", pa.float64()),  # of the unit's texts
    ]
)

UNIT_AFFILIATIONS = pa.schema(
    [
        ("unit", pa.string()),
        ("affiliation", pa.int64()),
        ("code", pa.string()),  # as understood there: "U1163" where "UMR 1163 Inserm" is printed
        ("start", pa.int32()),  # span in the text, in characters
        ("end", pa.int32()),
    ]
)

UNIT_WORKS = pa.schema(
    [
        ("unit", pa.string()),
        ("work", pa.int64()),  # with a code of the unit in an author's affiliation
        ("year", pa.int16()),
    ]
)

LATER_COLUMNS: dict[str, tuple[str, ...]] = {"declared": ("affiliation",)}
"""Columns that a table's files of earlier versions lack; readers take them as null there."""

SNAPSHOT_TABLES: dict[str, pa.Schema] = {
    "works": SNAPSHOT_WORKS,
    "authorships": AUTHORSHIPS,
    "affiliations": AFFILIATIONS,
    "themes": THEMES,
    "grants": GRANTS,
    "declared": DECLARED,
    "projects": PROJECTS,
    "project_organisations": PROJECT_ORGANISATIONS,
    "project_themes": PROJECT_THEMES,
    "organisations": ORGANISATIONS,
    "links": LINKS,
    "affiliation_countries": AFFILIATION_COUNTRIES,
    "work_countries": WORK_COUNTRIES,
    "work_organisations": WORK_ORGANISATIONS,
    "work_themes": WORK_THEMES,
    "units": UNITS,
    "unit_organisations": UNIT_ORGANISATIONS,
    "unit_affiliations": UNIT_AFFILIATIONS,
    "unit_works": UNIT_WORKS,
}
