"""Compilation of the kernels: plain functions over arrays become machine code, kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit


_OPTIONS: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",  # a division by zero is none of a kernel's and need not be looked for
    "_nrt": False,
}

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Return `function` compiled when first called and kept beside it (or in the user's cache).

    The kernels make no arrays: they are compiled without counting references, which would cost more
    than their work, each call passing dozens of arrays on. One that allocated would not compile.
    """
    return cast(F, njit(**_OPTIONS)(function))
