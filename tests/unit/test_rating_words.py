"""Ratings: each has a word, a shape and a colour, and colour never stands alone."""

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
    "Better than others": ("green", "tick"),
    "Similar to others": ("plain", "equals"),
    "Worse than others": ("red", "cross"),
    "Higher than others": ("blue", "up"),
    "Lower than others": ("blue", "down"),
    "Target met": ("green", "tick"),
    "Close to target": ("amber", "equals"),
    "Target missed": ("red", "cross"),
    "Consistently meets target": ("green", "tick"),
    "Hit or miss": ("amber", "equals"),
    "Consistently misses target": ("red", "cross"),
    "Baseline": ("grey", "ring"),
    "No earlier figure": ("grey", "ring"),
    "Numbers too small to judge": ("grey", "ring"),
    "Not submitted": ("grey", "ring"),
    "Not yet available": ("grey", "ring"),
    "Not held": ("grey", "ring"),
    "Suppressed": ("grey", "ring"),
    "Not tested: a break in the series": ("grey", "ring"),
    "Not judged: limits begun anew": ("grey", "ring"),
    "Not compared": ("grey", "ring"),
    "No target": ("grey", "ring"),
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


def test_a_shape_means_one_thing_whatever_was_judged() -> None:
    means = {
        Shape.TICK: {Colour.GREEN},
        Shape.CROSS: {Colour.RED},
        Shape.EQUALS: {Colour.AMBER, Colour.PLAIN},
        Shape.UP: {Colour.BLUE},
        Shape.DOWN: {Colour.BLUE},
        Shape.RING: {Colour.GREY},
    }
    for shape, colours in means.items():
        assert {each.colour for each in Rating if each.shape is shape} == colours


def test_ratings_by_letter_differ_in_the_letter() -> None:
    letters = [each.value[-1] for each in Rating if each.shape is Shape.LETTER]
    assert letters == ["A", "B", "C", "D"]


def test_without_colour_good_and_bad_are_still_told_apart() -> None:
    assert Rating.IMPROVED.shape is not Rating.WORSENED.shape
    assert Rating.HIGHER.shape is not Rating.LOWER.shape
