"""From a file on disk to its plain contents: gzip, zip or neither, found by looking.

A damaged transport (cut-off gzip, wrong checksum) refuses the whole file, because figures from half
a file mislead and nobody would see it. So does a file that expands beyond belief.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Protocol

from isal import igzip, igzip_lib

from cordee.kernel.errors import SourceError
from cordee.kernel.messages import N_


BLOCK = 2**20  # bytes read at a time: large enough that calls cost nothing, small beside a chunk

EXPANSION = 200
"""How many times its size a file may expand. Real PubMed files expand six times and the most
repetitive JSON lines some thirty; gzip itself can reach a thousand, which is what a bomb uses."""

FREE_EXPANSION = 64 * 2**20
"""Bytes below which expansion is not judged: small test files may be very repetitive."""

MAX_PLAIN = 64 * 2**30
"""Plain bytes any one file may have; the largest files publishers of data offer have about 10 GB."""


class Readable(Protocol):
    """Anything that gives bytes when asked for so many."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""


_IGZIP_ERROR: type[Exception] = igzip_lib.IsalError  # type: ignore[assignment]  # isal's stub says an instance

_DAMAGE = (EOFError, zlib.error, _IGZIP_ERROR, zipfile.BadZipFile, gzip.BadGzipFile)


def read_blocks(
    path: Path,
    *,
    max_expansion: int | None = None,
    on_read: Callable[[int], None] | None = None,
) -> Iterator[bytes]:
    """Yield the plain contents of `path` in blocks.

    `max_expansion` is how many times its size the file may expand, when a person knows better than
    the limits above. `on_read` is told how many bytes of the file itself were read since it was
    last told. Raises `SourceError` when the file cannot be read, is damaged or expands more.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as raw:
            told = 0
            for block in _limit(str(path), _unpack(path, raw), size, max_expansion):
                yield block
                if on_read and not raw.closed:
                    on_read(raw.tell() - told)
                    told = raw.tell()
    except _DAMAGE as fault:
        raise _make_damaged(str(path), fault) from fault
    except OSError as fault:
        raise make_unreadable(path, fault) from fault


def read_member(file: str, stream: Readable, size: int) -> Iterator[bytes]:
    """Yield the plain contents of a file of `size` bytes inside an archive, gzipped or not.

    Raises `SourceError` when it is damaged or expands beyond belief.
    """
    try:
        head = stream.read(2)
        whole = _Joined(head, stream)
        plain = (
            igzip.IGzipFile(fileobj=whole, mode="rb")  # type: ignore[no-untyped-call]  # isal types its stream only in part
            if head == b"\x1f\x8b"
            else whole
        )
        yield from _limit(file, _read_all(plain), size, None)
    except (*_DAMAGE, tarfile.TarError) as fault:
        raise _make_damaged(file, fault) from fault


class _Joined(io.RawIOBase):
    """A stream with its first bytes, which were read to see what it is, put back."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        super().__init__()
        self._head = head
        self._rest = rest

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, the first ones first."""
        head, self._head = self._head[:size], self._head[size:]
        return head + self._rest.read(size - len(head))

    def readinto(self, buffer: Any, /) -> int:
        """Fill `buffer` as far as one read goes; isal's stream asks so."""
        view = memoryview(buffer)
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)


def _make_damaged(file: str, fault: Exception) -> SourceError:
    return SourceError(
        N_(
            "{file} is damaged: its compressed contents end too early or do not match their "
            "checksum ({reason}). Nothing of it was kept; get the file again."
        ),
        file=file,
        reason=str(fault) or type(fault).__name__,
    )


def make_unreadable(path: Path, fault: OSError) -> SourceError:
    """Return the error that says why the system would not let us read `path`."""
    return SourceError(
        N_("{file} cannot be read ({reason}). Check its name and permissions."),
        file=str(path),
        reason=os.strerror(fault.errno) if fault.errno else str(fault),
    )


def read_head(path: Path, size: int = 65_536) -> bytes:
    """Return at least the first `size` plain bytes of `path`, or all of a shorter file."""
    head = b""
    for block in read_blocks(path):
        head += block
        if len(head) >= size:
            break
    return head


def is_workbook(path: Path) -> bool:
    """Say whether `path` is an Excel workbook (a zip with a workbook inside)."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def _unpack(path: Path, raw: IO[bytes]) -> Iterator[bytes]:
    magic = raw.read(4)
    raw.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        yield from _read_all(igzip.IGzipFile(fileobj=raw, mode="rb"))  # type: ignore[no-untyped-call]  # isal types its stream only in part
    elif magic.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        with zipfile.ZipFile(raw) as archive, archive.open(_get_member(path, archive)) as plain:
            yield from _read_all(plain)
    else:
        yield from _read_all(raw)


def _read_all(stream: Readable) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block


def _get_member(path: Path, archive: zipfile.ZipFile) -> str:
    names = [item.filename for item in archive.infolist() if not item.is_dir()]
    if len(names) != 1:
        raise SourceError(
            N_(
                "{file} is a zip archive with {count} files; one is expected. Unpack it into a "
                "folder and give the folder."
            ),
            file=str(path),
            count=len(names),
        )
    if archive.getinfo(names[0]).flag_bits & 1:
        raise SourceError(
            N_("{file} is protected by a password. Unpack it and give what was inside."),
            file=str(path),
        )
    return names[0]


def _limit(
    file: str, blocks: Iterator[bytes], size: int, max_expansion: int | None
) -> Iterator[bytes]:
    if max_expansion is None:
        allowed = min(MAX_PLAIN, max(FREE_EXPANSION, size * EXPANSION))
    else:
        allowed = size * max_expansion
    total = 0
    for block in blocks:
        total += len(block)
        if total > max(allowed, size):
            raise SourceError(
                N_(
                    "{file} expands to more than {times} times its {size} bytes, which no real file "
                    "of publications does. It was refused; if you trust it, unpack it first."
                ),
                file=file,
                times=max_expansion or EXPANSION,
                size=size,
            )
        yield block
