"""Letters that no text has: control characters, which break XML, PDF and terminals."""

from __future__ import annotations

import re


# Controls (C0 but tab and the ends of lines, DEL, C1), half surrogate pairs and the two that Unicode
# keeps for nobody: XML 1.0, section 2.2, forbids most of them and advises against the others.
_NO_LETTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def drop_controls(text: str) -> str:
    r"""Return `text` without control characters; tabs and ends of lines stay.

    >>> drop_controls("Cells\x02 and tissues")
    'Cells and tissues'
    """
    return _NO_LETTERS.sub("", text) if _NO_LETTERS.search(text) else text
