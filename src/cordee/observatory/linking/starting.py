"""What shortens the start of a process that links and does nothing else."""

from __future__ import annotations

import sys


def skip_linear_algebra() -> None:
    """Have Numba start without SciPy, in a process that is ours alone.

    Numba looks for SciPy's linear algebra when its first kernel is loaded, which takes a third of a
    second; no kernel of ours multiplies matrices. Another program in this process might, so only a
    command that ends afterwards asks for this.
    """
    if "scipy.linalg" in sys.modules or "numba.np.arraymath" in sys.modules:
        return
    sys.modules["scipy.linalg"] = None  # type: ignore[assignment]  # what refuses an import, by the language
    try:
        import numba.np.arraymath  # noqa: F401, PLC0415
    finally:
        del sys.modules["scipy.linalg"]
