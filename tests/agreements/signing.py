"""PDF files that are really signed, by keys made for the test (PAdES, ETSI EN 319 142)."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigSeedSubFilter
from pypdf import PdfWriter


def make_pdf() -> bytes:
    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(target)
    return target.getvalue()


def make_signer(folder: Path, who: str) -> SimpleSigner:
    """Return who signs by that name, with a key of their own kept in a folder."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, who)])
    at = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(at)
        .not_valid_after(at + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    path = folder / "signer.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"signer", key, certificate, None, BestAvailableEncryption(b"x")
        )
    )
    return SimpleSigner.load_pkcs12(str(path), passphrase=b"x")


def sign(content: bytes, signer: SimpleSigner, field: str) -> bytes:
    """Return the file with one more signature."""
    target = io.BytesIO()
    # In a thread of its own: signing runs an event loop, and a browser's driver may run one in this.
    with ThreadPoolExecutor(max_workers=1) as apart:
        apart.submit(
            sign_pdf,
            IncrementalPdfFileWriter(io.BytesIO(content)),
            PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES),
            signer=signer,
            output=target,
        ).result()
    return target.getvalue()
