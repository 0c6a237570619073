"""Texts as characters become words, in machine code over the characters of a batch.

It is what `noise.clean` does to most texts and `normalise.split_words` to all. What only few texts need (entities, misread UTF-8, identifiers and other noise) stays with `clean`:
texts that may need it are told apart here and come again when they are cleaned.
"""

from __future__ import annotations

from typing import NamedTuple

from cordee.observatory.linking.characters import SIGN_SHIFT, Characters, Mark
from cordee.observatory.linking.engine.jit import entry, kernel
from cordee.observatory.linking.engine.tables import Array
from cordee.observatory.linking.noise import DASHES_OF_AN_ORCID
from cordee.observatory.linking.normalise import KEPT, SIGN_GAPS, SOFT


_PART = int(Mark.PART)
_ALONE = int(Mark.ALONE)
_ALPHANUMERIC = int(Mark.ALPHANUMERIC)
_LETTER = int(Mark.LETTER)
_CAPITAL = int(Mark.CAPITAL)
_BLANK = int(Mark.BLANK)
_APOSTROPHE = int(Mark.APOSTROPHE)
_ODD = int(Mark.ODD)
_LEAD = int(Mark.LEAD)
_CONTINUATION = int(Mark.CONTINUATION)
_HEAD = int(Mark.HEAD)
_KEPT = ord(KEPT)
# The number of the sign for which a point between sentences stands.
_SOFT = next(ord(sign) for sign, gap in SIGN_GAPS.items() if gap == SOFT)
_AND, _AT, _COMMA, _DASH, _POINT = map(ord, "&@,-.")
_SEMICOLON, _HASH, _SPACE, _CAPITAL_U = map(ord, ";# U")
_FIRST_CAPITAL, _LAST_CAPITAL = map(ord, "AZ")
_FIRST_SMALL, _LAST_SMALL, _F, _I, _O, _S = map(ord, "azfios")
_FIRST_LIKE_I, _LAST_LIKE_I = map(ord, "İı")
_UNDERSCORE = ord("_")
_TO_SMALL = _FIRST_SMALL - _FIRST_CAPITAL
# The longest entity has eight letters between & and ;.
_LONGEST_ENTITY = 8
# FNV-1a (Fowler, Noll, Vo) over code points. Two of 400,000 words share one of its 64-bit numbers with
# a chance of one in two hundred million.
_HASH_SEED = -3750763034362895579
_HASH_FACTOR = 1099511628211


@entry
def find_odd(characters: Characters, codes: Array, begins: Array, ends: Array, odd: Array) -> None:
    """Say of each text whether it must be cleaned first, and blank the e-mails of all others."""
    for text in range(len(begins)):
        odd[text] = is_odd(characters, codes, begins[text], ends[text])


@kernel
def is_odd(characters: Characters, codes: Array, begin: int, end: int) -> bool:
    """Say whether `clean` may find anything in a text but e-mails, which are blanked."""
    marks = characters.marks
    mailed = False
    for place in range(begin, end):
        code = codes[place]
        mark = marks[code]
        if mark & _ODD:
            return True
        if mark & _LEAD and place + 1 < end and marks[codes[place + 1]] & _CONTINUATION:
            return True
        if code == _AND and begins_entity(marks, codes, place, end):
            return True
        mailed |= code == _AT
    if mailed:
        blank_mails(marks, codes, begin, end)
        blank_announcements(characters.announcement, codes, begin, end)
    dashes = 0
    for place in range(begin, end):
        code = codes[place]
        dashes += code == _DASH
        if marks[code] & _HEAD and begins_noise(characters, codes, place, end):
            return True
    return dashes >= DASHES_OF_AN_ORCID


@kernel
def begins_entity(marks: Array, codes: Array, first: int, end: int) -> bool:
    """Say whether an HTML entity may begin at an ampersand."""
    for place in range(first + 1, min(first + 2 + _LONGEST_ENTITY, end)):
        if codes[place] == _SEMICOLON:
            return True
        if not (marks[codes[place]] & _ALPHANUMERIC or codes[place] == _HASH):
            return False
    return False


