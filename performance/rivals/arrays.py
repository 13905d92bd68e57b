"""The tests between two periods on whole arrays, in numpy: what both scripts use.

Written apart from Safeboard's own, so that equal ratings say something.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaln, ndtri

Array = NDArray[Any]
SURE = 0.998


def newcombe_excludes_none(x0: Array, n0: Array, x1: Array, n1: Array) -> Array:
    """Tell where Newcombe's interval of the difference between two shares leaves out 0."""
    z = ndtri((1 + SURE) / 2)

    def wilson(x: Array, n: Array) -> tuple[Array, Array]:
        spread = z * np.sqrt(z**2 + 4 * x * (n - x) / n)
        middle, base = 2 * x + z**2, 2 * (n + z**2)
        low = np.where(x == 0, 0.0, (middle - spread) / base)
        return low, np.where(x == n, 1.0, (middle + spread) / base)

    p0, p1 = x0 / n0, x1 / n1
    (low0, high0), (low1, high1) = wilson(x0, n0), wilson(x1, n1)
    low = p1 - p0 - np.sqrt((p1 - low1) ** 2 + (high0 - p0) ** 2)
    high = p1 - p0 + np.sqrt((high1 - p1) ** 2 + (p0 - low0) ** 2)
    excludes: Array = (low > 0) | (high < 0)
    return excludes


def fisher(x0: Array, n0: Array, x1: Array, n1: Array) -> Array:
    """Return the two-sided p-values of Fisher's exact test."""
    if not len(x0):
        return np.zeros(0)
    drawn = x0 + x1
    least, most = np.maximum(0, drawn - n1), np.minimum(n0, drawn)
    outcome = least[:, None] + np.arange(int((most - least).max()) + 1)

    def ways(n: Array, x: Array) -> Array:
        logs: Array = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
        return logs

    with np.errstate(invalid="ignore"):
        logs = ways(n0[:, None], outcome) + ways(n1[:, None], drawn[:, None] - outcome)
    logs -= ways(n0 + n1, drawn)[:, None]
    likelihood = np.where(outcome <= most[:, None], np.exp(logs), 0.0)
    own = np.exp(ways(n0, x0) + ways(n1, x1) - ways(n0 + n1, drawn))
    summed: Array = np.where(likelihood <= own[:, None] * (1 + 1e-7), likelihood, 0.0).sum(axis=1)
    return summed


def poisson(x0: Array, e0: Array, x1: Array, e1: Array) -> Array:
    """Return the two-sided p-values of the exact conditional test of two rates."""
    n, share = x0 + x1, e1 / (e0 + e1)
    # Turn each pair so that the second count is the one below its share.
    turned = x1 > n * share
    k, p = np.where(turned, x0, x1), np.where(turned, 1 - share, share)

    def logs(x: Array) -> Array:
        ways: Array = -gammaln(x + 1) - gammaln(n - x + 1)
        chances: Array = x * np.log(p) + (n - x) * np.log1p(-p)
        return ways + chances

    limit = logs(k) + np.log(1 + 1e-7)
    low, high = np.ceil(n * p), n + 1
    while (low < high).any():
        middle = np.floor((low + high) / 2)
        found = logs(np.minimum(middle, n)) <= limit
        low, high = np.where(found | (low >= high), low, middle + 1), np.where(found, middle, high)
    lower = np.where(k >= n, 1.0, betainc(np.maximum(n - k, 1e-9), k + 1, 1 - p))
    upper = np.where(low > n, 0.0, betainc(np.maximum(low, 1e-9), n - low + 1, p))
    value: Array = np.where((n == 0) | (x1 == n * share), 1.0, np.minimum(1.0, lower + upper))
    return value
