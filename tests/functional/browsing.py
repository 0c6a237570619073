"""What every journey through the pages needs: its marks, where pictures go, and what axe finds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page


MARKS = [
    pytest.mark.functional,
    pytest.mark.slow,
    # Playwright's driver talks over a socket pair and a pipe of its own.
    pytest.mark.enable_socket,
]

ROOT = Path(__file__).parents[2]
# `make screenshots` puts them into the documentation; another run takes none.
IMAGES = os.environ.get("CORDEE_SCREENSHOTS", "")
AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"


def find_faults(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page."""
    # The page's policy allows scripts of its own address only; a test brings its own by evaluation.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {fault['nodes'][0]['target']} {fault['nodes'][0].get('failureSummary', '')}"
        for fault in found["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]


def take(page: Page, name: str, *, whole: bool = False, height: int = 0) -> None:
    """Keep a screenshot for the documents: what is seen, the whole page, or its first `height`."""
    if not IMAGES:
        return
    folder = ROOT / IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    page.mouse.move(0, 0)
    # Charts follow the last change of layout a moment later; a picture is of what a reader sees then.
    page.wait_for_timeout(800)
    size = page.viewport_size or {"width": 0}
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height} if height else None
    # The caret is left as it is: hiding it needs an inline style, which our policy refuses.
    page.screenshot(
        path=folder / f"{name}.png", full_page=whole or bool(height), clip=clip, caret="initial"
    )  # type: ignore[arg-type]
