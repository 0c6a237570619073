"""Where the text says it is: the countries it names, the towns, and what they speak for."""

from __future__ import annotations

from cordee.observatory.linking.engine.jit import kernel
from cordee.observatory.linking.engine.tables import (
    AMERICAN,
    AMERICAN_STATES,
    COUNTRIES,
    HINT,
    HINTED,
    MENTIONS,
    MOST_PLACES,
    NAMES,
    PLACES,
    SHOUTED,
    STAMP,
    STATED,
    STATES,
    TOWNS,
    UNITED_STATES,
    Array,
    Space,
    Tables,
    Words,
)
from cordee.observatory.linking.normalise import AND, COMMA, HARD, SOFT
from cordee.observatory.linking.traits import Trait


_LOWER = int(Trait.LOWER)
_DIGITS = int(Trait.DIGITS)
_SMALL = int(Trait.SMALL)
_CAPITALS = int(Trait.CAPITALS)
# A town speaks for its country when it has this many people and this many times more than the
# largest of the same name elsewhere: Paris, not Cambridge.
_LARGE_TOWN = 30_000
_DOMINANCE = 4
# A text of so few words in capitals may be an acronym and its country, not a shout.
_FEW_WORDS = 3
_CODE_LETTERS = 2
# Post codes of the United States have five digits, of which the first may be a nought.
_LEAST_ZIP = 500


@kernel
def read_places(tables: Tables, words: Words, space: Space, count: int, stamp: int) -> None:
    """Mark the towns, the countries stated and those hinted at; list the countries stated."""
    found = space.found
    found[STAMP] = stamp
    found[STATED] = found[TOWNS] = found[HINTED] = found[HINT] = found[AMERICAN] = 0
    found[MENTIONS] = found[AMERICAN_STATES] = 0
    found[SHOUTED] = is_shouted(words, space, count)
    read_towns(tables, words, space, stamp)
    american = read_states(tables, words, space, count, stamp)
    read_countries(tables, words, space, american, stamp)
    if found[STATED] and found[AMERICAN]:
        # An address in an American state stands beside one abroad: both countries are stated.
        state_country(space, tables.known[UNITED_STATES])
    if not found[STATED]:
        read_code(tables, words, space, count, american, stamp)
    for number in range(found[STATED]):
        space.stated_mark[tables.group_of[space.stated[number]]] = stamp


@kernel
def is_shouted(words: Words, space: Space, count: int) -> int:
    """Say whether the text has capitals and no small letter."""
    capitals = 0
    for position in range(count):
        traits = words.traits[space.raws[position]]
        if traits & _SMALL:
            return 0
        if traits & _CAPITALS:
            capitals += 1
    return 1 if capitals and count > _FEW_WORDS else 0


@kernel
def hint(tables: Tables, space: Space, country: int, stamp: int) -> None:
    """Note that a town or state speaks for `country`; `found[HINT]` keeps the first, one country."""
    group = tables.group_of[country]
    if space.hinted_mark[group] != stamp:
        space.hinted_mark[group] = stamp
        space.found[HINTED] += 1
        if space.found[HINTED] == 1:
            space.found[HINT] = country


@kernel
def read_towns(tables: Tables, words: Words, space: Space, stamp: int) -> None:
    """Mark every place that a span may mean, and the countries that large towns speak for."""
    for number in range(space.found[PLACES]):
        first, end, node = (
            space.places[number, 0],
            space.places[number, 1],
            space.places[number, 2],
        )
        if words.traits[space.raws[first]] & _LOWER:
            continue
        begin, last = tables.place_offsets[node], tables.place_offsets[node + 1]
        for at in range(begin, last):
            space.town_mark[tables.place_ids[at]] = stamp
        space.found[TOWNS] += 1
        begins = space.gaps[first] >= SOFT or is_number(words, space, first - 1)
        if begins and (space.gaps[end] >= SOFT or is_number(words, space, end)):
            country = get_dominant(tables, begin, last)
            if country:
                hint(tables, space, country, stamp)


@kernel
def is_number(words: Words, space: Space, position: int) -> bool:
    """Say whether a word is all digits."""
    return (words.traits[space.raws[position]] & _DIGITS) != 0


@kernel
def get_dominant(tables: Tables, begin: int, last: int) -> int:
    """Return the country of the largest of some places when it outweighs all others, else 0."""
    largest = tables.place_ids[begin]
    country = tables.place_country[largest]
    population = tables.place_population[largest]
    if population < _LARGE_TOWN:
        return 0
    for at in range(begin + 1, last):
        other = tables.place_ids[at]
        if tables.place_country[other] != country:
            if population >= _DOMINANCE * tables.place_population[other]:
                return country
            return 0
    return country


