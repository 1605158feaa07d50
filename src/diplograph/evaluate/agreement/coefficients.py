"""Agreement beyond chance between two annotators.

Cohen, J. (1960), "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20; Krippendorff, K. (2011),
"Computing Krippendorff's Alpha-Reliability" (nominal data, two observers). Both are None where only one value occurs: without variation
there is nothing that chance could be told from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

__all__ = ["alpha", "kappa", "weighted_alpha"]


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa: observed agreement against that of two annotators who keep their own shares of values and choose at random."""
    if not pairs:
        return None
    count = len(pairs)
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = sum(one == other for one, other in pairs) / count
    expected = sum(ones[value] * others[value] for value in ones) / count**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def alpha(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Krippendorff's alpha for nominal values: observed disagreement against that of values drawn from all that both gave."""
    return weighted_alpha(Counter(pairs))


def weighted_alpha(pairs: Mapping[tuple[str, str], int]) -> float | None:
    """The same for pairs that come so many times."""
    values: Counter[str] = Counter()
    for (one, other), times in pairs.items():
        values[one] += times
        values[other] += times
    total = sum(values.values())
    disagreeing = 2 * sum(times for (one, other), times in pairs.items() if one != other)
    expected = total**2 - sum(count**2 for count in values.values())
    return None if not expected else 1 - (total - 1) * disagreeing / expected
