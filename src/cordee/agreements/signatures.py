"""Electronic signatures of a PDF (PAdES): who signed, when, and whether the file is as it was signed.

Whether the signer is who the certificate names is for a trust service to say, not for us: nothing is
fetched, and no certificate is trusted or distrusted here.
"""

from __future__ import annotations

import io
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
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


def read_signatures(content: bytes) -> tuple[dict[str, Any], ...]:
    """Return what each signature of a PDF says, in the order they were made; empty without any.

    Each holds `who` (the certificate's name), `when` (as the signer's clock said), `is_checked` (the
    check came to an end: a way of signing may be unknown here), `is_intact` (what is signed was not
    altered, and the signature is the certificate's) and `is_whole` (the signature covers the whole
    file, but for later signatures). A file that cannot be read as a PDF has no signatures.
    """
    # pyHanko runs an event loop, which a thread that has one of its own refuses.
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(_read_all, content).result()


def _read_all(content: bytes) -> tuple[dict[str, Any], ...]:
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        found = reader.embedded_regular_signatures[:MOST_SIGNATURES]
        return tuple(_read(one) for one in found)
    except (PdfError, SigningError, ValueError, KeyError, TypeError, RecursionError) as error:
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
