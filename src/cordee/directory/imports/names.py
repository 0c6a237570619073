"""Which organisations of the directory a table names: by ROR identifier, by exact name, by acronym."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_noop

from cordee.directory.models import Organisation
from cordee.kernel.errors import RuleError
from cordee.kernel.identifiers import parse_ror
from cordee.reference.folding import fold


@dataclass(frozen=True)
class Known:
    """An organisation of the directory, as far as telling it from others needs."""

    id: UUID
    ror: str | None
    name_fr: str
    name_en: str
    country: str

    @property
    def title(self) -> str:
        """Return what it is called."""
        return self.name_en or self.name_fr


@dataclass(frozen=True)
class Names:
    """The organisations that were asked about, by ROR identifier, by folded name and by acronym."""

    by_ror: Mapping[str, Known]
    by_name: Mapping[str, tuple[Known, ...]]
    by_acronym: Mapping[str, tuple[Known, ...]]

    def find(self, text: str) -> tuple[Known, ...]:
        """Return what a text may mean: one by its ROR, else those of that name, else of that acronym."""
        if ror := parse_ror(text):
            return (self.by_ror[ror],) if ror in self.by_ror else ()
        key = fold(text)
        return self.by_name.get(key) or self.by_acronym.get(key, ())

    def get_one(self, text: str) -> Known:
        """Return the one that a text means; `RuleError` when there is none, or several."""
        found = self.find(text)
        if not found:
            raise RuleError(
                gettext_noop(
                    "The directory has no organisation “{given}”. Enter it first, or correct its name or ROR."
                ),
                given=text[:120],
            )
        if len(found) > 1:
            raise RuleError(
                gettext_noop(
                    "The directory has {count} organisations called “{given}”. Give the ROR identifier."
                ),
                count=len(found),
                given=text[:120],
            )
        return found[0]


def hold_house(organisation: UUID) -> None:
    """Hold an organisation till the transaction ends: two imports for one wait for one another.

    Names are read afterwards, so that the second finds what the first has entered.
    """
    list(Organisation.objects.select_for_update().filter(id=organisation).values_list("id"))


def load_names(texts: Iterable[str]) -> Names:
    """Return the organisations that any of these texts may mean, in one reading of the directory."""
    asked = set(texts)
    wanted = {fold(text) for text in asked} - {""}
    rors = {ror for text in asked if (ror := parse_ror(text))}
    by_ror: dict[str, Known] = {}
    by_name: dict[str, list[Known]] = defaultdict(list)
    by_acronym: dict[str, list[Known]] = defaultdict(list)
    rows = Organisation.objects.values_list(
        "id", "ror", "name_fr", "name_en", "country", "acronym"
    ).iterator(chunk_size=2_000)
    for identifier, ror, name_fr, name_en, country, acronym in rows:
        known = Known(identifier, ror, name_fr, name_en, country)
        if known.ror in rors:
            by_ror[str(known.ror)] = known
        for name in {fold(known.name_fr), fold(known.name_en)} & wanted:
            by_name[name].append(known)
        if acronym and (short := fold(acronym)) in wanted:
            by_acronym[short].append(known)
    return Names(
        by_ror,
        {name: tuple(found) for name, found in by_name.items()},
        {name: tuple(found) for name, found in by_acronym.items()},
    )


@dataclass(frozen=True)
class FullNames:
    """The organisations of the directory by every full name they have, folded; acronyms are none."""

    by_name: Mapping[str, tuple[tuple[UUID, str], ...]]

    def list_named(self, name: str) -> frozenset[UUID]:
        """Return all that bear a name."""
        return frozenset(identifier for identifier, _country in self.by_name.get(fold(name), ()))

    def find_sure(self, name: str, country: str) -> UUID | None:
        """Return the one of that name, unless several bear it; a country that is known must be the same."""
        found = {
            identifier
            for identifier, where in self.by_name.get(fold(name), ())
            if not country or not where or where == country
        }
        return found.pop() if len(found) == 1 else None


def load_full_names() -> FullNames:
    """Return all organisations by their names in both languages and by their further names."""
    found: dict[str, list[tuple[UUID, str]]] = defaultdict(list)
    rows = Organisation.objects.values_list(
        "id", "country", "name_fr", "name_en", "other_names"
    ).iterator(chunk_size=2_000)
    for identifier, country, name_fr, name_en, others in rows:
        for name in {fold(one) for one in (name_fr, name_en, *others.splitlines())} - {""}:
            found[name].append((identifier, country))
    return FullNames({name: tuple(some) for name, some in found.items()})
