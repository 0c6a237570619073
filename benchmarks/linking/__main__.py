"""Linking on labelled affiliation strings beside its peers: quality, speed, memory.

    python -m benchmarks.linking [--gold DIR] [--json FILE] [--sets a,b] [--lake LAKE] [--no-peers]

Prints a Markdown table a set and one of the machine. A text's speed counts distinct strings a
second of processor time of one process, the index loaded, each string seen for the first time.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks.linking.gold import MEASURED, draw, read_set
from benchmarks.linking.machine import measure_load, measure_speed, read_texts
from benchmarks.linking.quality import Measured, Peer, measure_linker, measure_peer
from benchmarks.linking.report import present_machine, present_set
from cordee.observatory.linking.linker import Linker
from cordee.observatory.linking.prepare import prepare_index
from cordee.reference.organisations import Registry, load_registry


ROOT = Path(__file__).parents[2]
GOLD = Path(os.environ.get("CORDEE_SHARED", ROOT.parent / "shared")) / "gold" / "affiliation"


def load_settings(registry: Registry) -> dict[str, Linker]:
    """Return the linker at both operating points."""
    settings = {
        "balanced": Linker.load(registry),
        "precise": Linker.load(registry, precise=True),
    }
    for linker in settings.values():
        # What is made at the first text is no part of a set's speed.
        linker.link(["Institut Curie, Paris, France"])
    return settings


def build_peers(registry: Registry) -> list[Peer]:
    """Return the peers; they need what only benchmarks install."""
    try:
        from benchmarks.linking.peers import BestMatch, SearchThenRescore  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise SystemExit(
            f"{missing.name} is not installed: pip install -e '.[bench]', or give --no-peers."
        ) from missing
    return [BestMatch(registry), SearchThenRescore(registry)]


def measure_set(
    folder: Path, name: str, settings: dict[str, Linker], peers: list[Peer]
) -> list[list[Measured]]:
    """Return ours on all rows, then each peer and ours on its sample."""
    rows = read_set(folder, name)
    groups = [[measure_linker(linker, rows, setting) for setting, linker in settings.items()]]
    setting, linker = next(iter(settings.items()))
    for peer in peers:
        sample = draw(rows, peer.sample)
        ours = measure_linker(linker, sample, f"{setting}, same texts")
        # Ours has seen these texts among all rows; its speed now would be that of its memory.
        groups.append([measure_peer(peer, sample), replace(ours, strings_per_second=None)])
    return groups


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.linking", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--sets", default=",".join(MEASURED))
    parser.add_argument("--no-peers", action="store_true", help="ours alone: two minutes less")
    parser.add_argument("--lake", type=Path, help="a lake whose texts two processes link")
    options = parser.parse_args()
    if not options.gold.is_dir():
        raise SystemExit(f"The labelled sets are not in {options.gold}; give --gold DIR.")
    return options


def main() -> None:
    options = parse_options()
    begun = time.perf_counter()
    registry = load_registry()
    index = prepare_index(registry)
    settings = load_settings(registry)
    peers = [] if options.no_peers else build_peers(registry)
    version = next(iter(settings.values())).version
    document: dict[str, object] = {"linker": version, "registry": registry.version}
    print(
        f"Linker {version}, registry {registry.version}. Shares in percent; only labels judge. "
        "Peers are slow and tried on texts drawn with a fixed seed, ours beside them on the same. "
        "Strings/s: distinct texts a second of processor time of one process, or as published.\n"
    )
    sets = {}
    for name in options.sets.split(","):
        groups = measure_set(options.gold, name, settings, peers)
        sets[name] = [[asdict(one) for one in group] for group in groups]
        print(present_set(name, groups), flush=True)
    document["sets"] = sets
    if options.lake:
        # The linkers of this process would only take the memory that others are measured in.
        settings.clear()
        load = measure_load()
        texts = read_texts(options.lake)
        speeds = [measure_speed(index, texts, processes) for processes in (1, 2)]
        document["load"] = asdict(load)
        document["speeds"] = [asdict(one) for one in speeds]
        print(present_machine(load, speeds, len(texts)), flush=True)
    print(f"The whole took {time.perf_counter() - begun:,.0f} s.")
    if options.json:
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
