"""Two exact tests: the sum of all outcomes that are no likelier than the one that came about.

Both take columns, one pair in each row. Outcomes that are as likely but for rounding count as
equally likely.
Source: R's fisher.test and binom.test, which hold outcomes to be equal within one in ten million.
"""

from collections.abc import Iterator

import numpy as np
from scipy.special import betainc, gammaln

EQUALLY_LIKELY = 1 + 1e-7
"""How far a likelihood may lie above another that it is taken to equal."""

_CELLS_AT_ONCE = 50_000
"""How many outcomes of how many pairs are held in memory together."""


def fisher_tests(
    part: np.ndarray, whole: np.ndarray, other_part: np.ndarray, other_whole: np.ndarray
) -> np.ndarray:
    """Return the p-values of Fisher's exact test that two shares are the same."""
    least = np.maximum(0, part - other_whole + other_part)
    most = np.minimum(whole, part + other_part)
    p_values = np.ones(len(part))
    for rows in _together(most - least + 1):
        margins = np.stack([whole, part + other_part, whole + other_whole, least, most])[:, rows]
        p_values[rows] = _fisher(part[rows] - least[rows], margins)
    return p_values


def _together(sizes: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the numbers of rows of about one size, so many that memory holds all their outcomes."""
    order = np.argsort(sizes, kind="stable")
    group = np.cumsum(sizes[order]) // _CELLS_AT_ONCE
    yield from np.split(order, np.flatnonzero(np.diff(group)) + 1)


def _fisher(came_about: np.ndarray, margins: np.ndarray) -> np.ndarray:
    """Return p-values, a row of outcomes for each pair; `came_about` counts from the least one."""
    whole, parts, everything, least, most = (each[:, np.newaxis] for each in margins)
    outcome = least + np.arange(int((most - least).max(initial=0)) + 1)
    exists = outcome <= most
    # How much likelier each outcome is than the one before; told from the likeliest on, so that
    # large numbers never arise.
    before = outcome[:, :-1]
    with np.errstate(all="ignore"):
        rises = (whole - before) * (parts - before)
        rises = rises / ((before + 1) * (everything - whole - parts + before + 1))
        falling, rising = exists[:, 1:] & (rises <= 1), exists[:, 1:] & (rises > 1)
        likelihood = np.ones(outcome.shape)
        likelihood[:, 1:] = np.cumprod(np.where(falling, rises, 1.0), axis=1)
        backwards = np.where(rising, 1 / rises, 1.0)[:, ::-1]
        likelihood[:, :-1] *= np.cumprod(backwards, axis=1)[:, ::-1]
    likelihood[~exists] = 0.0
    own = np.take_along_axis(likelihood, came_about[:, np.newaxis], axis=1)
    no_likelier = np.where(likelihood <= own * EQUALLY_LIKELY, likelihood, 0.0)
    summed: np.ndarray = np.minimum(1.0, no_likelier.sum(axis=1) / likelihood.sum(axis=1))
    return summed


def binomial_tests(
    count: np.ndarray, exposure: np.ndarray, other_count: np.ndarray, other_exposure: np.ndarray
) -> np.ndarray:
    """Return the p-values of the test that two counts are shared out as their exposures are.

    Without any count nothing tells them apart.
    """
    total, both = count + other_count, exposure + other_exposure
    apart = count * both - total * exposure
    # Taken so that the first count of each pair is the one below its share.
    few = np.where(apart > 0, other_count, count)
    own, other = (
        np.where(apart > 0, *pair) / both
        for pair in ((other_exposure, exposure), (exposure, other_exposure))
    )

    def logs(outcome: np.ndarray) -> np.ndarray:
        """Return the logarithms of likelihoods, but for what all outcomes have in common."""
        rest = total - outcome
        ways = -gammaln(outcome + 1) - gammaln(rest + 1)
        found: np.ndarray = ways + outcome * np.log(own) + rest * np.log(other)
        return found

    limit = logs(few) + np.log(EQUALLY_LIKELY)
    opposite, end = np.ceil(total * own), total + 1.0
    while (searching := opposite < end).any():
        middle = np.minimum((opposite + end) // 2, total)
        found = logs(middle) <= limit
        end = np.where(searching & found, middle, end)
        opposite = np.where(searching & ~found, middle + 1, opposite)
    with np.errstate(all="ignore"):
        lower = np.where(few >= total, 1.0, betainc(total - few, few + 1, other))
        upper = np.where(opposite > total, 0.0, betainc(opposite, total - opposite + 1, own))
    summed: np.ndarray = np.where(apart == 0, 1.0, np.minimum(1.0, lower + upper))
    return summed
