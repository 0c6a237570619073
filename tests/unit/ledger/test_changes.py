from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from cordee.ledger.changes import Kept


def test_of_several_threads_one_reads_and_the_others_wait() -> None:
    kept: Kept[str, int] = Kept(8)
    reads: list[str] = []
    begun, may_end = Event(), Event()

    def read() -> int:
        reads.append("read")
        begun.set()
        assert may_end.wait(30)
        return len(reads)

    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(kept.get, "a", 1, read)
        assert begun.wait(30)
        others = [threads.submit(kept.get, "a", 1, read) for _ in range(3)]
        may_end.set()
        assert [one.result(30) for one in (first, *others)] == [1, 1, 1, 1]
    assert reads == ["read"]


def test_what_changed_is_read_again_and_nothing_older_is_put_over_it() -> None:
    kept: Kept[str, str] = Kept(8)
    assert kept.get("a", 1, lambda: "old") == "old"
    assert kept.get("a", 2, lambda: "new") == "new"
    assert kept.get("a", 1, lambda: "older") == "new"


def test_the_longest_unasked_is_given_up() -> None:
    kept: Kept[str, str] = Kept(2)
    for key in "abac":
        kept.get(key, 1, lambda: "first")
    assert [kept.get(key, 1, lambda: "again") for key in "ac"] == ["first", "first"]
    assert kept.get("b", 1, lambda: "again") == "again"


def test_a_read_that_failed_is_tried_again() -> None:
    kept: Kept[str, float] = Kept(2)
    for _ in range(2):
        try:
            kept.get("a", 1, lambda: 1 / 0)
        except ZeroDivisionError:
            continue
        raise AssertionError
    assert kept.get("a", 1, lambda: 2.0) == 2.0
