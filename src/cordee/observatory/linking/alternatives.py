"""What would change the answer: small changes of a text, with the linker really asked about each.

>>> linker = Linker.load()  # doctest: +SKIP
>>> find_alternatives(linker, linker.explain("NIH, Islamabad, Pakistan"))  # doctest: +SKIP
(Alternative(organisation='01cwqze88', change='own_place', text='NIH, Bethesda, United States', ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Protocol

from cordee.kernel.messages import N_
from cordee.observatory.linking.explain import Considered, Explanation
from cordee.observatory.linking.links import Linked
from cordee.observatory.linking.reasons import Reason
from cordee.reference.countries import find_code, name_of
from cordee.reference.folding import fold
from cordee.reference.organisations import Organisation


MOST_REFUSED = 4
"""Refused candidates asked about: past the likeliest four they are chance matches of single words."""

MOST_ACCEPTED = 8
"""Accepted ones asked about. A text of more doubtful names is a list, and not an affiliation."""

SURE = 0.9
"""From this score on an organisation is named so clearly that taking away its place tells nothing."""

MOST_TRIES = 80
"""Changed texts linked for one explanation: a reader waits for them. Each costs a tenth of a
millisecond, and of the longest texts a page accepts some milliseconds."""

# A place's name is no organisation's, and the registry name of "E.ON (France)" in place of "France"
# is another text. What is repeated or part of another is in the answer already.
_POINTLESS = frozenset({Reason.REFUSED_PLACE, Reason.REFUSED_REPEATED, Reason.REFUSED_PARENT})

_PART = re.compile(r"[^,;\n]+")
_WORD = re.compile(r"\w+")
_SHORTEST_NAME = 3  # "MA" and "DE" are States and small words more often than countries.


class Change(StrEnum):
    """A small change of a text; the earlier one is told where two are as small."""

    APART = "set_apart"
    COUNTRY = "add_country"
    PLACE = "add_place"
    NAME = "full_name"
    NO_COUNTRY = "without_country"
    NO_TOWN = "without_town"
    NO_PART = "without_part"
    NO_PLACE = "without_place"
    OWN_COUNTRY = "own_country"
    OWN_PLACE = "own_place"


SENTENCES: dict[tuple[Change, bool], str] = {
    (Change.APART, True): N_("Set apart by commas, its name would be taken."),
    (Change.COUNTRY, True): N_("With its country at the end, it would be taken."),
    (Change.PLACE, True): N_("With its town and country at the end, it would be taken."),
    (Change.NAME, True): N_("Written with its full name in the registry, it would be taken."),
    (Change.NO_COUNTRY, True): N_("Without the country that the text states, it would be taken."),
    (Change.NO_PART, True): N_("Without this part of the address, it would be taken."),
    (Change.NO_PLACE, True): N_("Without the address, it would be taken."),
    (Change.OWN_COUNTRY, True): N_(
        "With its own country instead of the one in the text, it would be taken."
    ),
    (Change.OWN_PLACE, True): N_(
        "With its own place instead of the one in the text, it would be taken."
    ),
    (Change.NO_COUNTRY, False): N_("Without its country, it would be left."),
    (Change.NO_TOWN, False): N_("Without its town, it would be left."),
    (Change.NO_PART, False): N_("Without this part of the address, it would be left."),
    (Change.NO_PLACE, False): N_("Without the address, it would be left."),
}
"""What is said of a change, and whether the organisation is taken after it."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """The smallest change found that turns the answer for one organisation.

    `change` is a code of `Change`, `text` the changed text, `accepted` whether the organisation is
    taken in it, `sentence` says so, to be translated.
    """

    organisation: str
    change: str
    text: str
    accepted: bool
    sentence: str


class Asked(Protocol):
    """What is asked: `cordee.observatory.linking.linker.Linker`."""

    @property
    def organisations(self) -> Mapping[str, Organisation]:
        """The registry by ROR id."""

    def link_all(self, texts: Sequence[str], /) -> Sequence[Linked]:
        """Return what each of `texts` names."""


@dataclass(frozen=True, slots=True)
class _Try:
    organisation: str
    change: Change
    text: str
    accepted: bool
    size: int


@dataclass(frozen=True, slots=True)
class _Address:
    """The parts between commas after the last name, as places in the text; and the country's."""

    parts: tuple[tuple[int, int], ...]
    country: tuple[int, int] | None


