"""Train the sentence classifier of a pack on its own example phrases; writes phrasing.npz into the pack.

    pip install scikit-learn; python scripts/train_phrasing.py

Reads the words of the findings and phrases.tsv of the pack, nothing else: no test list, no case. One in seven example phrases is kept
out to choose the thresholds, with the share of wrong guesses asked for; then everything is used for training.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from enthesis.knowledge.loading import find_pack_folder, load_pack
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.phrasing import N_FEATURES, Phrasing, hash_features, load_phrasing, polarity_features, topic_features
from enthesis.reasoning.words import Vocabulary

SEED = 7
KEPT_WEIGHTS = 1_500_000
POLARITIES = (0.05, 0.15, 0.25, 0.35, 0.5, 0.65)


def examples(pack: Pack, folder: Path) -> list[tuple[str, bool, str]]:
    """(finding, present, phrase) of all informative and other findings."""
    found: list[tuple[str, bool, str]] = []
    for finding in pack.findings:
        found += [(finding.id, True, phrase) for phrase in (finding.name, *finding.words)]
        found += [(finding.id, False, phrase) for phrase in finding.opposite_words]
    for line in (folder / "phrases.tsv").read_text(encoding="utf-8").splitlines():
        finding, sign, phrase = line.split("\t")
        if finding in pack.finding_by_id:
            found.append((finding, sign == "+", phrase))
    return found


def matrix(features: list) -> sparse.csr_matrix:  # type: ignore[type-arg]
    starts, places, values = [0], [], []
    for counted in features:
        where, what = hash_features(counted)
        places.append(where)
        values.append(what)
        starts.append(starts[-1] + len(where))
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(places), starts), shape=(len(features), N_FEATURES))


def fit(rows: list[tuple[str, bool, str]], out: Path, least_margin: float, least_polarity: float) -> Phrasing:
    topics = matrix([topic_features(p) for _, _, p in rows])
    seen = np.asarray((topics > 0).sum(axis=0)).ravel()
    rarity = np.log((1 + len(rows)) / (1 + seen)) + 1.0
    weighted = sparse.csr_matrix(topics.multiply(rarity[None, :]))
    weighted = sparse.diags(1.0 / np.maximum(sparse.linalg.norm(weighted, axis=1), 1e-9)) @ weighted
    svm = LinearSVC(C=0.6).fit(weighted, [f for f, _, _ in rows])
    coefficients = svm.coef_.T  # features, classes
    cut = np.partition(np.abs(coefficients).ravel(), -KEPT_WEIGHTS)[-KEPT_WEIGHTS]
    table = sparse.csr_matrix(np.where(np.abs(coefficients) >= cut, coefficients, 0.0))
    scale = np.maximum(np.abs(coefficients).max(axis=0), 1e-9) / 127.0
    counts = np.diff(table.indptr)
    polar = matrix([polarity_features(p, f) for f, _, p in rows])
    polar = sparse.diags(1.0 / np.maximum(sparse.linalg.norm(polar, axis=1), 1e-9)) @ polar
    sign = LinearSVC(C=2.0, class_weight={True: 1.0, False: 2.0}).fit(polar, [present for _, present, _ in rows])
    polarity = sign.coef_[0]
    kept = np.flatnonzero(np.abs(polarity) > 1e-3)
    np.savez_compressed(
        out,
        finding_ids=np.array(svm.classes_, dtype=str),
        row_places=np.flatnonzero(counts).astype(np.int32),
        row_counts=counts[counts > 0].astype(np.int32),
        columns=table.indices.astype(np.uint16),
        weights=np.round(table.data / scale[table.indices]).astype(np.int8),
        scale=scale.astype(np.float32),
        intercept=svm.intercept_.astype(np.float32),
        rarity_places=np.flatnonzero(seen).astype(np.int32),
        rarity_values=rarity[seen > 0].astype(np.float16),
        polarity_places=kept.astype(np.int32),
        polarity_values=polarity[kept].astype(np.float16),
        polarity_intercept=np.float32(sign.intercept_[0]),
        least_margin=np.float32(least_margin),
        least_polarity=np.float32(least_polarity),
    )
    return load_phrasing(out)


def choose_thresholds(
    pack: Pack, phrasing: Phrasing, held: list[tuple[str, bool, str]], wrong_share: float
) -> tuple[float, float]:
    """The least margin and the least polarity that leave most phrases guessed with at most `wrong_share` guessed wrongly.

    Both shares are of the kept-out phrases that the listed words leave open.
    """
    vocabulary = Vocabulary(pack.findings)
    generator = random.Random(SEED)
    judged: list[tuple[float, float, bool]] = []
    opened = 0
    for finding, present, phrase in held:
        kind = pack.finding_by_id[finding].kind if generator.random() < 0.6 else None
        if vocabulary.match(phrase, kind):
            continue
        opened += 1
        guess = phrasing.guess(phrase, vocabulary.admitted(kind))
        if guess is not None:
            sure = abs(phrasing.says_present(phrase, guess.finding))
            judged.append((guess.margin, sure, guess.finding == finding and guess.present is present))
    judged.sort(reverse=True)
    print(f"{opened} of {len(held)} kept-out phrases are left open by the listed words")
    best = (0, np.inf, 0.0)
    for least_polarity in POLARITIES:
        wrong = number = 0
        reach = (0, np.inf)
        for margin, sure, right in judged:
            if sure < least_polarity:
                continue
            number += 1
            wrong += not right
            if wrong <= wrong_share * opened:
                reach = (number, margin)
        print(f"  polarity {least_polarity}: {reach[0] / max(opened, 1):.1%} guessed with {wrong_share:.1%} wrong")
        best = max(best, (reach[0], reach[1], least_polarity))
    return float(best[1]), float(best[2])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", default="posterior_hip")
    parser.add_argument("--wrong", type=float, default=0.025, help="share of open phrases that may be guessed wrongly")
    options = parser.parse_args()
    folder = find_pack_folder(options.pack)
    pack = load_pack(folder)
    rows = examples(pack, folder)
    random.Random(SEED).shuffle(rows)
    cut = len(rows) * 6 // 7
    out = folder / "phrasing.npz"
    trial = fit(rows[:cut], out, -10.0, 0.0)
    margin, polarity = choose_thresholds(
        pack, trial, [r for r in rows[cut:] if r[2] not in pack.finding_by_id[r[0]].words], options.wrong
    )
    fit(rows, out, margin, polarity)
    print(f"{out}: {out.stat().st_size:,} bytes, {len(rows)} phrases, least margin {margin:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
