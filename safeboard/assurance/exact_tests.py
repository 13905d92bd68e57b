"""Two exact tests: the sum of all outcomes that are no likelier than the one that came about.

Outcomes that are as likely but for rounding count as equally likely.
Source: R's fisher.test and binom.test, which hold outcomes to be equal within one in ten million.
"""

from bisect import bisect_left
from math import ceil, lgamma, log

import numpy as np
from scipy.special import betainc

EQUALLY_LIKELY = 1 + 1e-7
"""How far a likelihood may lie above another that it is taken to equal."""


def fisher_test(part: int, whole: int, other_part: int, other_whole: int) -> float:
    """Return the p-value of Fisher's exact test that two shares are the same."""
    parts, everything = part + other_part, whole + other_whole
    least, most = max(0, parts - other_whole), min(whole, parts)
    outcome = np.arange(least, most, dtype=np.float64)
    # How much likelier each outcome is than the one before: so large numbers never arise.
    rises = (whole - outcome) * (parts - outcome)
    rises /= (outcome + 1) * (everything - whole - parts + outcome + 1)
    likeliest = int(np.searchsorted(-rises, -1.0, side="right"))
    below = np.cumprod(1 / rises[:likeliest][::-1])[::-1]
    likelihood = np.concatenate([below, [1.0], np.cumprod(rises[likeliest:])])
    no_likelier = likelihood <= likelihood[part - least] * EQUALLY_LIKELY
    return min(1.0, float(likelihood[no_likelier].sum() / likelihood.sum()))


def binomial_test(counts: tuple[int, int], exposures: tuple[int, int]) -> float:
    """Return the p-value of the test that two counts are shared out as their exposures are.

    Without any count nothing tells them apart.
    """
    (other, count), (other_exposure, exposure) = counts, exposures
    total, both = count + other, exposure + other_exposure
    if count * both == total * exposure:
        return 1.0
    if count * both > total * exposure:
        return binomial_test((count, other), (exposure, other_exposure))
    share, other_share = exposure / both, other_exposure / both

    def likelihood(outcome: int) -> float:
        """Return the logarithm of an outcome's likelihood, but for what all have in common."""
        rest = total - outcome
        ways = -lgamma(outcome + 1) - lgamma(rest + 1)
        return ways + outcome * log(share) + rest * log(other_share)

    limit = likelihood(count) + log(EQUALLY_LIKELY)
    above = range(ceil(total * share), total + 1)
    opposite = above.start + bisect_left(
        above, True, key=lambda outcome: likelihood(outcome) <= limit
    )
    lower = betainc(total - count, count + 1, other_share)
    upper = betainc(opposite, total - opposite + 1, share) if opposite <= total else 0.0
    return min(1.0, float(lower + upper))
