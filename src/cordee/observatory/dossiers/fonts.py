"""The fonts that drawings are set in: those of the package, whatever the machine has."""

from __future__ import annotations

from functools import cache

import vl_convert

from cordee.observatory.dossiers import looks


@cache
def register_fonts() -> None:
    """Let drawings use the fonts of the package."""
    vl_convert.register_font_directory(str(looks.get_font_folder()))
