"""Answers kept by what was asked, so that a page's parts and its exports ask once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar


ANSWERS_KEPT = 256
"""An answer of a large institution holds some thousands of small rows, about 2 MB; half a gigabyte is
what a server can spare for not answering the same question twice."""

Answer = TypeVar("Answer")


class KeptAnswers:
    """The answers asked for last. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[object, Future[Any]] = OrderedDict()

    def get(self, key: object, compute: Callable[[], Answer]) -> Answer:
        """Return the kept answer, or compute it; whoever asks meanwhile waits for the same one."""
        with self._lock:
            answer: Future[Answer] | None = self._answers.get(key)
            mine = answer is None
            if answer is None:
                answer = self._answers[key] = Future()
                while len(self._answers) > ANSWERS_KEPT:
                    self._answers.popitem(last=False)
            self._answers.move_to_end(key)
        if mine:
            try:
                answer.set_result(compute())
            except BaseException as fault:
                # A refusal is not kept: what was missing may be there the next time.
                with self._lock:
                    self._answers.pop(key, None)
                answer.set_exception(fault)
                raise
        return answer.result()

    def forget(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._answers.clear()
