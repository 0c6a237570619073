"""What is known of a word as it is written, before anybody looks for it in the index."""

from __future__ import annotations

import re
from enum import IntFlag

from cordee.observatory.linking.normalise import fold
from cordee.observatory.linking.words import ADJECTIVES, COMPANY_SUFFIXES, MODIFIERS
from cordee.observatory.units.codes import LAST_INSERM


class Trait(IntFlag):
    """What is known of a word as it is written."""

    LOWER = 1
    """Begins with a small letter."""
    CAPITALS = 2
    """Written mostly in capitals, as an acronym is."""
    DIGITS = 4
    MODIFIER = 8
    """Makes another name of the name it stands before: Western | Kentucky University."""
    ADJECTIVE = 16
    """Tells of what kind a hospital or school is: universitaire."""
    COMPANY = 32
    """A legal form: Ltd, GmbH."""
    SMALL = 64
    """Holds a small letter, so the text is not shouted."""
    CORRECTED = 128
    """Read as another word, one letter away."""
    INSERM_UNIT = 256
    """U1016 and the like, in one word."""
    CNRS_UNIT = 512
    INSERM_HEAD = 1024
    """What stands before the number of an Inserm unit."""
    CNRS_HEAD = 2048
    JOINT_HEAD = 4096
    """UMR, which is of the CNRS, or with an S of Inserm."""


FIRST_CNRS, LAST_CNRS = 5000, 9999
"""The numbers of nearly all CNRS units of today. Lower ones are told from other bodies' by what
stands around them, which `cordee.observatory.units.codes` sees and a word alone does not show."""

# Two digits are left out: they are street numbers and wards as often.
_INSERM = re.compile(r"^(?:U|UMRS|UMR_S|US)(\d{3,4})$")
# The letters before the number tell what kind of joint unit it is.
_CNRS = re.compile(r"^(?:UMR|UPR|ERL|FRE|USR|UAR|IRL|UMI|FR)([0-9]{4})$")
_INSERM_HEADS = frozenset({"U", "UMRS", "US", "UMR-S", "UMR_S"})
_CNRS_HEADS = frozenset({"UMR", "UPR", "FRE", "USR", "UAR", "ERL", "IRL", "UMI"})
# Flags as plain numbers: joining flags themselves costs more than all that they tell.
_LOWER, _CAPITALS, _DIGITS, _SMALL = map(
    int, (Trait.LOWER, Trait.CAPITALS, Trait.DIGITS, Trait.SMALL)
)
_MODIFIER, _ADJECTIVE, _COMPANY = map(int, (Trait.MODIFIER, Trait.ADJECTIVE, Trait.COMPANY))
_INSERM_UNIT, _CNRS_UNIT = int(Trait.INSERM_UNIT), int(Trait.CNRS_UNIT)
_HEADS = dict.fromkeys(_CNRS_HEADS, int(Trait.CNRS_HEAD))
_HEADS |= dict.fromkeys(_INSERM_HEADS, int(Trait.INSERM_HEAD))
_HEADS["UMR"] |= int(Trait.JOINT_HEAD)
# What heads and units begin with; most words are known by it to be neither.
_INITIALS_OF_UNITS = "UEFI"


def get_traits(raw: str) -> int:
    """Return the traits of a word, as flags of `Trait`.

    >>> Trait(get_traits("CNRS")), Trait(get_traits("paris"))
    (<Trait.CAPITALS: 2>, <Trait.LOWER|SMALL: 65>)
    """
    if raw.isdigit():
        return _DIGITS
    folded = raw.lower()
    found = _get_case(raw)
    if folded in MODIFIERS and raw[0].isupper():
        found |= _MODIFIER
    if folded in COMPANY_SUFFIXES:
        found |= _COMPANY
    if fold(raw) in ADJECTIVES:
        found |= _ADJECTIVE
    if raw[0] in _INITIALS_OF_UNITS:
        found |= _HEADS.get(raw, 0) | _get_unit(raw)
    return found


def _get_case(raw: str) -> int:
    if raw.islower():
        return _SMALL | (_LOWER if raw[0].islower() else 0)
    if raw.isupper():
        return _CAPITALS
    upper = sum(map(str.isupper, raw))
    capitals = upper > 1 and upper * 2 > sum(map(str.isalpha, raw))
    small = any(map(str.islower, raw))
    found = (_SMALL if small else 0) | (_CAPITALS if capitals else 0)
    return found | (_LOWER if raw[0].islower() else 0)


def _get_unit(raw: str) -> int:
    inserm, cnrs = _INSERM.match(raw), _CNRS.match(raw)
    if inserm and int(inserm[1]) <= LAST_INSERM:
        return _INSERM_UNIT
    if cnrs and FIRST_CNRS <= int(cnrs[1]) <= LAST_CNRS:
        return _CNRS_UNIT
    return 0
