"""All writes of the directory: each one transaction with its line in the audit and its place in the search."""

from __future__ import annotations

from cordee.directory.operations.registered import add_registered_organisation


__all__ = ["add_registered_organisation"]
