"""How smoothly a network moves in a browser: time between frames while a hand zooms and drags.

Claim: half of the frames of a network of 1,000 nodes come within two ticks of a screen of 60 a second
(33 ms), drawn without a graphics card. Frames are counted in Chromium, on the page as it is served.

    python -m benchmarks.frames --lake demo/lake --home 02vjkv261
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.page import start_server


CHROMIUM = os.environ.get("CORDEE_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
SIZES = (100, 300, 1000)
BEAT = 16  # milliseconds between two moves of the hand

START = """() => {
  window.frames_ = [];
  let last = 0;
  const tick = (now) => {
    if (last) window.frames_.push(now - last);
    last = now;
    window.tick_ = requestAnimationFrame(tick);
  };
  window.tick_ = requestAnimationFrame(tick);
}"""
STOP = "() => { cancelAnimationFrame(window.tick_); return window.frames_; }"


def zoom(page: Page, x: float, y: float) -> None:
    page.mouse.move(x, y)
    for _ in range(60):
        page.mouse.wheel(0, -40)
        page.wait_for_timeout(BEAT)


def drag(page: Page, x: float, y: float) -> None:
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(120):
        page.mouse.move(x + (step % 40) * 5 - 100, y + (step % 30) * 4 - 60)
        page.wait_for_timeout(BEAT)
    page.mouse.up()


def measure(page: Page, move: Any) -> str:
    """Return median, 95th percentile and longest of the times between frames, in ms."""
    frame = page.locator(".network-frame")
    frame.scroll_into_view_if_needed()
    frame.focus()
    box = frame.bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    page.wait_for_timeout(800)
    page.evaluate(START)
    move(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    times = sorted(page.evaluate(STOP))
    late = times[int(0.95 * (len(times) - 1))]
    return f"{statistics.median(times):.0f} / {late:.0f} / {times[-1]:.0f}"


def main(lake: Path, home: str) -> None:
    process, port = start_server(lake)
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, no graphics card, load {load:.0f} at the start.\n")
    print("| nodes | first page s | zoom ms | drag ms |\n| ---: | ---: | ---: | ---: |")
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 1100})
            page.goto(f"http://127.0.0.1:{port}/?org={home}")
            for size in SIZES:
                began = time.perf_counter()
                page.goto(
                    f"http://127.0.0.1:{port}/network?org={home}&of=organisations&most={size}"
                )
                seconds = time.perf_counter() - began
                times = [measure(page, move) for move in (zoom, drag)]
                print(f"| {size:,} | {seconds:.1f} | {' | '.join(times)} |")
            browser.close()
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lake", type=Path, required=True)
    parser.add_argument("--home", default="02vjkv261")
    asked = parser.parse_args()
    main(asked.lake, asked.home)
