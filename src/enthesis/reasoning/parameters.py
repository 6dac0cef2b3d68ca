"""From judgements and published counts to the Beta distribution of every cell P(finding | source alone)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from enthesis.knowledge.comparator import parse_comparator
from enthesis.knowledge.pack import UNMODELLED_CAUSE, EvidenceRow, Pack
from enthesis.terms.probability import FloatArray

TWO_GATE_DISCOUNT = 0.25
"""A two-gate (case-control) design counts a quarter: spectrum bias. Source: project decision 0003, after Lijmer 1999."""
SECONDARY_DISCOUNT = 0.5
"""A figure read on a third party's page counts half. Source: DESIGN 5."""
LARGEST_ELICITED_N = 10.0
"""A figure published without its n is given an elicited n of at most this."""
SMALLEST_CELL = 0.002
LARGEST_CELL = 0.998
"""No elicited cell is impossible or certain."""


@dataclass(frozen=True)
class Parameters:
    """Beta parameters of all cells; rows are findings, columns sources with `unmodelled_cause` last.

    Shapes: cells (n_findings, n_sources), backgrounds (n_findings,). `tied` is False where a source has no bearing on a
    finding: such a cell is the background itself, in every draw.
    """

    finding_ids: tuple[str, ...]
    source_ids: tuple[str, ...]
    alpha: FloatArray
    beta: FloatArray
    background_alpha: FloatArray
    background_beta: FloatArray
    elicited: FloatArray
    """Pseudo-counts of each cell that are judgement, not data."""
    tied: np.ndarray

    def mean(self) -> FloatArray:
        """P(finding | source alone), shape (n_findings, n_sources), expected value."""
        cells = self.alpha / (self.alpha + self.beta)
        return np.where(self.tied, cells, self.background()[:, None])

    def background(self) -> FloatArray:
        """P(finding) with no source that bears on it, shape (n_findings,), expected value."""
        return self.background_alpha / (self.background_alpha + self.background_beta)


def effective_n(row: EvidenceRow, n: float | None, pack: Pack) -> float:
    """How many patients a published share counts for, after discounts.

    Source: DESIGN 5 (two-gate a quarter, secondary pages half, no n: at most 10, a cap for heterogeneity between studies).
    """
    counted = LARGEST_ELICITED_N if n is None or row.n_is_elicited else n
    if row.n_is_elicited and n is not None:
        counted = min(n, LARGEST_ELICITED_N)
    if row.design == "two_gate":
        counted *= TWO_GATE_DISCOUNT
    if row.verified == "secondary":
        counted *= SECONDARY_DISCOUNT
    return min(counted, pack.largest_effective_n)


def build_parameters(pack: Pack, leave_out: frozenset[str] = frozenset()) -> Parameters:
    """Combine judgements with evidence rows into the Beta of every cell.

    Args:
        leave_out: ids of evidence rows to ignore (for leave-one-study-out checks).
    Assumes: studies of one cell are exchangeable after their discounts; a sensitivity informs the cell of its own source;
        a specificity informs the background when healthy people were the comparator, else the cells of the sources that
        made up the comparator, in proportion to their share; a finding that a published case with one confirmed source
        reports counts as `case_weight` patients of that source (reports are selective, so this is little).
    Source: conjugate Beta-binomial updating; DESIGN 5.
    """
    findings = [f for f in pack.findings if f.informative]
    finding_ids = tuple(f.id for f in findings)
    source_ids = (*(s.id for s in pack.sources), UNMODELLED_CAUSE)
    row_of = {finding: index for index, finding in enumerate(finding_ids)}
    column_of = {source: index for index, source in enumerate(source_ids)}
    shape = (len(finding_ids), len(source_ids))
    judged = np.zeros(shape)
    strength = np.zeros(len(finding_ids))
    background = np.zeros(len(finding_ids))
    tied = np.zeros(shape, dtype=bool)
    for judgement in pack.judgements:
        index = row_of.get(judgement.finding)
        if index is None:
            continue
        rest = judgement.percent_by_source["*"]
        background[index] = judgement.background_percent / 100.0
        strength[index] = judgement.strength
        for source in pack.sources:
            percent = judgement.percent_by_source.get(source.id, rest)
            judged[index, column_of[source.id]] = percent / 100.0
            tied[index, column_of[source.id]] = percent != judgement.background_percent
    judged[:, -1] = judged[:, :-1].mean(axis=1)
    tied[:, -1] = True
    judged = np.clip(judged, SMALLEST_CELL, LARGEST_CELL)
    background = np.clip(background, SMALLEST_CELL, LARGEST_CELL)
    elicited = np.repeat(strength[:, None], shape[1], axis=1)
    elicited[:, -1] = pack.unmodelled_strength
    alpha, beta = judged * elicited, (1.0 - judged) * elicited
    background_alpha, background_beta = background * strength, (1.0 - background) * strength
    for row in pack.evidence:
        index = row_of.get(row.finding)
        if index is None or row.unused_because or row.id in leave_out or row.source not in column_of:
            continue
        column = column_of[row.source]
        comparator = parse_comparator(row.comparator, row.source, pack)
        share = row.sensitivity
        if share is None and row.likelihood_ratio_positive is not None:
            # Only a ratio was published: it is read against the judged rate in its comparator, with a small elicited n.
            rate = background[index]
            if comparator is not None and not comparator.background:
                rate = sum(w * judged[index, column_of[s]] for s, w in comparator.weights.items())
            share = float(np.clip(row.likelihood_ratio_positive * rate, SMALLEST_CELL, LARGEST_CELL))
        if share is not None:
            n = effective_n(row, row.n_with, pack)
            alpha[index, column] += share * n
            beta[index, column] += (1.0 - share) * n
            tied[index, column] = True
        if row.specificity is not None and comparator is not None:
            n = effective_n(row, row.n_without, pack)
            positives, negatives = (1.0 - row.specificity) * n, row.specificity * n
            if comparator.background:
                background_alpha[index] += positives
                background_beta[index] += negatives
            for source, weight in comparator.weights.items():
                alpha[index, column_of[source]] += weight * positives
                beta[index, column_of[source]] += weight * negatives
                tied[index, column_of[source]] = True
    for count in pack.case_counts:
        index = row_of.get(count.finding)
        if index is None or count.source not in column_of:
            continue
        column = column_of[count.source]
        if not tied[index, column]:
            # A cell without a tie starts from the background, with the weight of a judgement.
            alpha[index, column], beta[index, column] = background_alpha[index], background_beta[index]
            tied[index, column] = True
        if count.present:
            alpha[index, column] += pack.case_weight
        else:
            beta[index, column] += pack.case_weight
    return Parameters(finding_ids, source_ids, alpha, beta, background_alpha, background_beta, elicited, tied)