def find_alternatives(linker: Asked, explanation: Explanation) -> tuple[Alternative, ...]:
    """Return what would change the answer of `explanation`, refused organisations first.

    For the likeliest refused candidates, and the accepted ones with a score under `SURE`, small
    changes of the text are linked again, all at once. An organisation has one alternative at most,
    that of the fewest words; none when no change tried turns the answer. What a reviewed correction
    decided is not asked about: any change of the text would undo it.
    """
    tries = [
        one
        for considered in _choose(explanation)
        for one in _list_tries(linker.organisations, explanation, considered)
    ][:MOST_TRIES]
    found: dict[str, _Try] = {}
    texts = list(dict.fromkeys(one.text for one in tries))
    linked = dict(zip(texts, linker.link_all(texts), strict=True)) if texts else {}
    order = {change: place for place, change in enumerate(Change)}
    for one in sorted(tries, key=lambda each: (each.size, order[each.change])):
        named = {link.organisation for link in linked[one.text].organisations}
        if (one.organisation in named) == one.accepted:
            found.setdefault(one.organisation, one)
    chosen = dict.fromkeys(one.organisation for one in tries if one.organisation in found)
    return tuple(_make_alternative(found[id_]) for id_ in chosen)


def _make_alternative(one: _Try) -> Alternative:
    sentence = SENTENCES[one.change, one.accepted]
    return Alternative(one.organisation, one.change.value, one.text, one.accepted, sentence)


def _choose(explanation: Explanation) -> list[Considered]:
    accepted = explanation.accepted
    corrected = [one for one in accepted if one.reason == Reason.CORRECTION]
    refused = [
        one
        for one in explanation.refused
        if one.reason not in _POINTLESS
        and not _is_country(one.written)
        and not any(_holds(other, one) for other in accepted)
        and not any(_meet((one.start, one.end), (c.start, c.end)) for c in corrected)
    ]
    doubtful = [one for one in accepted if one.score < SURE]
    return refused[:MOST_REFUSED] + doubtful[:MOST_ACCEPTED]


def _holds(longer: Considered, one: Considered) -> bool:
    """Return whether a name is a part of a longer one: its own words are the other's there."""
    inside = longer.start <= one.start and one.end <= longer.end
    return inside and (longer.start, longer.end) != (one.start, one.end)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _list_tries(
    organisations: Mapping[str, Organisation], explanation: Explanation, one: Considered
) -> Iterator[_Try]:
    organisation = organisations.get(one.organisation)
    if organisation is None:
        return
    text = explanation.text
    spans = [(each.start, each.end) for each in (*explanation.accepted, one)]
    address = _find_address(text, spans)
    changes = _take_away(text, one, organisation, address)
    if not one.accepted:
        changes = [*changes, *_put_in(text, one, organisation, address)]
    seen = {" ".join(text.split())}
    for change, changed in changes:
        tidy = " ".join(changed.split()).strip(" ,;")
        if tidy and tidy not in seen and (change, not one.accepted) in SENTENCES:
            seen.add(tidy)
            yield _Try(one.organisation, change, tidy, not one.accepted, _measure(text, tidy))


def _find_address(text: str, spans: Sequence[tuple[int, int]]) -> _Address:
    parts: list[tuple[int, int]] = []
    for match in _PART.finditer(text):
        # Names before it are no address; a text may begin with its town all the same.
        parts = [] if any(_meet(match.span(), span) for span in spans) else [*parts, match.span()]
    country = next((part for part in reversed(parts) if _is_country(text[slice(*part)])), None)
    return _Address(tuple(parts), country)


