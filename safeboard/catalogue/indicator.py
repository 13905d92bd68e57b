"""An indicator as its file declares it, and the rules that one file can be held to by itself."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from safeboard.catalogue.declared import Code, Declared, Text
from safeboard.catalogue.declared_item import DeclaredItem
from safeboard.catalogue.definition import Definition, in_force_on
from safeboard.catalogue.event import Event
from safeboard.catalogue.problems import UnfitKeyError
from safeboard.catalogue.rating_rule import PRESETS, PresetName, RatingRule, unfit
from safeboard.vocabulary.benchmark import Match
from safeboard.vocabulary.change import ChangeKind
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.polarity import Polarity
from safeboard.vocabulary.window import ComparedWith, WindowKind

WHOLE = "whole"
"""The denominator that means: the numerator's own item, over the categories in its base."""

POPULATION = "population_0_17"
"""The denominator that no agency supplies: the mid-year estimate of children aged 0 to 17."""


class DeclaredBenchmark(Declared):
    """What an indicator is compared with."""

    source: Text
    """Who publishes it, as in the column 'source' of benchmarks.csv."""
    measure: Text
    """Its short name, as in the column 'measure'."""
    title: Text
    """Its name in words."""
    window: Literal[WindowKind.YEAR, WindowKind.SNAPSHOT]
    """What it covers."""
    match: Match
    """Whether its definition is the indicator's own. Only then can there be a band."""
    because: str = ""
    """How its definition differs, if it does."""
    banded: bool = True
    """Whether its source puts authorities in order."""
    unbanded_because: str = ""
    """Why it does not, if it does not."""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.match is Match.DIFFERS and not self.because:
            raise ValueError("its match 'differs', so say how in a line 'because: …'")
        if not self.banded and not self.unbanded_because:
            raise ValueError("it is not banded, so say why in a line 'unbanded_because: …'")
        return self


Given = int | dict[str, int]


class Example(Declared):
    """A worked example: counts for one window, and the figure they make.

    Counts by category are a mapping, and then so is what is expected.
    """

    name: Text
    """What the example shows."""
    given: dict[str, Given]
    """The counts of one window, by item. One that is left out was not submitted."""
    expect: int | float | str | dict[str, int | float | str]
    """The figure that they make, or a symbol in quotes: "[x]", "[z]"."""


class Indicator(Declared):
    """What is computed from items, and everything a reader needs to know of it."""

    code: SkipJsonSchema[Code]
    theme: SkipJsonSchema[Code]
    title: Text
    """What a reader calls it."""
    question: Text
    """What the board should ask itself when it reads the figure."""
    agency: Code
    """The code of the agency that supplies its items."""
    polarity: Polarity
    """Which way is good."""
    form: Form
    """What kind of number it is."""
    decimals: int = Field(ge=0, le=4)
    """How many decimals are shown. A count has 0."""
    definitions: tuple[Definition, ...] = Field(min_length=1)
    """What is measured, from which date. A changed definition is another entry, never an edit."""
    items: dict[Code, DeclaredItem] = Field(default_factory=dict)
    """The counts that it is the first to need, by code."""
    uses: tuple[Code, ...] = ()
    """The codes of items that another indicator's file declares."""
    numerator: Code
    """The item that is counted."""
    denominator: Code | None = None
    """The item it is out of; or 'whole', its own item over the categories in the base; or
    'population_0_17'. A count has none."""
    by: tuple[Code, ...] = ()
    """The breakdowns it is shown by. Its numerator has to be collected by them."""
    window: WindowKind
    """The window of its headline. A stock is shown by a snapshot, and nothing else is."""
    compare_with: ComparedWith
    """What its change is measured from."""
    change: ChangeKind
    """How its change is told: for a percentage in percentage points, and for no other."""
    benchmark: DeclaredBenchmark | Literal["none"]
    """What it is compared with; 'none' if nobody publishes one."""
    rating: PresetName | RatingRule
    """By which rule it is rated: one of the common ones by its name, or its own."""
    events: tuple[Event, ...] = ()
    """What its series has to be read with: breaks, recording changes and events, everywhere."""
    examples: tuple[Example, ...] = Field(min_length=1)
    """Worked examples, run when the file is read. Write these first."""

    @property
    def national(self) -> DeclaredBenchmark | None:
        """Return its benchmark, or None where there is no national referent."""
        return None if self.benchmark == "none" else self.benchmark

    @property
    def rule(self) -> RatingRule:
        """Return the rule that it is rated by."""
        return PRESETS[self.rating] if isinstance(self.rating, str) else self.rating

    @property
    def item_codes(self) -> tuple[str, ...]:
        """Return the items it counts: the numerator, then a denominator that an agency supplies."""
        codes = (self.numerator, self.denominator)
        return tuple(code for code in codes if code and code not in (WHOLE, POPULATION))

    def definition_on(self, day: date) -> Definition | None:
        """Return the definition in force on `day`; None before the first."""
        return in_force_on(self.definitions, day)

    @model_validator(mode="after")
    def _form_fits_denominator(self) -> Self:
        if self.form.divides and self.denominator is None:
            raise UnfitKeyError(
                "form", f"a {self.form} needs a denominator. Add a line 'denominator: …'"
            )
        if not self.form.divides and self.denominator is not None:
            raise UnfitKeyError(
                "denominator", "a count has no denominator. Take the line 'denominator' out"
            )
        if self.form is not Form.COUNT and self.denominator == WHOLE and not self.by:
            raise UnfitKeyError(
                "denominator", "the denominator 'whole' needs a breakdown. Add a line 'by: […]'"
            )
        return self

    @model_validator(mode="after")
    def _change_fits_form(self) -> Self:
        if (self.change is ChangeKind.POINTS) != (self.form is Form.PERCENTAGE):
            raise UnfitKeyError(
                "change",
                "a change between percentages is told in percentage points, and no other is. "
                f"Mend 'change: {self.change}' or 'form: {self.form}'",
            )
        return self

    @model_validator(mode="after")
    def _items_are_named_once(self) -> Self:
        known = [*self.items, *self.uses]
        for code in self.item_codes:
            if code not in known:
                raise UnfitKeyError(
                    "numerator" if code == self.numerator else "denominator",
                    f"'{code}' is neither declared under 'items' nor named under 'uses'. "
                    "Declare it, or name it there",
                )
        for code in self.uses:
            if code in self.items or code not in self.item_codes:
                raise UnfitKeyError(
                    "uses",
                    f"'{code}' under 'uses' is declared here or not used. Take it out of 'uses'",
                )
        return self

    @model_validator(mode="after")
    def _dates_and_bands_hold(self) -> Self:
        dates = [each.in_force for each in self.definitions]
        if dates != sorted(set(dates)):
            raise UnfitKeyError(
                "definitions", "definitions must each begin later than the one before. Order them"
            )
        banded = self.national is not None and self.national.banded
        if banded and self.polarity is Polarity.NEUTRAL:
            raise UnfitKeyError(
                "benchmark",
                "a band needs to know which way is good, and the polarity is neutral. "
                "Set 'polarity', or 'banded: false' under 'benchmark'",
            )
        return self

    @model_validator(mode="after")
    def _rule_fits(self) -> Self:
        problem = unfit(self.rule, self.form, self.national is not None)
        if problem:
            raise UnfitKeyError("rating", problem)
        return self
