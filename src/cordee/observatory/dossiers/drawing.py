"""All pictures of a dossier drawn, telling how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress
from cordee.observatory.dossiers.charts import Picture, draw_chart, to_png, to_svg
from cordee.observatory.dossiers.maps import draw_map
from cordee.observatory.dossiers.model import Chart, Dossier, WorldMap
from cordee.observatory.dossiers.phrases import walk_blocks
from cordee.observatory.dossiers.steps import DRAWING, WRITING


@contextmanager
def writing(progress: Progress) -> Iterator[None]:
    """Tell that the document itself is being written while the block runs."""
    progress.start(WRITING, 1, "")
    yield
    progress.advance(1)
    progress.finish()


def draw_all(dossier: Dossier, progress: Progress) -> dict[str, str]:
    """Return the SVG of each chart and map of a dossier by its name."""
    return {
        block.name: to_svg(_draw(block, dossier.language), dossier.language)
        for block in _list_pictures(dossier, progress, maps_only=False)
    }


def paint_all(dossier: Dossier, progress: Progress, *, maps_only: bool) -> dict[str, bytes]:
    """Return the PNG of each chart and map of a dossier by its name, or of the maps alone."""
    return {
        block.name: to_png(_draw(block, dossier.language), dossier.language)
        for block in _list_pictures(dossier, progress, maps_only=maps_only)
    }


def _draw(block: Chart | WorldMap, language: str) -> Picture:
    return draw_chart(block, language) if isinstance(block, Chart) else draw_map(block, language)


def _list_pictures(
    dossier: Dossier, progress: Progress, *, maps_only: bool
) -> Iterator[Chart | WorldMap]:
    kinds = WorldMap if maps_only else Chart | WorldMap
    found = [block for _, block in walk_blocks(dossier) if isinstance(block, kinds)]
    progress.start(DRAWING, len(found), N_("charts"))
    for block in found:
        yield block
        progress.advance(1)
    progress.finish()
