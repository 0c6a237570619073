"""What was typed, as a line of a letter."""

from __future__ import annotations


LONGEST = 200
"""Letters of a title or a name in a letter; whoever wants the rest opens the page."""

LONGEST_TEXT = 2_000
"""Letters of what somebody wrote in a letter; the rest stands on the page."""


def make_line(text: str, longest: int = LONGEST) -> str:
    r"""Return a text on one line, whatever was typed: it can be neither a header nor a part of the letter.

    >>> make_line("Part\r\nBcc: all@elsewhere.example")
    'Part Bcc: all@elsewhere.example'
    """
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def quote(text: str, longest: int = LONGEST_TEXT) -> str:
    r"""Return what somebody wrote, each line marked as theirs.

    >>> quote("First.\nSecond.")
    '> First.\n> Second.'
    """
    lines = text[:longest].splitlines()
    return "\n".join("> " + "".join(c for c in line if c.isprintable()) for line in lines)