def _is_country(part: str) -> bool:
    name = part.strip(" .()")
    letters = name.replace(".", "")
    if len(letters) < _SHORTEST_NAME and letters not in {"UK", "US"}:
        return False
    return find_code(name) is not None


def _take_away(
    text: str, one: Considered, organisation: Organisation, address: _Address
) -> list[tuple[Change, str]]:
    found = []
    if address.country:
        found.append((Change.NO_COUNTRY, _cut(text, address.country)))
    town = _find_town(text, one, organisation)
    if town:
        found.append((Change.NO_TOWN, _cut(text, town)))
    found += [
        (Change.NO_PART, _cut(text, part)) for part in address.parts if part != address.country
    ]
    if address.parts:
        found.append((Change.NO_PLACE, text[: address.parts[0][0]]))
    return found


def _find_town(text: str, one: Considered, organisation: Organisation) -> tuple[int, int] | None:
    """Return where the organisation's own town stands alone, outside its name."""
    if not organisation.city:
        return None
    wanted = [fold(word) for word in _WORD.findall(organisation.city)]
    words = [(fold(match.group()), match.span()) for match in _WORD.finditer(text)]
    for first in range(len(words) - len(wanted) + 1):
        held = words[first : first + len(wanted)]
        span = (held[0][1][0], held[-1][1][1])
        if [word for word, _ in held] == wanted and not _meet(span, (one.start, one.end)):
            return span
    return None


def _cut(text: str, span: tuple[int, int]) -> str:
    """Return `text` without a stretch, and without the comma that it leaves behind."""
    before, after = text[: span[0]].rstrip(" "), text[span[1] :].lstrip(" ")
    if before.endswith((",", ";")) and after[:1] in {"", ",", ";", "."}:
        before = before[:-1]
    space = "" if after[:1] in {"", ",", ";", "."} else " "
    return f"{before}{space}{after}"


def _put_in(
    text: str, one: Considered, organisation: Organisation, address: _Address
) -> Iterator[tuple[Change, str]]:
    country = name_of(organisation.country, "en") if organisation.country else ""
    town = organisation.city or ""
    place = ", ".join(word for word in (town, country) if word)
    bare = text.rstrip(" .,;")
    yield Change.APART, _set_apart(text, one)
    if fold(one.written) != fold(organisation.name):
        yield Change.NAME, text[: one.start] + organisation.name + text[one.end :]
    if country and fold(country) not in fold(text):
        yield Change.COUNTRY, f"{bare}, {country}"
    if town and country:
        yield Change.PLACE, f"{bare}, {place}"
    # Beside a town that is stated, another country would make a place that is nowhere.
    if country and address.country and len(address.parts) == 1:
        start, end = address.country
        yield Change.OWN_COUNTRY, f"{text[:start]} {country}{text[end:]}"
    if place and address.parts:
        yield Change.OWN_PLACE, f"{text[: address.parts[0][0]]} {place}"


def _set_apart(text: str, one: Considered) -> str:
    before, after = text[: one.start].rstrip(), text[one.end :].lstrip()
    left = "" if not before or before[-1] in ",;" else ","
    right = "" if not after or after[0] in ",;" else ","
    return f"{before}{left} {text[one.start : one.end]}{right} {after}"


def _measure(text: str, changed: str) -> int:
    """Return how many words (a comma is one) were put in or taken away."""
    old, new = split_pieces(text), split_pieces(changed)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return len(old) + len(new) - 2 * sum(block.size for block in matcher.get_matching_blocks())


def split_pieces(text: str) -> list[str]:
    """Return the words and signs of `text`, as changes are counted.

    >>> split_pieces("NIH, Bethesda")
    ['NIH', ',', 'Bethesda']
    """
    return re.findall(r"\w+|[^\w\s]", text)
