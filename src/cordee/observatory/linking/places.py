"""Where the text says it is: countries it names, states and towns, with how sure each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cordee.observatory.linking.index import NameIndex
from cordee.observatory.linking.normalise import AND, COMMA, HARD, SOFT
from cordee.observatory.linking.spans import Scan, begins_segment, ends_segment


GROUPS: dict[str, str] = {
    "HK": "CN",
    "MO": "CN",
    "TW": "CN",
    "PR": "US",
    "GU": "US",
    "VI": "US",
    "GF": "FR",
    "GP": "FR",
    "MQ": "FR",
    "RE": "FR",
    "YT": "FR",
    "NC": "FR",
    "PF": "FR",
    "MC": "FR",
    "FO": "DK",
    "GL": "DK",
    "JE": "GB",
    "GG": "GB",
    "IM": "GB",
    "XK": "RS",
}
"""Countries that do not contradict each other, as ROR groups them and as their addresses do."""

# A town speaks for its country when it has this many people and this many times more than the
# largest of the same name elsewhere: Paris, not Cambridge.
_LARGE_TOWN = 30_000
_DOMINANCE = 4
# A text of so few words in capitals may be an acronym and its country, not a shout.
_FEW_WORDS = 3


@dataclass(slots=True)
class Where:
    """The places of a text.

    `countries` are those the text names outright, in their order; `groups` the same as groups of
    `GROUPS`; `towns` numbers of all places that may be meant; `hinted` the countries that towns
    and states speak for; `shouted` says that the text has no small letter.
    """

    countries: list[int]
    groups: frozenset[int]
    towns: frozenset[int]
    hinted: frozenset[int]
    hinted_groups: frozenset[int]
    shouted: bool


def _belongs_to_a_name(found: Scan, first: int, end: int) -> bool:
    """Say whether a country's word is part of a name: "IRCCS Santa Lucia, Rome, Italy"."""
    tokens = found.tokens
    if begins_segment(tokens, first):
        return False
    if any(f < first and e >= end for f, e, _ in found.names if e - f > end - first):
        return True
    if end >= len(tokens.gaps) or tokens.gaps[end] != COMMA:
        return False
    # The address goes on after the comma and ends with a country of its own.
    return any(
        f >= end and begins_segment(tokens, f) and max(tokens.gaps[end : f + 1]) < HARD
        for f, _, _ in found.countries
    )