@kernel
def read_states(tables: Tables, words: Words, space: Space, count: int, stamp: int) -> bool:
    """Say whether the text names a state of the United States."""
    united_states = tables.known[UNITED_STATES]
    american = space.hinted_mark[tables.group_of[united_states]] == stamp
    for number in range(space.found[COUNTRIES]):
        if space.countries[number, 2] == united_states:
            american = True
    named = False
    for number in range(space.found[STATES]):
        first, end = space.states[number, 0], space.states[number, 1]
        # Georgia is a state only where something else speaks of the United States.
        if (
            space.gaps[first] >= SOFT
            and ends_address(words, space, end)
            and (american or is_no_country(tables, space, number))
        ):
            named = True
            name_state(tables, space, first, space.states[number, 2], stamp)
            abroad = begins_country(space, end) and not is_united_states(tables, space, end)
            space.found[AMERICAN] |= not abroad
    for position in range(count - 1):
        state = words.states[space.raws[position]]
        if state and space.gaps[position] >= COMMA:
            after = position + 1
            if (
                is_number(words, space, after)
                or is_united_states(tables, space, after)
                or (space.gaps[after] >= AND and follows_town(tables, space, position, state))
            ):
                named = True
                name_state(tables, space, position, state, stamp)
                if words.numbers[space.raws[after]] > _LEAST_ZIP:
                    space.found[AMERICAN] |= follows_town(tables, space, position, state)
    if named:
        hint(tables, space, united_states, stamp)
    return named


@kernel
def is_no_country(tables: Tables, space: Space, number: int) -> bool:
    """Say whether the name of a state is not that of a country, or follows a town of the state alone."""
    first, end, state = space.states[number, 0], space.states[number, 1], space.states[number, 2]
    for other in range(space.found[COUNTRIES]):
        if space.countries[other, 0] == first and space.countries[other, 1] == end:
            # Athens, Georgia: no town of that name is in the country.
            country = space.countries[other, 2]
            ours = follows_town(tables, space, first, state)
            return ours and not ends_town_of(tables, space, first, country)
    return True


@kernel
def ends_town_of(tables: Tables, space: Space, position: int, country: int) -> bool:
    """Say whether a town of a country ends where a word begins."""
    for number in range(space.found[PLACES]):
        if space.places[number, 1] == position and is_in(tables, space.places[number, 2], country):
            return True
    return False


@kernel
def is_in(tables: Tables, node: int, country: int) -> bool:
    """Say whether a place of a name is in a country."""
    for at in range(tables.place_offsets[node], tables.place_offsets[node + 1]):
        if tables.place_country[tables.place_ids[at]] == country:
            return True
    return False


@kernel
def name_state(tables: Tables, space: Space, position: int, state: int, stamp: int) -> None:
    """Note that a state of the United States is named at a word."""
    space.state_mark[state] = stamp
    space.found[AMERICAN_STATES] += 1
    mention(space, position, tables.known[UNITED_STATES])


@kernel
def mention(space: Space, position: int, country: int) -> None:
    """Note that a country is named at a word, while there is room."""
    count = space.found[MENTIONS]
    if count < MOST_PLACES:
        space.mentions[count, 0] = position
        space.mentions[count, 1] = country
        space.found[MENTIONS] = count + 1


@kernel
def holds(spans: Array, count: int, first: int, end: int) -> bool:
    """Say whether a span is one of the first `count` of `spans`."""
    for number in range(count):
        if spans[number, 0] == first and spans[number, 1] == end:
            return True
    return False


@kernel
def is_united_states(tables: Tables, space: Space, first: int) -> bool:
    """Say whether the name of the United States begins at a word."""
    for number in range(space.found[COUNTRIES]):
        if (
            space.countries[number, 0] == first
            and space.countries[number, 2] == tables.known[UNITED_STATES]
        ):
            return True
    return False


@kernel
def follows_town(tables: Tables, space: Space, position: int, state: int) -> bool:
    """Say whether a town of the state ends where a word begins."""
    for number in range(space.found[PLACES]):
        if space.places[number, 1] == position:
            node = space.places[number, 2]
            for at in range(tables.place_offsets[node], tables.place_offsets[node + 1]):
                if tables.place_state[tables.place_ids[at]] == state:
                    return True
    return False


@kernel
def ends_address(words: Words, space: Space, end: int) -> bool:
    """Say whether a break, a number or a country's code such as USA follows."""
    if space.gaps[end] >= SOFT:
        return True
    if is_number(words, space, end):
        return True
    return words.letters[space.raws[end]] == _CODE_LETTERS + 1 and begins_country(space, end)


