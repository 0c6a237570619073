"""Electronic signatures of a PDF, read in a process of its own within bounds of time and memory.

A PDF is a program of sorts: a few kilobytes may unpack to gigabytes, or call for work without end. What
reads it must therefore be able to fail alone.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from cordee.kernel.errors import SourceError


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bounds:
    """What reading one file may take: seconds of processor, bytes of memory.

    A contract of a hundred scanned pages with five signatures takes two seconds and some 150 MB, most of
    both to start; a server with four cores reads four at once.
    """

    seconds: int = 20
    bytes: int = 1_000_000_000


_TOO_MUCH = gettext_noop(
    "Reading the signatures of this PDF takes more time or memory than any contract does. Save it anew with the program that made it, and bring that file in."
)


def read_signatures(content: bytes, bounds: Bounds | None = None) -> tuple[dict[str, Any], ...]:
    """Return what each signature of a PDF says, in the order they were made; empty without any.

    Each holds `who` (the certificate's name), `when` (as the signer's clock said), `is_checked` (the
    check came to an end: a way of signing may be unknown here), `is_intact` (what is signed was not
    altered, and the signature is the certificate's) and `is_whole` (the signature covers the whole
    file, but for later signatures). A file that cannot be read as a PDF has no signatures.
    Raises `SourceError` for one that cannot be read within the bounds.
    """
    # Every signature says by this word which bytes it covers, and stands where nothing is packed.
    if b"/ByteRange" not in content:
        return ()
    limits = bounds or Bounds()
    command = [sys.executable, "-P", "-m", "cordee.agreements.signed_pdf"]
    command += [str(limits.seconds), str(limits.bytes)]
    try:
        # Time spent waiting for a core counts here and not among the seconds above.
        done = subprocess.run(  # noqa: S603 -- our own interpreter and fixed words
            command, input=content, capture_output=True, timeout=5 * limits.seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(_TOO_MUCH) from error
    if done.returncode:
        logger.warning("reading a PDF's signatures ended with %s", done.returncode)
        raise SourceError(_TOO_MUCH)
    return tuple(json.loads(done.stdout))
