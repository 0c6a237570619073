"""The last event of each day, signed and written outside the database.

Whoever can change the database can remake its chain; they cannot remake yesterday's signed heads
unless they also hold the key, and not unseen by those who keep a copy of the file. Signatures are
Ed25519 (RFC 8032), each over the line's text without its signature.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.utils.translation import gettext_noop

from cordee.kernel.chain import Head, write_canonical
from cordee.kernel.errors import LedgerError
from cordee.kernel.files import replacing, write_secret
from cordee.kernel.messages import Sentence
from cordee.ledger.models import ChainHead


KEY = "audit-key.pem"
PUBLIC_KEY = "audit-public-key.pem"
HEADS = "audit-heads.jsonl"


@dataclass(frozen=True)
class SignedHeads:
    """The heads whose signature holds, and a sentence for each line that cannot be trusted."""

    heads: tuple[Head, ...]
    faults: tuple[Sentence, ...]


def make_key(folder: Path) -> None:
    """Make the pair of keys in `folder`, unless it is there."""
    if (folder / KEY).exists():
        return
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # The private key comes last: where it stands, the public one does.
    with replacing(folder / PUBLIC_KEY) as draft:
        draft.write_bytes(public)
    write_secret(folder / KEY, secret)


def sign_head(folder: Path, *, on: date) -> bool:
    """Sign the last event for a day, once; return whether a line was written.

    Nothing is written while nothing has happened since the last line.
    """
    head = ChainHead.objects.filter(id=1).first()
    if head is None or not head.number:
        return False
    path = folder / HEADS
    text = path.read_text("utf-8") if path.exists() else ""
    lines = text.splitlines()
    if lines and _tells_of(path, lines, head.number, on):
        return False
    key = _load_key(folder / KEY)
    content: dict[str, object] = {
        "date": on.isoformat(),
        "number": head.number,
        "hash": head.hash,
    }
    signature = key.sign(write_canonical(content).encode())
    content["signature"] = base64.b64encode(signature).decode()
    # Written anew whole: a line that a full disk cut off would pass for one that somebody changed.
    with replacing(path) as draft:
        draft.write_text(text + write_canonical(content) + "\n", "utf-8")
    return True


def _tells_of(path: Path, lines: list[str], number: int, on: date) -> bool:
    """Return whether a signed line is of that day, or the last one of that event."""
    day = f'"{on.isoformat()}"'
    # Not the last alone: a clock that was put back comes to a day once more. Lines are read as text,
    # so that one which somebody changed is found by who proves the audit and stops nobody here.
    if any(day in line for line in lines[:-1]):
        return True
    try:
        last = json.loads(lines[-1])
        return bool(last["date"] == on.isoformat() or last["number"] == number)
    except (ValueError, KeyError, TypeError) as error:
        # Nothing is mended here: what stands after a line that nobody can read proves little.
        raise LedgerError(
            gettext_noop(
                "{file}, line {line}: this is no signed line of the audit. Put back the copy you keep elsewhere, or the file of a backup."
            ),
            file=str(path),
            line=len(lines),
        ) from error


def _load_key(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise LedgerError(
            gettext_noop("{file} is not the audit's key. Put back the file of a backup."),
            file=str(path),
        )
    return key


def read_heads(heads: Path, public_key: Path) -> SignedHeads:
    """Return the signed heads of a file, checked against the public key; an absent file has none."""
    if not heads.exists():
        return SignedHeads((), ())
    try:
        key = load_pem_public_key(public_key.read_bytes())
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise LedgerError(
            gettext_noop("{file} is not the audit's public key."), file=str(public_key)
        )
    kept, faults = [], []
    for place, line in enumerate(heads.read_text("utf-8").splitlines(), start=1):
        where = f"{heads.name}:{place}"
        head = _read_line(line, key, where)
        if head is None:
            text = gettext_noop("{place} has no valid signature: the line was changed.")
            faults.append(Sentence(text, {"place": where}))
        else:
            kept.append(head)
    return SignedHeads(tuple(kept), tuple(faults))


def _read_line(line: str, key: Ed25519PublicKey, where: str) -> Head | None:
    try:
        content = json.loads(line)
        signature = base64.b64decode(content.pop("signature"))
        key.verify(signature, write_canonical(content).encode())
        return Head(int(content["number"]), str(content["hash"]), where)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
        return None
