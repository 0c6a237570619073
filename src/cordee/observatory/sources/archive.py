"""Tar archives of JSON files, as Crossref's public dump comes.

Each file inside is whole or left out, as a file of a folder would be: its chunks are given on only
when it has been read to its end.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from cordee.kernel.errors import SourceError
from cordee.kernel.faults import Fault, Severity
from cordee.kernel.messages import N_
from cordee.observatory.sources import crossref
from cordee.observatory.sources.documents import split_document
from cordee.observatory.sources.lines import split_lines
from cordee.observatory.sources.records import Chunk, Parsed
from cordee.observatory.sources.transport import BLOCK, read_blocks, read_member


MAX_MEMBER = 512 * 2**20
"""Plain bytes a file of an archive may have, because it is held until its end is seen. Those of the
dump have some 5,000 works, 30 to 60 MB."""

MAX_HEAD = 2**20
"""Bytes looked at to say what a file of an archive is."""

_TRAILER = bytes(1024)
"""Two empty blocks end a tar archive; without them it was cut off."""

CUT = N_("{file} is a damaged archive ({reason}). Get the file again.")


def is_archive(head: bytes) -> bool:
    """Say whether contents that begin with `head` are a tar archive."""
    return head[257:262] == b"ustar"


def read_first(path: Path) -> bytes:
    """Return the beginning of the first JSON file in the archive at `path`, none when it has none."""
    for _, blocks in _read_members(path, _Stream(read_blocks(path))):
        head = next(blocks, b"")[:MAX_HEAD]
        if _is_json(head):
            return head
    return b""


def split_archive(
    path: Path, blocks: Iterable[bytes], parsed: Parsed, size: int
) -> Iterator[Chunk]:
    """Yield chunks of the works in the files of an archive of Crossref works."""
    stream = _Stream(blocks)
    for name, contents in _read_members(path, stream):
        try:
            yield from _split_member(path, name, contents, parsed, size)
        except SourceError as error:
            parsed.faults.append(Fault(str(path), name, Severity.FILE, error.sentence))
            parsed.skipped += 1
    stream.drain()
    if stream.tail[-len(_TRAILER) :] != _TRAILER:
        raise SourceError(CUT, file=str(path), reason="it has no end")


def _split_member(
    path: Path, name: str, contents: Iterator[bytes], parsed: Parsed, size: int
) -> list[Chunk]:
    head = next(contents, b"")
    if not _is_json(head):
        parsed.add_fault(
            name,
            Severity.WARNING,
            N_("{file}, {where}: this file of the archive is not JSON and was left out."),
        )
        return []
    # Faults count only when the file does, so they too wait for its end.
    own = Parsed(parsed.context)
    bounded = _bound(f"{path} ({name})", head, contents)
    if crossref.is_document(head[:MAX_HEAD]):
        chunks = list(split_document(path, bounded, own, size, shape=crossref.SHAPE, member=name))
    else:
        chunks = [
            Chunk(chunk.first, chunk.data, name) for chunk in split_lines(path, bounded, own, size)
        ]
    parsed.records += own.records
    parsed.skipped += own.skipped
    parsed.faults += own.faults
    return chunks


def _bound(file: str, head: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    total = len(head)
    yield head
    for block in blocks:
        total += len(block)
        if total > MAX_MEMBER:
            raise SourceError(
                N_("{file} has more than {size} MB. Unpack it and give it by itself."),
                file=file,
                size=MAX_MEMBER // 2**20,
            )
        yield block


def _is_json(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def _read_members(path: Path, stream: _Stream) -> Iterator[tuple[str, Iterator[bytes]]]:
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=BLOCK) as archive:
            for item in archive:
                name = item.name.encode(errors="replace").decode()
                member = archive.extractfile(item) if item.isfile() else None
                if member is not None and not name.rsplit("/", 1)[-1].startswith("."):
                    yield name, read_member(f"{path} ({name})", member, item.size)
    except (tarfile.TarError, EOFError) as fault:
        raise SourceError(CUT, file=str(path), reason=str(fault)) from fault


class _Stream(io.RawIOBase):
    """Blocks as a file that can only be read on."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        super().__init__()
        self.tail = b""
        self._blocks = iter(blocks)
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes, fewer only at the end."""
        parts: list[bytes] = []
        missing = size
        while missing:
            if not self._rest:
                block = next(self._blocks, b"")
                if not block:
                    break
                self.tail = (self.tail + block)[-len(_TRAILER) :] if len(block) < 1024 else block
                self._rest = memoryview(block)
            parts.append(bytes(self._rest[:missing]))
            self._rest = self._rest[missing:]
            missing -= len(parts[-1])
        return b"".join(parts)

    def drain(self) -> None:
        """Read to the end, remembering what stands there."""
        while self.read(BLOCK):
            pass
