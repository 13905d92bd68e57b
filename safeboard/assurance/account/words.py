"""A chain in words, step by step: from the counts that were received to the rating."""

from collections.abc import Callable, Iterator

from safeboard.assurance.account.chain import Chain
from safeboard.assurance.account.counts import counts_in_words, sums_in_words
from safeboard.assurance.account.figure import (
    benchmark_in_words,
    definition_in_words,
    figure_in_words,
)
from safeboard.assurance.account.judged import judgements_in_words, rating_in_words

_STEPS: dict[str, Callable[[Chain], Iterator[str]]] = {
    "The counts": counts_in_words,
    "The sums": sums_in_words,
    "The figure": figure_in_words,
    "The definition": definition_in_words,
    "The benchmark": benchmark_in_words,
    "The three judgements": judgements_in_words,
    "The rating": rating_in_words,
}


def account(chain: Chain) -> Iterator[str]:
    """Yield a chain's lines: a heading, the rating at once, and then each step."""
    now, _ = chain.windows
    yield f"# {chain.indicator.title}: {chain.area.name}, {now}"
    yield ""
    rating, sentence = chain.row["rating"], chain.row["sentence"]
    yield sentence if sentence.startswith(rating) else f"{rating}. {sentence}"
    for number, (title, step) in enumerate(_STEPS.items(), start=1):
        yield from ("", f"## {number}. {title}", "")
        yield from step(chain)