@kernel
def blank_mails(marks: Array, codes: Array, begin: int, end: int) -> None:
    """Blank whatever stands between two blanks and holds an @."""
    first = begin
    mailed = False
    for place in range(begin, end + 1):
        if place == end or marks[codes[place]] & _BLANK:
            if mailed:
                for there in range(first, place):
                    codes[there] = _SPACE
            first = place + 1
            mailed = False
        elif codes[place] == _AT:
            mailed = True


@kernel
def blank_announcements(announcement: Array, codes: Array, begin: int, end: int) -> None:
    """Blank the words that announce an e-mail."""
    size = len(announcement)
    for first in range(begin, end - size + 1):
        same = 0
        while same < size and codes[first + same] == announcement[same]:
            same += 1
        if same == size:
            for place in range(first, first + size):
                codes[place] = _SPACE


@kernel
def begins_noise(characters: Characters, codes: Array, first: int, end: int) -> bool:
    """Say whether one of the signs of noise begins at a character, in capitals or not."""
    noise = characters.noise
    head = to_small(codes[first])
    number = characters.first_noise[head]
    while noise[number, 0] == head:
        place = first + 1
        letter = 1
        while noise[number, letter] and place < end:
            if to_small(codes[place]) != noise[number, letter]:
                break
            place += 1
            letter += 1
        if not noise[number, letter]:
            return True
        number += 1
    return False


@kernel
def to_small(code: int) -> int:
    """Return the small letter of a capital without accents, and i for its Turkish relatives."""
    if _FIRST_CAPITAL <= code <= _LAST_CAPITAL:
        return code + _TO_SMALL
    if _FIRST_LIKE_I <= code <= _LAST_LIKE_I:
        return _I
    return code


class Split(NamedTuple):
    """Where `split` writes: for each word its number, and its first character and the one after it.

    `fresh` has the same two of words met first, counted through the batch; `offsets` says where each
    text's words begin. `counts` are those of `WORDS`, `KNOWN` and `FRESH`.
    """

    raw: Array
    starts: Array
    stops: Array
    offsets: Array
    fresh: Array
    counts: Array


WORDS, KNOWN, FRESH = range(3)


@entry
def split(
    marks: Array, codes: Array, begins: Array, ends: Array, slots: Array, into: Split
) -> bool:  # fmt: skip
    """Split texts into words; say whether `slots` had room for all that are new.

    `slots` hold the numbers of words met before, in the columns hash and number + 1: at most half of
    them. A word met first gets the number that comes next.
    """
    for text in range(len(begins)):
        # Were every character a new word, the slots would still be half empty.
        if 2 * (into.counts[KNOWN] + ends[text] - begins[text]) > len(slots):
            return False
        into.offsets[text] = into.counts[WORDS]
        split_one(marks, codes, begins[text], ends[text], slots, into)
    into.offsets[len(begins)] = into.counts[WORDS]
    return True


@kernel
def split_one(
    marks: Array, codes: Array, begin: int, end: int, slots: Array, into: Split
) -> None:  # fmt: skip
    """Split one text."""
    kept = first = begin
    hash_ = _HASH_SEED
    for place in range(begin, end + 1):
        # After the last character a blank ends the last word.
        code = codes[place] if place < end else _SPACE
        mark = marks[code]
        sign = mark >> SIGN_SHIFT
        part = mark & _PART != 0
        if mark & _CAPITAL:
            if place >= kept and place + 1 < end and codes[place + 1] == _POINT:
                kept = max(kept, keep_points(marks, codes, begin, end, place))
        elif code == _POINT:
            part = place < kept
            sign = _SOFT if place + 1 < end and codes[place + 1] == _SPACE else 0
        elif mark & _APOSTROPHE:
            part = is_possessive(marks, codes, begin, end, place)
        if part:
            hash_ = (hash_ ^ (code if mark & _PART else _KEPT)) * _HASH_FACTOR
            continue
        if first < place:
            add_word(slots, into, hash_, begin, first, place)
        if mark & _ALONE:
            add_word(slots, into, (_HASH_SEED ^ code) * _HASH_FACTOR, begin, place, place + 1)
        elif sign:
            # Signs are known from the start, in the order of their numbers, which begin with 1.
            add(into, sign - 1, place - begin, place + 1 - begin)
        first = place + 1
        hash_ = _HASH_SEED


