"""The columns of a table of organisations."""

from __future__ import annotations

from cordee.directory.states import KIND_NAMES, Standing
from cordee.ledger.cells import Field, FieldKind, in_both_languages


LINKS = {
    "part_of": Standing.PART_OF,
    "supervised_by": Standing.SUPERVISED_BY,
    "member_of": Standing.MEMBER_OF,
}
"""Columns that name other organisations, of the directory or of the same file, and how a line's stands to them."""

FIELDS = (
    Field(
        "ror",
        ("ROR", "ROR"),
        FieldKind.ROR,
        ("identifiant ror", "ror id", "ror identifier"),
        ("04t0gwh46", "04t0gwh46"),
    ),
    Field(
        "kind",
        ("nature", "kind"),
        FieldKind.CHOICE,
        ("type", "sorte", "catégorie", "category"),
        ("hôpital", "hospital"),
        choices={kind.value: name for kind, name in KIND_NAMES.items()},
    ),
    *in_both_languages(
        "name",
        ("nom", "name"),
        french=("nom", "nom français", "intitulé", "libellé", "nom fr", "dénomination"),
        english=("name", "english name", "nom anglais", "name en", "organisation", "organization"),
        examples=(("Institut Curie", "Institut Curie"), ("Institut Curie", "Institut Curie")),
    ),
    Field("acronym", ("sigle", "acronym"), synonyms=("acronyme", "abréviation"), most=60),
    Field(
        "other_names",
        ("autres noms", "other names"),
        FieldKind.LONG_TEXT,
        ("alias", "synonymes"),
        most=3000,
    ),
    Field(
        "country",
        ("pays", "country"),
        FieldKind.COUNTRY,
        ("code pays", "country code"),
        ("FR", "FR"),
    ),
    Field(
        "city",
        ("ville", "town"),
        synonyms=("city", "commune"),
        example=("Paris", "Paris"),
        most=120,
    ),
    Field("latitude", ("latitude", "latitude"), FieldKind.DEGREES, ("lat",), most=90),
    Field("longitude", ("longitude", "longitude"), FieldKind.DEGREES, ("lon", "lng"), most=180),
    Field(
        "website",
        ("site web", "website"),
        FieldKind.ADDRESS,
        ("site", "url", "site internet", "web"),
        ("https://curie.fr", "https://curie.fr"),
    ),
    *in_both_languages(
        "description",
        ("description", "description"),
        FieldKind.LONG_TEXT,
        french=("description",),
        most=5000,
    ),
    Field(
        "start",
        ("premier jour", "first day"),
        FieldKind.DATE,
        ("début", "date de création", "start", "start date", "founded"),
        ("1909-01-01", "1909-01-01"),
    ),
    Field(
        "end",
        ("dernier jour", "last day"),
        FieldKind.DATE,
        ("fin", "date de fin", "end", "end date", "closed"),
    ),
    Field(
        "part_of",
        ("fait partie de", "part of"),
        FieldKind.ORGANISATIONS,
        ("parent", "organisation mère", "rattachement", "établissement", "parent organisation"),
    ),
    Field(
        "supervised_by",
        ("sous la tutelle de", "supervised by"),
        FieldKind.ORGANISATIONS,
        ("tutelles", "tutelle", "supervisors"),
    ),
    Field(
        "member_of",
        ("membre de", "member of"),
        FieldKind.ORGANISATIONS,
        ("réseaux", "réseau", "networks", "network"),
    ),
)
