"""How large a rate may be that was never seen: the exact bound behind "0 of n".

    zero_bound(1000) == 0.0029912…        # 0 of 1,000: below 0.3% with 95% confidence

Clopper and Pearson's one-sided bound for no success in n independent trials, 1 - 0.05^(1/n).
"""


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