class PlaceReader:
    """Reads places off a scan; holds the tables that depend on the index."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        codes = index.codes
        self.group_of = [
            index.code_of.get(GROUPS.get(code, code), n) for n, code in enumerate(codes)
        ]
        self.country_of_state = {
            n: index.code_of["US"] for n, code in enumerate(codes) if code.startswith("US-")
        }
        self.united_states = index.code_of.get("US", -1)
        self.state_codes = {code[3:]: n for n, code in enumerate(codes) if code.startswith("US-")}
        # Two capitals at the end of an address: "PARIS, FR". UK is how most write GB.
        self.country_codes = {code: n for n, code in enumerate(codes) if len(code) == 2}
        self.country_codes["UK"] = index.code_of.get("GB", -1)

    def read(self, text: str, found: Scan) -> Where:
        """Return the places named in the text of `found`."""
        towns, hinted = self._read_towns(found)
        states = self._read_states(found, hinted)
        countries = self._read_countries(found, states, hinted)
        if states:
            hinted.add(self.united_states)
        group_of = self.group_of
        return Where(
            countries,
            frozenset([group_of[c] for c in countries]),
            frozenset(towns),
            frozenset(hinted),
            frozenset([group_of[c] for c in hinted]),
            text.isupper() and len(found.tokens.ids) > _FEW_WORDS,
        )

    def _read_towns(self, found: Scan) -> tuple[set[int], set[int]]:
        index, tokens = self.index, found.tokens
        towns: set[int] = set()
        hinted: set[int] = set()
        for first, end, node in found.places:
            if not tokens.raw[first][0].islower():
                numbers = index.place_ids[index.place_offsets[node] : index.place_offsets[node + 1]]
                towns.update(numbers)
                begins = begins_segment(tokens, first) or tokens.raw[first - 1].isdigit()
                if begins and (ends_segment(tokens, end) or tokens.raw[end].isdigit()):
                    country = self._get_dominant(numbers)
                    if country:
                        hinted.add(country)
        return towns, hinted

    def _get_dominant(self, numbers: Sequence[int]) -> int:
        """Return the country of the largest place when it outweighs all others, else 0."""
        index = self.index
        country = index.place_country[numbers[0]]
        population = index.place_population[numbers[0]]
        if population < _LARGE_TOWN:
            return 0
        for number in numbers[1:]:
            if index.place_country[number] != country:
                return country if population >= _DOMINANCE * index.place_population[number] else 0
        return country

    def _read_states(self, found: Scan, hinted: set[int]) -> set[int]:
        tokens = found.tokens
        # Georgia is a state only where something else speaks of the United States.
        countries = {(first, end) for first, end, _ in found.countries}
        american = self.united_states in hinted or any(
            country == self.united_states for _, _, country in found.countries
        )
        states = {
            code
            for first, end, code in found.states
            if begins_segment(tokens, first)
            and self._ends_address(found, end)
            and (american or (first, end) not in countries)
        }
        for position, raw in enumerate(tokens.raw):
            if len(raw) == 2 and raw in self.state_codes and tokens.gaps[position] >= COMMA:
                after = position + 1
                if after == len(tokens.raw):
                    continue  # a country's code may be meant; `_read_code` decides
                state = self.state_codes[raw]
                if (
                    tokens.raw[after].isdigit()
                    or self._is_united_states(found, after)
                    or (tokens.gaps[after] >= AND and self._follows_town(found, position, state))
                ):
                    states.add(state)
        return states

    def _follows_town(self, found: Scan, position: int, state: int) -> bool:
        index = self.index
        return any(
            end == position and index.place_state[number] == state
            for _, end, node in found.places
            for number in index.place_ids[index.place_offsets[node] : index.place_offsets[node + 1]]
        )

    def _is_united_states(self, found: Scan, first: int) -> bool:
        return any(f == first and c == self.united_states for f, _, c in found.countries)

    def _ends_address(self, found: Scan, end: int) -> bool:
        tokens = found.tokens
        return ends_segment(tokens, end) or tokens.raw[end].isdigit() or tokens.raw[end] == "USA"

    def _read_countries(self, found: Scan, states: set[int], hinted: set[int]) -> list[int]:
        tokens = found.tokens
        countries: list[int] = []
        state_spans = {(first, end) for first, end, _ in found.states}
        for first, end, country in found.countries:
            raw = tokens.raw[first]
            if raw[0].islower() or (end - first == 1 and len(raw) == 2 and not raw.isupper()):
                continue
            if not self._ends_address(found, end):
                continue
            if _belongs_to_a_name(found, first, end):
                continue
            # Georgia is a state when anything else speaks of the United States.
            if (first, end) in state_spans and (states or self.united_states in hinted):
                continue
            if country not in countries and not any(
                f <= first and e >= end and e - f > end - first for f, e, _ in found.countries
            ):
                countries.append(country)
        if not countries:
            self._read_code(found, states, hinted, countries)
        return countries

    def _read_code(
        self, found: Scan, states: set[int], hinted: set[int], countries: list[int]
    ) -> None:
        """Read a country or state code that ends the address: "PARIS, FR", "Boston, MA"."""
        tokens = found.tokens
        if len(tokens.raw) < 2 or tokens.gaps[-1] < SOFT:
            return
        raw = tokens.raw[-1]
        if raw in self.state_codes and (
            raw not in self.country_codes or self.united_states in hinted
        ):
            states.add(self.state_codes[raw])
        elif raw in self.country_codes:
            country = self.country_codes[raw]
            if raw in self.state_codes and country not in hinted:
                return
            countries.append(country)
