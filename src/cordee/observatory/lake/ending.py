"""The end of worker processes, apart from what they do: each loads no more than its own work needs."""

from __future__ import annotations

import os
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait


def die_with_parent() -> None:
    """End this worker when the process that started it ends, however that ends.

    A worker that outlived a killed ingest would go on writing parts into the lake.
    """
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_await_end, args=(parent.sentinel,), daemon=True).start()


def _await_end(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
