"""Train the judge of the linker: labelled affiliations in, `data/model.npz` out.

    python tools/linking_model.py [--gold DIR] [--out FILE]

The same sets give the same file, byte for byte: folds follow from the texts, trees from fixed
seeds. Sets used and sets kept apart are told in docs/explanation/linking.md.
"""

from __future__ import annotations

import argparse
import io
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
from invented_affiliations import invent
from labelled_sets import (
    GOLD,
    WORKS_MAGNET,
    is_held_apart,
    list_measured_keys,
    make_key,
    read_rows,
)

from cordee.observatory.linking.engine import features as f
from cordee.observatory.linking.engine.run import HOPELESS
from cordee.observatory.linking.engine.tables import END, FATE, FIRST, ORG, TAKEN
from cordee.observatory.linking.engine.trees import AT_ONCE, MODEL, Model, Trees
from cordee.observatory.linking.linker import Linker
from cordee.reference.organisations import load_registry


FOLDS = 4


@dataclass(frozen=True)
class Source:
    """A training set: whether it labels all organisations of a text, its weight, rows used."""

    name: str
    whole: bool
    weight: float
    most: int = 100_000
    splits: tuple[str, ...] = ()


SOURCES = (
    Source("s2aff", True, 2.5, splits=("train",)),
    Source(WORKS_MAGNET, True, 2.0),
    Source("affilgood_cordis", True, 0.7),
    Source("ror_api_logs_2023", True, 1.0),
    Source("springer_nature_10k", False, 1.0),
    Source("crossref_publisher_2023", False, 0.6, most=13_000),
    Source("aps_2022_20k_sample", False, 0.5, most=2_500),
    Source("ror_api_legacy_2019", False, 0.6),
    Source("affilgood_eter_en", False, 0.6),
    Source("affilgood_eter_multi", False, 0.6),
)
INVENTED = Source("invented", True, 0.3)
INVENTED_TEXTS = 6_000
PARAMETERS = {
    "objective": "binary",
    "min_data_in_leaf": 60,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "max_bin": 127,
    "num_threads": 2,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
DOUBTED, BELIEVED = 0.1, 0.5
"""Belief below which an unlabelled organisation is a wrong one, and above which it is left out."""
ANYTHING = np.zeros(3)
"""The least scores of a model that is still learning: none."""
PLACES = (0.85, 1.2, 0.6)
"""Shares of the balanced score that the first organisation of a text needs, the second, and all others:
nearly every affiliation names one, a second beside it is as often its surroundings, and where two are
sure there is a list, for which the trees, taught mostly by texts with one label, are too strict."""
PRECISION = 0.987
"""Share of labelled ones at the precise point: above the 98 in a hundred that are aimed at, since what the
doubter believes is not counted as wrong."""
AS_GOOD = 0.006
"""Shares of exact sets closer than this are one: it is the standard error of their mean over the sets
(the rule of one standard error: Breiman and others, "Classification and Regression Trees", 1984). With
a finer one, trees that differ by chance alone drew thresholds a third apart."""
FIRST_TREES = {
    "num_iterations": 80,
    "num_leaves": 32,
    "max_depth": 8,
    "learning_rate": 0.08,
    "lambda_l2": 5.0,
    "feature_fraction": 0.7,
}
"""The first trees are few and small: they are asked about every candidate."""
SECOND_TREES = {
    "num_iterations": 240,
    "num_leaves": 63,
    "max_depth": 10,
    "learning_rate": 0.06,
    "lambda_l2": 20.0,
    "feature_fraction": 0.5,
}
"""The second trees are asked about one candidate in four; half as many and half as large ones erred on
one candidate in twenty more, of texts they had not seen."""


@dataclass
class Rows:
    """Texts with their labels (numbers of organisations), the set and fold of each."""

    texts: list[str]
    labels: list[frozenset[int]]
    sources: list[Source]
    folds: list[int]


def read_training(gold: Path, linker: Linker) -> Rows:
    """Return all texts to learn from, each once and none that is measured."""
    measured = list_measured_keys(gold)
    number_of = linker.index.number_of
    rows = Rows([], [], [], [])
    seen: set[str] = set()
    for source in SOURCES:
        found = read_rows(gold, source.name)
        found.sort(key=lambda row: zlib.crc32(row["affiliation"].encode()))
        kept = 0
        for row in found:
            text = row["affiliation"]
            key = make_key(text)
            if key in measured or key in seen or kept >= source.most:
                continue
            if source.splits and row["split"] not in source.splits:
                continue
            if source.name == WORKS_MAGNET and is_held_apart(text):
                continue
            seen.add(key)
            kept += 1
            ids = (id_.rsplit("/", 1)[-1] for id_ in row["ror_ids"])
            labels = frozenset(number_of[id_] for id_ in ids if id_ in number_of)
            rows.texts.append(text)
            rows.labels.append(with_successors(linker, labels))
            rows.sources.append(source)
            rows.folds.append(zlib.crc32(key.encode()) % FOLDS)
        print(f"  {source.name}: {kept} texts")
    for one in invent(linker.organisations, INVENTED_TEXTS, seed=7):
        rows.texts.append(one.text)
        rows.labels.append(frozenset(number_of[id_] for id_ in one.organisations))
        rows.sources.append(INVENTED)
        rows.folds.append(zlib.crc32(one.text.encode()) % FOLDS)
    return rows


def with_successors(linker: Linker, labels: frozenset[int]) -> frozenset[int]:
    """Return labels with the successor of each closed organisation: both are right."""
    return labels | {int(linker.index.successor[number]) for number in labels}


@dataclass
class Matrix:
    """All candidates of all texts, a row each; `text` tells whose they are."""

    features: Any
    text: Any
    organisation: Any
    first: Any
    end: Any
    right: Any
    weight: Any


def judge_all(
    linker: Linker, rows: Rows, chosen: Iterable[int], doubter: lgb.Booster | None
) -> Matrix:
    """Return the candidates of the chosen texts with what each teaches."""
    parts = []
    for number in chosen:
        judged = linker.judge(rows.texts[number])
        made = len(judged.candidates)
        if not made:
            continue
        right = np.array([int(o) in rows.labels[number] for o in judged.candidates[:, ORG]])
        parts.append(
            (
                judged.features,
                np.full(made, number),
                judged.candidates[:, ORG],
                judged.candidates[:, FIRST],
                judged.candidates[:, END],
                right,
                weigh(judged, right, rows.sources[number], doubter),
            )
        )
    return Matrix(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def weigh(judged: Any, right: Any, source: Source, doubter: lgb.Booster | None) -> Any:
    """Return how much each candidate teaches.

    Sets that label one organisation a text call a second true one wrong. What stands elsewhere in
    such a text is a wrong answer only as far as `doubter`, trees that learnt from the sets labelled
    whole, doubt it too (learning from positive and unlabelled examples, by confidence: Northcutt,
    Jiang and Chuang, "Confident Learning", JAIR 70, 2021).
    """
    x = judged.features
    weights = np.full(len(right), source.weight)
    # The kernels refuse these without asking the trees.
    weights[(x[:, f.COUNTRY] == -2) & (x[:, f.COUNTRY_KNOWN] > 0)] = 0.0
    if source.whole or doubter is None:
        return weights
    spans = judged.candidates[:, [FIRST, END]]
    belief = doubter.predict(np.ascontiguousarray(x[:, : f.FIRST_STAGE]))
    doubt = np.clip((BELIEVED - belief) / (BELIEVED - DOUBTED), 0.0, 1.0)
    for number in np.flatnonzero(~right):
        first, end = spans[number]
        touching = (spans[:, 0] < end) & (spans[:, 1] > first) & right
        if not touching.any():
            weights[number] *= doubt[number]
    if not right.any():
        # Whom the label means was not met: what else stands there may be as true.
        weights *= 0.3
    return weights


def train(matrix: Matrix, keep: Any, *, second: bool) -> lgb.Booster:
    """Return trees over the candidates kept that teach something."""
    keep = keep & (matrix.weight > 0)
    if second:
        keep &= matrix.features[:, f.OWN_SCORE] >= HOPELESS
    columns = f.COUNT if second else f.FIRST_STAGE
    data = lgb.Dataset(
        np.ascontiguousarray(matrix.features[keep][:, :columns]),
        label=matrix.right[keep],
        weight=matrix.weight[keep],
        free_raw_data=True,
    )
    return lgb.train({**PARAMETERS, **(SECOND_TREES if second else FIRST_TREES)}, data)


def to_trees(booster: lgb.Booster) -> Trees:
    """Return the trees of LightGBM laid end to end, each in the order of its levels."""
    roots: list[int] = []
    nodes: list[tuple[int, float, int, float]] = []
    deepest = 1
    structures = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    # Trees that say nothing make the number one that divides.
    structures += [{}] * (-len(structures) % AT_ONCE)
    for structure in structures:
        roots.append(len(nodes))
        level, depth = [structure], 0
        while level:
            # Where the children of this level's nodes will stand: right behind it.
            place, behind = len(nodes), len(nodes) + len(level)
            following: list[dict[str, Any]] = []
            for number, node in enumerate(level):
                if "split_feature" in node:
                    child = behind + len(following)
                    nodes.append((node["split_feature"], node["threshold"], child, 0.0))
                    following += [node["left_child"], node["right_child"]]
                else:
                    nodes.append((0, np.inf, place + number, float(node.get("leaf_value", 0.0))))
            deepest, level, depth = max(deepest, depth), following, depth + 1
    feature, threshold, children, values = zip(*nodes, strict=True)
    return Trees(
        np.array(roots, np.uint32),
        np.array(feature, np.uint8),
        np.array(threshold, np.float32),
        np.array(children, np.uint16),
        np.array(values, np.float32),
        np.array([deepest], np.int32),
    )


def no_trees() -> Trees:
    """Return trees that say nothing, for the time before there are any."""
    kinds = (np.uint32, np.uint8, np.float32, np.uint16, np.float32, np.int32)
    return Trees(*(np.zeros(1 if n == len(kinds) - 1 else 0, k) for n, k in enumerate(kinds)))


def use_model(linker: Linker, model: Model) -> None:
    """Let `linker` judge by `model`."""
    linker.model = model
    linker.least = model.balanced


@dataclass(frozen=True)
class Answer:
    """What trees that had not seen a text found in it: labelled or not, scores, what each teaches."""

    source: Source
    wanted: frozenset[int]
    organisations: Any
    scores: Any
    right: Any
    weights: Any


def answer_all(
    linker: Linker,
    rows: Rows,
    models: list[tuple[Model, list[int]]],
    doubter: lgb.Booster,
) -> Iterator[Answer]:
    """Yield what is found in each text with no least score, best first; successors stand for closed."""
    successor = linker.index.successor
    for model, numbers in models:
        use_model(linker, model)
        for number in numbers:
            judged = linker.judge(rows.texts[number])
            found = judged.candidates[:, ORG]
            right = np.isin(found, list(rows.labels[number]))
            weights = weigh(judged, right, rows.sources[number], doubter)
            kept = np.flatnonzero(judged.candidates[:, FATE] == TAKEN)
            order = kept[np.argsort(-judged.scores[kept, 1], kind="stable")]
            yield Answer(
                rows.sources[number],
                frozenset(int(successor[one]) for one in rows.labels[number]),
                successor[found[order]],
                judged.scores[order, 1],
                right[order],
                weights[order],
            )


def get_balanced(answers: list[Answer]) -> Any:
    """Return the least scores of the balanced point: the least with about the best exact share.

    The share is the mean over the sets labelled whole; those that leave out second organisations draw
    it up, so of thresholds that serve alike the lowest is taken.
    """
    means = {}
    for threshold in np.round(np.arange(0.2, 0.99, 0.02), 2):
        exact: dict[str, list[bool]] = {}
        for one in answers:
            if one.source.whole and one.source is not INVENTED:
                found = _take(one, threshold * np.array(PLACES))
                exact.setdefault(one.source.name, []).append(found == one.wanted)
        means[float(threshold)] = float(np.mean([np.mean(hits) for hits in exact.values()]))
    print(f"  exact by threshold: { {t: round(means[t], 4) for t in (0.3, 0.4, 0.5, 0.6)} }")
    least = min(t for t, mean in means.items() if mean >= max(means.values()) - AS_GOOD)
    return np.round(least * np.array(PLACES), 3)


def _take(answer: Answer, least: Any) -> set[int]:
    """Return whom the kernels would take of an answer, by the least scores of each place."""
    taken: set[int] = set()
    for organisation, score in zip(answer.organisations, answer.scores, strict=True):
        if score >= least[min(len(taken), len(least) - 1)]:
            taken.add(int(organisation))
    return taken


def get_precise(answers: list[Answer]) -> Any:
    """Return the least scores of the precise point, for the first organisation and for all others.

    Each is the least from which nearly all are labelled (`PRECISION`), of what teaches something. A
    first organisation is labelled far more often than a second of the same score.
    """
    first = _get_least([(one.scores[:1], one.right[:1], one.weights[:1]) for one in answers])
    others = _get_least([(one.scores[1:], one.right[1:], one.weights[1:]) for one in answers])
    return np.array([first, max(first, others), max(first, others)])


def _get_least(parts: list[tuple[Any, Any, Any]]) -> float:
    scores, right, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(-scores, kind="stable")
    labelled = np.cumsum((right * weights)[order])
    shares = labelled / np.maximum(np.cumsum(weights[order]), 1e-9)
    good = np.flatnonzero(shares >= PRECISION)
    return round(float(scores[order][good[-1]]), 3) if len(good) else 1.0


def write(model: Model, path: Path) -> None:
    """Write the model as a zip archive without dates, so that equal models are equal files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        arrays = {
            f"{stage}_{name}": getattr(trees, name)
            for stage, trees in (("first", model.first), ("second", model.second))
            for name in Trees._fields
        }
        arrays |= {"balanced": model.balanced, "precise": model.precise}
        for name, array in arrays.items():
            content = io.BytesIO()
            np.save(content, array)
            info = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content.getvalue())


def main() -> None:
    """Train, say what was reached, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    if not options.gold.is_dir():
        raise SystemExit(f"The labelled sets are not in {options.gold}; give --gold DIR.")
    begun = time.perf_counter()
    empty = Model(no_trees(), no_trees(), ANYTHING, ANYTHING)
    linker = Linker.load(load_registry(), options.cache, model=empty)
    rows = read_training(options.gold, linker)
    whole = [number for number, source in enumerate(rows.sources) if source.whole]
    labelled = judge_all(linker, rows, whole, None)
    doubter = train(labelled, np.ones(len(labelled.text), bool), second=False)
    everything = judge_all(linker, rows, range(len(rows.texts)), doubter)
    folds = np.array(rows.folds)
    print(
        f"{len(rows.texts)} texts, {len(everything.right)} candidates, {time.perf_counter() - begun:.0f} s"
    )

    firsts = []
    stacked = []
    for fold_ in range(FOLDS):
        booster = train(everything, folds[everything.text] != fold_, second=False)
        firsts.append(to_trees(booster))
        use_model(linker, Model(firsts[-1], no_trees(), ANYTHING, ANYTHING))
        stacked.append(judge_all(linker, rows, np.flatnonzero(folds == fold_).tolist(), doubter))
    full = Matrix(
        *(
            np.concatenate([getattr(part, name) for part in stacked])
            for name in Matrix.__dataclass_fields__
        )
    )
    print(f"first trees done, {time.perf_counter() - begun:.0f} s")
    judged = []
    for fold_ in range(FOLDS):
        booster = train(full, folds[full.text] != fold_, second=True)
        model = Model(firsts[fold_], to_trees(booster), ANYTHING, ANYTHING)
        judged.append((model, np.flatnonzero(folds == fold_).tolist()))
    answers = list(answer_all(linker, rows, judged, doubter))
    balanced, precise = get_balanced(answers), get_precise(answers)
    all_rows = np.ones(len(full.text), bool)
    first = to_trees(train(everything, np.ones(len(everything.text), bool), second=False))
    booster = train(full, all_rows, second=True)
    write(Model(first, to_trees(booster), balanced, precise), options.out)
    gains = sorted(zip(booster.feature_importance("gain"), f.NAMES, strict=True), reverse=True)
    print("  " + ", ".join(f"{name} {gain:.0f}" for gain, name in gains[:24]))
    print(
        f"balanced {balanced}, precise {precise}; {options.out.stat().st_size:,} bytes, "
        f"{time.perf_counter() - begun:.0f} s"
    )


if __name__ == "__main__":
    main()
