"""Compilation of the kernels: plain functions over arrays become machine code, kept on disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from numba import njit, types


_OPTIONS: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",  # a division by zero is none of a kernel's and need not be looked for
    "no_cfunc_wrapper": True,  # nobody calls them from C
    "_nrt": False,
}
_INNER: dict[str, Any] = {"no_cpython_wrapper": True}

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Return `function` compiled for other kernels to call, and kept beside it (or in the cache).

    The kernels make no arrays: they are compiled without counting references, which would cost more
    than their work, each call passing dozens of arrays on. One that allocated would not compile.

    Nor has one a way in from Python, which would have to unpack those arrays and be compiled too
    (see `entry`); and one compiled function serves whole numbers of every width. Both shorten the first
    start on a machine, which compiles them all, to a third.
    """
    dispatcher: Any = njit(**_OPTIONS, **_INNER)(function)
    resolve = dispatcher.get_call_template

    def resolve_widened(arguments: Sequence[types.Type], named: dict[str, types.Type]) -> Any:
        return resolve([_widen(kind) for kind in arguments], named)

    dispatcher.get_call_template = resolve_widened
    return cast(F, dispatcher)


def entry(function: F) -> F:
    """Return `function` compiled for Python to call, kept beside it (or in the user's cache)."""
    return cast(F, njit(**_OPTIONS)(function))


def _widen(kind: types.Type) -> types.Type:
    """Return the widest type of a kind of whole numbers; any other type is returned as it is."""
    if not isinstance(kind, types.Integer):
        return kind
    return types.uint64 if kind in types.unsigned_domain else types.int64
