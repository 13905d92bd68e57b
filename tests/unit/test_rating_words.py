"""Ratings: each has a word, a shape and a colour, and colour never stands alone."""

import pytest

from safeboard.vocabulary.rating import Colour, Rating, Shape

LOOKS = {
    "Improved": ("green", "tick"),
    "Worsened": ("red", "cross"),
    "No significant change": ("amber", "equals"),
    "Higher": ("blue", "up"),
    "Lower": ("blue", "down"),
    "Band A": ("green", "letter"),
    "Band B": ("plain", "letter"),
    "Band C": ("plain", "letter"),
    "Band D": ("red", "letter"),
    "Baseline": ("grey", "ring"),
    "No earlier figure": ("grey", "ring"),
    "Numbers too small to judge": ("grey", "ring"),
    "Not submitted": ("grey", "ring"),
    "Not yet available": ("grey", "ring"),
    "Not held": ("grey", "ring"),
    "Suppressed": ("grey", "ring"),
    "Not applicable": ("grey", "ring"),
    "Not available": ("grey", "ring"),
    "Not tested: a stock without a rule": ("grey", "ring"),
    "Not tested: windows that overlap": ("grey", "ring"),
    "Not tested: no rule": ("grey", "ring"),
}


def test_each_rating_has_the_word_the_colour_and_the_shape_written_here() -> None:
    assert {each.value: (each.colour.value, each.shape.value) for each in Rating} == LOOKS


def test_what_is_not_rated_is_grey_and_nothing_else_is() -> None:
    for rating in Rating:
        assert rating.is_rated == (rating.colour is not Colour.GREY)


@pytest.mark.parametrize("colour", [Colour.GREEN, Colour.RED, Colour.BLUE])
def test_two_ratings_of_one_colour_differ_in_shape_or_letter(colour: Colour) -> None:
    alike = [each for each in Rating if each.colour is colour]
    told = {each.value[-1] if each.shape is Shape.LETTER else each.shape for each in alike}
    assert len(told) == len(alike)


def test_without_colour_good_and_bad_are_still_told_apart() -> None:
    assert Rating.IMPROVED.shape is not Rating.WORSENED.shape
    assert Rating.HIGHER.shape is not Rating.LOWER.shape
