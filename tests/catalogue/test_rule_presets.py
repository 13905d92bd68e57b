"""A rule that begins with a common one: what is said where there is no such rule."""

import pytest
from pydantic import ValidationError

from safeboard.catalogue.rating_rule import RatingRule


def test_a_common_rule_that_there_is_not_is_named_before_anything_else() -> None:
    with pytest.raises(ValidationError) as caught:
        RatingRule.model_validate({"preset": "band-or-chance"})
    assert "there is no common rule 'band-or-chance'. Use one of significant-change, " in str(
        caught.value
    )


def test_a_rule_keeps_what_its_preset_says_but_for_what_it_says_itself() -> None:
    rule = RatingRule.model_validate({"preset": "band-or-change", "change": {"level": "95%"}})
    assert rule.name == "band-or-change, with the indicator's own parameters"
    assert (rule.position.method, rule.change.level) == ("band", "95%")
