"""How the tests of a run are shared among its processes."""

from __future__ import annotations

from tests.sharing import ByFile


def make_scheduler(tests: dict[str, int]) -> ByFile:
    """Return a scheduler that waits with files of so many tests each, made without a run around it."""
    found = object.__new__(ByFile)
    found.workqueue = {path: dict.fromkeys(map(str, range(n)), False) for path, n in tests.items()}  # type: ignore[assignment]
    return found


def test_a_file_stays_together_and_linking_is_one() -> None:
    scheduler = make_scheduler({})
    assert scheduler._split_scope("tests/unit/test_one.py::TestThis::test_that[a]") == (
        "tests/unit/test_one.py"
    )
    linking = {
        scheduler._split_scope(f"tests/{folder}/linking/test_one.py::test_that")
        for folder in ("spec", "integration")
    }
    assert linking == {"linking"}


def test_what_lasts_is_begun_first() -> None:
    scheduler = make_scheduler(
        {"tests/unit/a.py": 3, "tests/functional/b.py": 1, "tests/unit/c.py": 900, "linking": 300}
    )
    begun = sorted(scheduler.workqueue, key=scheduler.rank)
    assert begun == ["linking", "tests/unit/c.py", "tests/functional/b.py", "tests/unit/a.py"]
