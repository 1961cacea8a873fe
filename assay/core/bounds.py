"""How large a rate may be that was never seen: the exact bound behind "0 of n".

    zero_bound(1000) == 0.0029912…        # 0 of 1,000: below 0.3% with 95% confidence

Clopper and Pearson's one-sided bound: for no success in n independent trials 1 - 0.05^(1/n).
"""

from math import ceil, exp, lgamma, log, log1p, sqrt


def zero_bound(n: int) -> float:
    """The upper 95% bound of a rate of which 0 of `n` trials showed one; 1.0 for no trials."""
    return 1.0 - 0.05 ** (1.0 / n) if n > 0 else 1.0


def widened(mean: float, low: float, high: float, n: int) -> tuple[float, float]:
    """The interval (low, high) of a rate, which has no width of its own at 0 or at 1."""
    if mean == 0.0:
        return low, max(high, zero_bound(n))
    if mean == 1.0:
        return min(low, 1.0 - zero_bound(n)), high
    return low, high


def upper_bound(k: int, n: int) -> float:
    """The upper 95% bound (one-sided, Clopper and Pearson) of a rate that k of n trials showed.

    The rate at which k or fewer successes in n trials have probability 0.05; 1.0 for no trials.
    """
    if n <= 0 or k >= n:
        return 1.0
    if k == 0:
        return zero_bound(n)
    low, high = k / n, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(k, n, middle) > 0.05 else (low, middle)
    return high


def _at_most(k: int, n: int, rate: float) -> float:
    """P(X <= k) of a binomial X, for k below its mean: the terms fall from k downwards."""
    if rate >= 1.0:
        return 0.0
    log_term = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    term = exp(log_term + k * log(rate) + (n - k) * log1p(-rate))
    total, odds = 0.0, (1.0 - rate) / rate
    for successes in range(k, -1, -1):
        total += term
        if term < 1e-12 * total:
            break
        term *= odds * successes / (n - successes + 1)
    return total


def birthday_bound(expected: float) -> int:
    """A count that a Poisson variable of this mean exceeds less than once in ten million."""
    if expected > 100:  # the normal tail; exp(-expected) is no float for long
        return ceil(expected + 6 * sqrt(expected))
    count, term = 0, exp(-expected)
    left = 1.0 - term
    while left > 1e-7:
        count += 1
        term *= expected / count
        left -= term
    return count
