"""The countries of doubtful texts, by the linker itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from cordee.kernel.progress import Progress
from cordee.observatory.linking.index import is_whole
from cordee.observatory.linking.linker import BATCH, Linker, open_linker
from cordee.observatory.linking.prepare import get_index_path, prepare_index
from cordee.reference.organisations import find_registry_path, load_registry


def link_countries(
    texts: Sequence[str], progress: Progress, cache: Path | None = None
) -> list[tuple[str, ...]]:
    """Return the countries of each text, none where the linker knows none."""
    if not texts:
        return []
    linker = _open_linker(progress, cache)
    found: list[tuple[str, ...]] = []
    for first in range(0, len(texts), BATCH):
        answers = linker.answer(texts[first : first + BATCH])
        found += [one.countries for one in answers.list_linked()]
    return found


def _open_linker(progress: Progress, cache: Path | None) -> Linker:
    """Return the linker on the registry in use, of which no more is read than the index needs."""
    path = get_index_path(hashlib.sha256(find_registry_path().read_bytes()).hexdigest(), cache)
    if not is_whole(path):
        path = prepare_index(load_registry(), cache, progress)
    return open_linker(path, {})
