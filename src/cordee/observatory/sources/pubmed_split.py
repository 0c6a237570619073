"""Cut a stream of PubMed XML into chunks of whole records, without parsing it.

Records are cut at their end tags, which is several times faster than letting a parser find them,
and lets one broken record be left out without losing those around it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Severity
from cordee.kernel.messages import N_
from cordee.observatory.sources.records import (
    CHUNK_SIZE,
    MAX_RECORD_SIZE,
    RECORD_TOO_LARGE,
    Chunk,
    Parsed,
    describe_record,
)


END = b"</PubmedArticle>"
PROLOGUE_SIZE = 2**20  # bytes in which the root must appear; real prologues have 300

_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ROOT = re.compile(rb"<(?:PubmedArticleSet|PubmedBookArticleSet|PubmedArticle|PubmedBookArticle)\b")
_LAST_TAG = re.compile(
    rb"</(?:PubmedArticleSet|PubmedBookArticleSet)\s*>(?:\s|<!--.*?-->|<\?.*?\?>)*\Z", re.DOTALL
)
_SPACED_END = re.compile(rb"</PubmedArticle\s+>")
_ENTITY = re.compile(rb"<!ENTITY\b")


def split_records(
    blocks: Iterable[bytes], parsed: Parsed, *, size: int = CHUNK_SIZE
) -> Iterator[Chunk]:
    """Yield chunks of about `size` bytes that end at a record's end.

    Faults of records too large to hold go to `parsed`. Raises `SourceError` when the contents are
    no PubMed XML, define entities, or end before the root's end tag.
    """
    file = parsed.context.file
    buffer = bytearray()
    number = 1
    checked = False
    skipping = False
    for block in decode_xml(blocks, file):
        buffer += block
        if not checked and len(buffer) >= min(size, PROLOGUE_SIZE) and _is_past_root(buffer):
            check_prologue(bytes(buffer), file)
            checked = True
        if skipping:
            skipping = not _drop_to_end(buffer)
        if len(buffer) < size or skipping:
            continue
        end = _find_last_end(buffer)
        if end > 0:
            with memoryview(buffer) as view:
                chunk = Chunk(number, bytes(view[:end]))
            number += _count_ends(chunk.data)
            del buffer[:end]
            yield chunk
        elif len(buffer) > MAX_RECORD_SIZE:
            parsed.add_fault(
                describe_record(number, None),
                Severity.RECORD,
                RECORD_TOO_LARGE,
                size=MAX_RECORD_SIZE // 2**20,
            )
            parsed.records += 1
            number += 1
            skipping = not _drop_to_end(buffer)
    rest = bytes(buffer)
    if not checked:
        check_prologue(rest, file)
    if not _LAST_TAG.search(rest[-65_536:]):
        raise SourceError(
            N_(
                "{file} ends before the end of its set of records: it was cut off. Nothing of it "
                "was kept; get the file again."
            ),
            file=file,
        )
    yield Chunk(number, rest)


def check_prologue(head: bytes, file: str) -> None:
    """Raise `SourceError` unless `head` opens a set of PubMed records and defines no entity."""
    root = _ROOT.search(head)
    check_entities(head[: root.start()] if root else head, file)
    if root is None:
        raise SourceError(
            N_(
                "{file} is XML, but neither PubMed's nor Europe PMC's: it has no PubmedArticleSet "
                "and no responseWrapper. Give XML of one of them."
            ),
            file=file,
        )


def _is_past_root(buffer: bytearray) -> bool:
    return len(buffer) >= PROLOGUE_SIZE or _ROOT.search(buffer) is not None


def check_entities(text: bytes, file: str) -> None:
    """Raise `SourceError` when `text` defines XML entities, which PubMed never does."""
    if _ENTITY.search(text):
        raise SourceError(
            N_(
                "{file} defines XML entities, which PubMed's files never do and which can be made "
                "to fill the memory. It was refused."
            ),
            file=file,
        )


def normalise_ends(data: bytes) -> bytes:
    """Return `data` with every record's end tag written without white space."""
    return _SPACED_END.sub(END, data)


def decode_xml(blocks: Iterable[bytes], file: str) -> Iterator[bytes]:
    """Yield UTF-8 whatever encoding the XML declaration or the byte order mark names."""
    stream = iter(blocks)
    first = next(stream, b"")
    if first.startswith(codecs.BOM_UTF8):
        first = first[3:]
    name = "utf-8"
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    elif found := _ENCODING.match(first.lstrip()[:200]):
        name = found[1].decode("ascii")
    try:
        decoder = codecs.getincrementaldecoder(name)()
    except LookupError:
        raise SourceError(
            N_("{file} says it is written in “{encoding}”, which is unknown. Save it as UTF-8."),
            file=file,
            encoding=name,
        ) from None
    if codecs.lookup(name).name in ("utf-8", "ascii"):
        yield first
        yield from stream
        return
    try:
        yield decoder.decode(first).encode()
        for block in stream:
            yield decoder.decode(block).encode()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise SourceError(
            N_("{file} is not written in “{encoding}” as it says. Save it as UTF-8."),
            file=file,
            encoding=name,
        ) from None


def _find_last_end(buffer: bytearray) -> int:
    """Return the position after the last record's end tag, or 0."""
    place = len(buffer)
    while (place := buffer.rfind(b"</PubmedArticle", 0, place)) >= 0:
        end = buffer.find(b">", place)
        if end > 0 and not buffer[place + len(END) - 1 : end].strip():
            return end + 1
    return 0


def _drop_to_end(buffer: bytearray) -> bool:
    """Empty `buffer` up to and with the next record's end tag; say whether there was one."""
    place = buffer.find(END)
    if place < 0:
        del buffer[: -len(END)]
        return False
    del buffer[: place + len(END)]
    return True


def _count_ends(data: bytes) -> int:
    return data.count(END) or normalise_ends(data).count(END)
