"""The steps of making a document, as its progress names them."""

from __future__ import annotations

from cordee.kernel.messages import N_


MAKING = N_("Making the sections")
DRAWING = N_("Drawing the charts")
WRITING = N_("Writing the document")
