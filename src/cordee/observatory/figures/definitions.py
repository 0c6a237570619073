"""Every indicator in words: what a page shows on hover, a document beside a figure, a table at its foot.

The words themselves are in the modules `defined_…`, one a family of indicators.
"""

from __future__ import annotations

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_, Choices
from cordee.observatory.figures.defined_agreements import AGREEMENTS
from cordee.observatory.figures.defined_dossiers import DOSSIERS
from cordee.observatory.figures.defined_finding import FINDING
from cordee.observatory.figures.defined_partners import PARTNERS
from cordee.observatory.figures.defined_projects import PROJECTS
from cordee.observatory.figures.defined_works import WORKS
from cordee.observatory.figures.definition import Definition


DEFINITIONS: tuple[Definition, ...] = (
    *WORKS,
    *PARTNERS,
    *DOSSIERS,
    *FINDING,
    *PROJECTS,
    *AGREEMENTS,
)
"""All indicators, in the order in which a page shows them."""


def get_definition(code: str) -> Definition:
    """Return the definition of an indicator.

    >>> get_definition("eu").label
    'Co-publications with the European Union'
    """
    for definition in DEFINITIONS:
        if definition.code == code:
            return definition
    choices = Choices(tuple((one.code, one.label) for one in DEFINITIONS))
    near, _others = choices.part_by_likeness(code[:40])
    raise NotFoundError(
        N_("There is no indicator “{code}”. The closest are: {near}."), code=code[:40], near=near
    )
