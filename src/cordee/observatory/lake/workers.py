"""Parse the chunks of a file in this process or in several, in bounded memory."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from cordee.kernel.errors import LakeError
from cordee.kernel.messages import N_
from cordee.observatory.lake.ending import die_with_parent
from cordee.observatory.lake.parts import Part, write_part
from cordee.observatory.sources.records import Chunk, Context
from cordee.observatory.sources.sniff import Format


class Workers:
    """`processes` processes, this one among them; the others start with the first file large enough."""

    def __init__(self, processes: int) -> None:
        self.others = max(1, processes) - 1
        self._pool: ProcessPoolExecutor | None = None

    def write_parts(
        self, kind: Format, chunks: Iterable[Chunk], context: Context, folder: Path, root: Path
    ) -> Iterator[Part]:
        """Yield what became of each chunk, in order. At most one chunk a process waits its turn.

        This process reads the chunks and, while the others have enough to do, parses some itself:
        a process more would cost the time of its start, and this one would only look on.
        """
        waiting: deque[Future[Part]] = deque()
        stream = iter(chunks)
        first = next(stream, None)
        second = next(stream, None)
        alone = second is None or not self.others
        for number, chunk in enumerate(_chain(first, second, stream)):
            given = (kind, chunk, context, folder, root, number)
            if alone:
                yield write_part(*given)
                continue
            if sum(not one.done() for one in waiting) < 2 * self.others:
                waiting.append(self._get_pool().submit(write_part, *given))
            else:
                waiting.append(Future())
                waiting[-1].set_result(write_part(*given))
            while waiting and waiting[0].done():
                yield _get_result(waiting.popleft())
        while waiting:
            yield _get_result(waiting.popleft())

    def close(self) -> None:
        """End the processes; work that has not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _get_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.others,
                # Forked processes would inherit the writer's lock and any threads' locks.
                mp_context=multiprocessing.get_context("spawn"),
                initializer=die_with_parent,
            )
        return self._pool


@contextmanager
def running_workers(processes: int) -> Iterator[Workers]:
    """Yield workers and end them at the end."""
    workers = Workers(processes)
    try:
        yield workers
    finally:
        workers.close()


def _chain(first: Chunk | None, second: Chunk | None, rest: Iterator[Chunk]) -> Iterator[Chunk]:
    yield from (chunk for chunk in (first, second) if chunk is not None)
    yield from rest


def _get_result(future: Future[Part]) -> Part:
    try:
        return future.result()
    except BrokenProcessPool as fault:
        raise LakeError(
            N_(
                "A process that was reading was ended from outside, perhaps for want of memory. The "
                "lake is as it was before this file; start again, with fewer processes."
            )
        ) from fault