@kernel
def keep_points(marks: Array, codes: Array, begin: int, end: int, first: int) -> int:
    """Return up to where points belong to the initials that begin at a capital before a point.

    They are two at least (U.S.A.), or the U. of a university.
    """
    if first > begin and marks[codes[first - 1]] & _ALPHANUMERIC:
        return begin
    if codes[first] == _CAPITAL_U and is_university(marks, codes, begin, end, first):
        return first + 2
    after = first
    while after + 1 < end and marks[codes[after]] & _CAPITAL and codes[after + 1] == _POINT:
        after += 2
    if after < end and is_small(codes[after]):
        # The last of them begins a word: "U.S.a" has one initial too few.
        after -= 1
        return after if after > first + 3 else begin
    if after < first + 4:
        return begin
    if after < end and marks[codes[after]] & _CAPITAL:
        begins_word = after + 1 < end and is_small(codes[after + 1])
        return after if begins_word else after + 1
    return after


@kernel
def is_university(marks: Array, codes: Array, begin: int, end: int, place: int) -> bool:
    """Say whether U. stands for a university: "U. of Rochester", "Ghent U."."""
    if place > begin and codes[place - 1] == _POINT:
        return False
    if (
        place >= begin + 3
        and codes[place - 1] == _SPACE
        and codes[place - 2] == _POINT
        and marks[codes[place - 3]] & _CAPITAL
    ):
        return False
    after = place + 2
    while after < end and marks[codes[after]] & _BLANK:
        after += 1
    if after == end or codes[after] == _COMMA or codes[after] == _SEMICOLON:
        return True
    if after == place + 2 or after + 1 == end:
        return False
    if marks[codes[after]] & _CAPITAL:
        return is_small(codes[after + 1])
    if codes[after] != _O or codes[after + 1] != _F:
        return False
    if after + 2 == end:
        return True
    return codes[after + 2] != _UNDERSCORE and not marks[codes[after + 2]] & _ALPHANUMERIC


@kernel
def is_small(code: int) -> bool:
    """Say whether a character is one of a to z."""
    return _FIRST_SMALL <= code <= _LAST_SMALL


@kernel
def is_possessive(marks: Array, codes: Array, begin: int, end: int, place: int) -> bool:
    """Say whether an apostrophe stands between a letter and an s that ends the word: King's."""
    if place == begin or place + 1 >= end or codes[place + 1] != _S:
        return False
    if not marks[codes[place - 1]] & _LETTER:
        return False
    return place + 2 >= end or not marks[codes[place + 2]] & _ALPHANUMERIC


@kernel
def add_word(slots: Array, into: Split, hash_: int, begin: int, first: int, end: int) -> None:
    """Add a word by its hash, with the number it has or the next."""
    mask = len(slots) - 1
    slot = (hash_ ^ (hash_ >> 32)) & mask
    while slots[slot, 1] and slots[slot, 0] != hash_:
        slot = (slot + 1) & mask
    if not slots[slot, 1]:
        slots[slot, 0] = hash_
        fresh = into.counts[FRESH]
        into.fresh[fresh, 0] = first
        into.fresh[fresh, 1] = end
        into.counts[FRESH] = fresh + 1
        into.counts[KNOWN] += 1
        slots[slot, 1] = into.counts[KNOWN]
    add(into, slots[slot, 1] - 1, first - begin, end - begin)


@kernel
def add(into: Split, number: int, start: int, stop: int) -> None:
    """Add a word by its number."""
    count = into.counts[WORDS]
    into.raw[count] = number
    into.starts[count] = start
    into.stops[count] = stop
    into.counts[WORDS] = count + 1
