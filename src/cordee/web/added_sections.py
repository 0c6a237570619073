"""What is put before the sections of a dossier in one document: never kept, never shown to anybody else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cordee.observatory.dossiers.model import Dossier, Section


@dataclass(frozen=True)
class Added:
    """Sections put before those of a dossier, with a caution that says where they come from."""

    sections: tuple[Section, ...] = ()
    caution: str = ""

    def put_into(self, dossier: Dossier) -> Dossier:
        """Return the dossier with the sections, under a name that tells it from the public one."""
        if not self.sections:
            return dossier
        return replace(
            dossier,
            file_name=f"{dossier.file_name}-ledger",
            sections=(*self.sections, *dossier.sections),
            cautions=(self.caution, *dossier.cautions),
        )
