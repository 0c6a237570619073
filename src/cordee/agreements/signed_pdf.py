"""Electronic signatures of a PDF (PAdES): who signed, when, and whether the file is as it was signed.

Run as a program it reads the file from its input and writes what it found as JSON; its words are the
seconds of processor and the bytes of memory that it may take, past which the system ends it.

Whether the signer is who the certificate names is for a trust service to say, not for us: nothing is
fetched, and no certificate is trusted or distrusted here.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


logger = logging.getLogger(__name__)

MOST_SIGNATURES = 50
"""More than any agreement has parties; a file with more is made to keep us busy."""

_HARMLESS = frozenset(
    {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
)
"""What may follow a signature: later signatures, and proofs added for the archive."""


def read_pdf(content: bytes) -> tuple[dict[str, Any], ...]:
    """Return what each signature says, as `cordee.agreements.signatures` tells it; empty without any.

    Takes as much time and memory as the file calls for, and runs an event loop of its own.
    """
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        found = reader.embedded_regular_signatures[:MOST_SIGNATURES]
        return tuple(_read(one) for one in found)
    except MemoryError:
        raise
    # Whatever is wrong inside a file that anybody may have made: the reader lets through what its
    # parts raise.
    except Exception as error:  # noqa: BLE001 -- said above
        logger.warning("a PDF's signatures could not be read: %s", type(error).__name__)
        return ()


def _read(signature: EmbeddedPdfSignature) -> dict[str, Any]:
    when = signature.self_reported_timestamp
    told = {
        "who": str(signature.signer_cert.subject.native.get("common_name", "")),
        "when": when.isoformat(timespec="minutes") if when else "",
    }
    context = ValidationContext(trust_roots=[], allow_fetching=False)
    try:
        status = validate_pdf_signature(signature, context)
    except (SignatureValidationError, PdfError, ValueError, NotImplementedError) as error:
        logger.warning("a signature could not be checked: %s", type(error).__name__)
        return {**told, "is_checked": False, "is_intact": False, "is_whole": False}
    covers = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    covered_then = status.coverage is SignatureCoverageLevel.ENTIRE_REVISION
    is_harmless = status.modification_level in _HARMLESS
    return {
        **told,
        "is_checked": True,
        "is_intact": bool(status.intact and status.valid),
        "is_whole": covers or (covered_then and is_harmless),
    }


def main(words: list[str]) -> int:
    """Read the file on standard input within bounds; return the exit code, 0 unless they were met."""
    seconds, most = map(int, words)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found = read_pdf(sys.stdin.buffer.read())
    except MemoryError:
        return 1
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
