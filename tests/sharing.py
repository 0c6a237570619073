"""How the processes of one run share its tests: a whole file at a time, and those that last first."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController


MANY = 200
"""Tests of a file that is begun early, as journeys are: what is begun last should not last."""


class ByFile(LoadFileScheduling):
    """A file's tests stay in one process, which makes what they share once; linking is one file in this.

    First comes linking, for which a process compiles most of a minute, beside it the files of many tests;
    then the journeys, which last longest, then all others.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = str(super()._split_scope(nodeid))
        return "linking" if is_linking(path) else path

    def _assign_work_unit(self, node: WorkerController) -> None:
        self.workqueue.move_to_end(min(self.workqueue, key=self.rank), last=False)
        super()._assign_work_unit(node)

    def rank(self, scope: str) -> int:
        """Return how early a file is begun; of those alike, the order of the run decides."""
        if scope == "linking":
            return 0
        if len(self.workqueue[scope]) > MANY:
            return 1
        return 2 if scope.startswith("tests/functional/") else 3


def is_linking(path: str) -> bool:
    """Return whether the tests of a file link by the real names."""
    return path.startswith(("tests/spec/linking/", "tests/integration/linking/"))
