"""UTF-8 that somebody read as Latin-1 or Windows-1252, put right: "UniversitÃ©" is "Université".

Only whole sequences are touched: a lead and all the continuations that UTF-8 asks for, which decode
strictly. One such sequence may still be what an author wrote ("UNIVERSITÉ–CNRS" holds É and a dash,
the two bytes of ɖ), so one alone is believed only where it makes a letter of the Latin script or a
sign that affiliations use, and in the case of its neighbours. Two side by side, or a control
character that no text holds, are believed in every script.

Not repaired: bytes lost on the way (a plain blank that was the second half of "à" is the exception,
as Italian universities meet it most), and other misreadings, such as UTF-8 read as Mac Roman.
"""

from __future__ import annotations

import re


# What Windows-1252 makes of the bytes 0x80 to 0x9F; the five it leaves free stay control characters.
_WINDOWS = {
    bytes([byte]).decode("cp1252"): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BYTES = str.maketrans({sign: chr(byte) for sign, byte in _WINDOWS.items()})
_CONTINUATION = f"[\x80-\xbf{''.join(_WINDOWS)}]"
LEAD = re.compile("[\xc2-\xf4]")
CONTINUATION = re.compile(_CONTINUATION)
# A lead before a continuation: a fifth of the time of looking for whole sequences, and seldom met in
# good text.
_SIGN = re.compile(LEAD.pattern + CONTINUATION.pattern)
_SEQUENCES = re.compile(
    f"(?:[\xc2-\xdf]{_CONTINUATION}|[\xe0-\xef]{_CONTINUATION}{{2}}|[\xf0-\xf4]{_CONTINUATION}{{3}})+"
    # The second half of "à" is a no-break space, which many programs make a plain one. No word
    # goes from small letters to a capital Ã.
    r"|(?<=[a-z])Ã(?= )"
)
HALF_A_GRAVE = "Ã"

# Leads whose sequences, one alone, make letters with Latin accents (Â to Å), the horned letters of
# Vietnamese (Æ), the comma letters of Romanian (È), combining accents (Ì) and pictures (ð).
_LATIN_LEADS = "ÂÃÄÅÌð"
_SINGLE = {"Æ": "¡°", "È": "\x98\x99\x9a\x9b", "â": "\x80\x82\x84\x86\x88\x96\x97\x98",
           "á": "¸¹º»", "ï": "¬»¼½"}  # fmt: skip
# Signs that stand after a word in good text. A capital before them is the word's own last letter:
# LULEÅ and a no-break space, FORLÌ and a dash. Â and Ã end no word in most languages.
_AFTER_WORDS = "\xa0–—‘’“”»«…™®°"
_WORD_ENDS = "ÄÅÌ"

# Some exports misread twice or thrice; each pass undoes one.
_MOST_PASSES = 3


def repair(text: str, offsets: list[int] | None = None) -> tuple[str, list[int] | None]:
    """Return `text` with its misread sequences put right, and each character's original offset.

    `offsets` lead from `text` to an older form of it and are carried on; they stay as given (None
    when no character has moved yet) where nothing is repaired. One repaired character stands where
    its sequence began.

    >>> repair("UniversitÃ© de Lyon")[0]
    'Université de Lyon'
    >>> repair("Ã‰cole")
    ('École', [0, 2, 3, 4, 5])
    >>> repair("UNIVERSITÉ–CNRS")
    ('UNIVERSITÉ–CNRS', None)
    """
    if text.isascii():
        return text, offsets
    for _ in range(_MOST_PASSES):
        if not _SIGN.search(text) and "Ã " not in text:
            break
        repaired, moved = _repair_once(text, offsets)
        if repaired == text:
            break
        text, offsets = repaired, moved
    return text, offsets


def _repair_once(text: str, offsets: list[int] | None) -> tuple[str, list[int]]:
    offsets = offsets or list(range(len(text)))
    runs = list(_SEQUENCES.finditer(text))
    # Where one run is surely misread, a letter alone with the same lead is too: "Ð¸" between words.
    sure = {run[0][0] for run in runs if _is_sure(run[0])}
    pieces: list[str] = []
    moved: list[int] = []
    last = 0
    for run in runs:
        value = _decode(run[0])
        if not value or not (run[0][0] in sure or _is_believed(text, run, value)):
            continue
        pieces += (text[last : run.start()], value)
        moved += offsets[last : run.start()]
        start = run.start()
        for character in value:
            moved.append(offsets[start])
            start += len(character.encode())
        last = run.end()
    pieces.append(text[last:])
    moved += offsets[last:]
    return "".join(pieces), moved


def _decode(run: str) -> str:
    """Return what the bytes of `run` spell, or nothing when they are no UTF-8."""
    if run == HALF_A_GRAVE:
        return "à"
    try:
        return run.translate(_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _is_sure(run: str) -> bool:
    """Say whether `run` is two sequences or more, or holds a control character of Latin-1."""
    value = _decode(run)
    return len(value) > 1 or (bool(value) and any("\x80" <= sign <= "\x9f" for sign in run))


def _is_believed(text: str, run: re.Match[str], value: str) -> bool:
    """Say whether one sequence alone is misread rather than meant."""
    lead, second = run[0][0], run[0][1:2]
    start = run.start()
    before, after = text[max(start - 1, 0) : start], text[run.end() : run.end() + 1]
    if lead in _SINGLE:
        if second.translate(_BYTES) not in _SINGLE[lead]:
            return False
    elif lead not in _LATIN_LEADS:
        return False
    if lead in _WORD_ENDS and before.isupper() and second in _AFTER_WORDS:
        return False
    # A small letter in a word of capitals, or a capital at the end of one of small letters, says
    # that the signs stand for themselves.
    if value.isupper():
        return not before.islower()
    in_capitals = before.isupper() and (after.isupper() or text[start - 2 : start - 1].isupper())
    return not (value.islower() and in_capitals and not after.islower())
