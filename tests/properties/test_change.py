"""Changes are exact to the last digit shown, and mirror one another."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from safeboard.vocabulary.change import ChangeKind, change_between

COUNTS = st.integers(0, 10**6)
VALUES = st.builds(Fraction, COUNTS, st.integers(1, 10**5))
DECIMALS = st.integers(0, 4)
PLAIN = st.sampled_from([ChangeKind.NUMBER, ChangeKind.POINTS])


def plainly_rounded(exact: Fraction, decimals: int) -> Decimal:
    """Return a fraction rounded, halves away from zero, by trying the two neighbours."""
    unit = Fraction(1, 10**decimals)
    below = exact // unit
    nearest = min(
        (below, below + 1),
        key=lambda units: (abs(exact - units * unit), -abs(units)),
    )
    return Decimal(nearest).scaleb(-decimals)


@given(VALUES, VALUES, st.sampled_from(ChangeKind), DECIMALS)
def test_a_change_is_the_exact_difference_rounded_once(
    before: Fraction, after: Fraction, kind: ChangeKind, decimals: int
) -> None:
    made = change_between(before, after, kind, decimals)
    if kind is ChangeKind.PER_CENT and not before:
        assert made is None
        return
    exact = 100 * (after / before - 1) if kind is ChangeKind.PER_CENT else after - before
    assert made is not None
    assert made.value == plainly_rounded(exact, decimals)


@given(VALUES, VALUES, PLAIN, DECIMALS)
def test_the_way_back_is_the_same_change_with_the_other_sign(
    before: Fraction, after: Fraction, kind: ChangeKind, decimals: int
) -> None:
    there = change_between(before, after, kind, decimals)
    back = change_between(after, before, kind, decimals)
    assert there is not None
    assert back is not None
    assert there.value == -back.value


@given(VALUES, VALUES, st.sampled_from(ChangeKind), DECIMALS)
def test_a_change_is_written_with_a_sign_unless_it_is_none_and_with_all_its_decimals(
    before: Fraction, after: Fraction, kind: ChangeKind, decimals: int
) -> None:
    made = change_between(before, after, kind, decimals)
    if made is None:
        return
    number = str(made).split()[0]
    if made.value:
        assert number[0] == ("+" if after > before else "-")
    else:
        assert number[0] == "0"
    shown = number.partition(".")[2]
    assert len(shown) == decimals
