"""The numbers that a sentence names, held to those that its evidence has."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

NO_NUMBERS = (
    r"Q[1-4] \d{4}/\d{2}",
    r"\d{4}/\d{2}",
    r"(\d{1,2} )?(January|February|March|April|May|June|July|August|September|October|November|"
    r"December) \d{4}",
    r"twice in 1,000|once in 20|per 10,000|mid-\d{4}|section 47",
    r"99\.8%|95%",
)
"""What has digits and is no number of the figures: periods, days, levels, units and names."""


def numbers_missing(sentence: str, evidence: str) -> list[str]:
    """Return the numbers that a sentence names and the evidence (JSON) does not have.

    One that the sentence rounds is in the evidence if it rounds to it from there.
    """
    text = re.sub("|".join(NO_NUMBERS), "", sentence)
    known = list(_numbers(json.loads(evidence)))
    named = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    return [each for each in named if not any(_rounds_to(each.strip(","), one) for one in known)]


def _rounds_to(named: str, known: Decimal) -> bool:
    number = Decimal(named.replace(",", ""))
    half = Decimal(1).scaleb(int(number.as_tuple().exponent)) / 2
    return abs(abs(known) - number) <= half


def _numbers(told: Any) -> Iterator[Decimal]:  # noqa: ANN401 - any JSON
    if isinstance(told, dict):
        for each in told.values():
            yield from _numbers(each)
    elif isinstance(told, list):
        for each in told:
            yield from _numbers(each)
    elif isinstance(told, str):
        for each in re.findall(r"(?<![\d-])\d[\d,]*(?:\.\d+)?(?![\d-])", told):
            yield Decimal(each.replace(",", "").rstrip("."))
    elif isinstance(told, int | float) and not isinstance(told, bool):
        yield Decimal(repr(told))
