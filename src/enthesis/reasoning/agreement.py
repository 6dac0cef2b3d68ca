"""Published figures beside what the model implies: in-sample, and with each study left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy.stats import betabinom  # pyright: ignore[reportMissingTypeStubs]

from enthesis.knowledge.comparator import parse_comparator
from enthesis.knowledge.pack import EvidenceRow, Pack
from enthesis.reasoning.parameters import Parameters, build_parameters, effective_n
from enthesis.terms.probability import wilson_interval


@dataclass(frozen=True)
class AgreementRow:
    """One published share and the model's."""

    id: str
    finding: str
    source: str
    quantity: str
    """sensitivity or specificity"""
    published: float
    interval: tuple[float, float]
    implied: float
    inside: bool
    outside_because: str | None


@dataclass(frozen=True)
class Agreement:
    """How a pack's model agrees with its evidence."""

    rows: tuple[AgreementRow, ...]
    unused: dict[str, int]
    left_out: tuple[tuple[str, float, bool], ...]
    """(row id, published, inside its 95% predictive interval) with the row's study left out; cells with other studies only."""

    @property
    def share_inside(self) -> float:
        """Share of compared figures inside their own Wilson interval."""
        return float(np.mean([row.inside for row in self.rows])) if self.rows else float("nan")

    @property
    def unexplained(self) -> tuple[AgreementRow, ...]:
        """Rows outside without a written reason."""
        return tuple(row for row in self.rows if not row.inside and not row.outside_because)

    @property
    def share_left_out_inside(self) -> float:
        """Share of left-out figures inside their predictive interval."""
        return float(np.mean([inside for _, _, inside in self.left_out])) if self.left_out else float("nan")


def compare_with_evidence(pack: Pack) -> Agreement:
    """Compare every used row with the model.

    Assumes: the interval of a row is the unweighted Wilson interval of its own counts (no discount). A row that gives only
        likelihood ratios is not a share and is not compared.
    Source: DESIGN 5, "Agreement".
    """
    parameters = build_parameters(pack)
    rows: list[AgreementRow] = []
    for row in pack.evidence:
        if row.unused_because:
            continue
        rows.extend(_row(pack, parameters, row))
    unused = Counter(row.unused_because for row in pack.evidence if row.unused_because)
    return Agreement(tuple(rows), dict(sorted(unused.items())), tuple(_leave_one_out(pack)))


def _row(pack: Pack, parameters: Parameters, row: EvidenceRow) -> list[AgreementRow]:
    found: list[AgreementRow] = []
    index = parameters.finding_ids.index(row.finding)
    cells, background = parameters.mean()[index], parameters.background()[index]
    if row.sensitivity is not None and row.n_with:
        implied = float(cells[parameters.source_ids.index(row.source)])
        found.append(_compared(row, "sensitivity", row.sensitivity, row.n_with, implied))
    comparator = parse_comparator(row.comparator, row.source, pack)
    if row.specificity is not None and row.n_without and comparator is not None:
        rate = float(background)
        if not comparator.background:
            rate = sum(w * float(cells[parameters.source_ids.index(s)]) for s, w in comparator.weights.items())
        found.append(_compared(row, "specificity", row.specificity, row.n_without, 1.0 - rate))
    return found


def _compared(row: EvidenceRow, quantity: str, published: float, n: float, implied: float) -> AgreementRow:
    low, high = wilson_interval(published * n, n)
    return AgreementRow(
        row.id, row.finding, row.source, quantity, published, (low, high), implied, low <= implied <= high, row.outside_because
    )


def _leave_one_out(pack: Pack) -> list[tuple[str, float, bool]]:
    """For each sensitivity of a cell that other studies also measured: is it inside the predictive interval without it?

    Assumes: studies of one cell are exchangeable but not identical. The true share of a new study scatters about their mean
        like a Beta with `largest_effective_n` pseudo-counts in all, which is also why no study counts for more than that. That
        variance adds to the uncertainty of the mean, so the totals combine as 1 / (1 / own + 1 / between). The count of the
        new study is Beta-binomial with its effective n.
    Source: prediction of a new study under random effects (Higgins, Thompson and Spiegelhalter, J R Stat Soc A
        2009;172:137-159), here with Betas; the variance between studies is elicited, in the pack.
    """
    used = [r for r in pack.evidence if not r.unused_because and r.sensitivity is not None and r.n_with]
    by_cell: dict[tuple[str, str], list[EvidenceRow]] = {}
    for row in used:
        by_cell.setdefault((row.finding, row.source), []).append(row)
    found: list[tuple[str, float, bool]] = []
    for rows in by_cell.values():
        if len({r.reference for r in rows}) < 2:
            continue
        for row in rows:
            same_study = frozenset(r.id for r in rows if r.reference == row.reference)
            parameters = build_parameters(pack, same_study)
            index = parameters.finding_ids.index(row.finding)
            column = parameters.source_ids.index(row.source)
            alpha, beta = parameters.alpha[index, column], parameters.beta[index, column]
            own = alpha + beta
            total = 1.0 / (1.0 / own + 1.0 / pack.largest_effective_n)
            alpha, beta = total * alpha / own, total * beta / own
            assert row.sensitivity is not None and row.n_with is not None
            n = max(1, round(effective_n(row, row.n_with, pack)))
            low, high = betabinom.ppf([0.025, 0.975], n, alpha, beta)  # pyright: ignore[reportUnknownMemberType]
            found.append((row.id, row.sensitivity, bool(low <= round(row.sensitivity * n) <= high)))
    return found