@kernel
def begins_country(space: Space, first: int) -> bool:
    """Say whether the name of a country begins at a word."""
    for number in range(space.found[COUNTRIES]):
        if space.countries[number, 0] == first:
            return True
    return False


@kernel
def read_countries(tables: Tables, words: Words, space: Space, american: bool, stamp: int) -> None:
    """List the countries that the text names outright."""
    united_states = tables.known[UNITED_STATES]
    american |= space.hinted_mark[tables.group_of[united_states]] == stamp
    for position in range(space.found[COUNTRIES]):
        first = space.countries[position, 0]
        end = space.countries[position, 1]
        country = space.countries[position, 2]
        raw = space.raws[first]
        short = end - first == 1 and words.letters[raw] == _CODE_LETTERS
        if words.traits[raw] & _LOWER or (short and not words.traits[raw] & _CAPITALS):
            continue
        joined = space.gaps[first] >= COMMA and space.gaps[end] == AND
        if not (ends_address(words, space, end) or joined):
            continue
        if american and is_before_state(words, space, end):
            continue
        if belongs_to_a_name(space, first, end) or is_inside_country(space, first, end):
            continue
        if is_town_of_next(tables, space, position):
            continue
        # Georgia is a state when anything else speaks of the United States.
        if american and holds(space.states, space.found[STATES], first, end):
            continue
        state_country(space, country)
        mention(space, first, country)


@kernel
def state_country(space: Space, country: int) -> None:
    """Add a country to those stated, once."""
    count = space.found[STATED]
    for number in range(count):
        if space.stated[number] == country:
            return
    if count < MOST_PLACES:
        space.stated[count] = country
        space.found[STATED] = count + 1


@kernel
def is_before_state(words: Words, space: Space, end: int) -> bool:
    """Say whether a state of the United States follows, as after a town: "Lebanon, New Hampshire"."""
    for number in range(space.found[STATES]):
        if space.states[number, 0] == end:
            return True
    return words.states[space.raws[end]] != 0 and space.gaps[end] == COMMA


@kernel
def is_town_of_next(tables: Tables, space: Space, number: int) -> bool:
    """Say whether a country's name is that of a town, whose own country follows: "Granada, Spain"."""
    first, end = space.countries[number, 0], space.countries[number, 1]
    for other in range(space.found[COUNTRIES]):
        if space.countries[other, 0] == end and space.gaps[end] == COMMA:
            for place in range(space.found[PLACES]):
                if (
                    space.places[place, 0] == first
                    and space.places[place, 1] == end
                    and is_in(tables, space.places[place, 2], space.countries[other, 2])
                ):
                    return True
    return False


@kernel
def is_inside_country(space: Space, first: int, end: int) -> bool:
    """Say whether a longer name of a country holds a span."""
    for number in range(space.found[COUNTRIES]):
        begin, last = space.countries[number, 0], space.countries[number, 1]
        if begin <= first and last >= end and last - begin > end - first:
            return True
    return False


@kernel
def belongs_to_a_name(space: Space, first: int, end: int) -> bool:
    """Say whether a country's word is part of a name: "IRCCS Santa Lucia, Rome, Italy"."""
    if space.gaps[first] >= SOFT:
        return False
    for number in range(space.found[NAMES]):
        begin, last = space.names[number, 0], space.names[number, 1]
        if begin < first and last >= end and last - begin > end - first:
            return True
    if space.gaps[end] != COMMA:
        return False
    # The address goes on after the comma and ends with a country of its own.
    for number in range(space.found[COUNTRIES]):
        begin = space.countries[number, 0]
        if begin >= end and space.gaps[begin] >= SOFT:
            broken = False
            for position in range(end, begin + 1):
                broken |= space.gaps[position] >= HARD
            if not broken:
                return True
    return False


@kernel
def read_code(
    tables: Tables, words: Words, space: Space, count: int, american: bool, stamp: int
) -> None:
    """Read a country or state code that ends the address: "PARIS, FR", "Boston, MA"."""
    if count < 2 or space.gaps[count - 1] < SOFT:
        return
    raw = space.raws[count - 1]
    state, country = words.states[raw], words.countries[raw]
    united_states = tables.known[UNITED_STATES]
    in_states = american or space.hinted_mark[tables.group_of[united_states]] == stamp
    if state and (not country or in_states):
        hint(tables, space, united_states, stamp)
        name_state(tables, space, count - 1, state, stamp)
    elif country:
        if state and space.hinted_mark[tables.group_of[country]] != stamp:
            return
        space.stated[0] = country
        space.found[STATED] = 1
