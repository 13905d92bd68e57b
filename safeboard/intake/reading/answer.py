"""An answer: what one cell says of a count, wherever it stands. A number, a word, or a problem."""

import polars as pl

from safeboard.intake.template.sheets import CHOICES, CHOICES_IN_WORDS, NOTES, plain_column
from safeboard.intake.workbook.cells import CellKind
from safeboard.vocabulary.item import CountState

ANSWER = pl.Schema({"value": pl.Int64(), "state": pl.Categorical(), "problem": pl.Categorical()})
"""What a cell says: a `state` (a CountState), or the `problem` (a key of PROBLEMS) that it has.

Exactly one of the two is set. `value` is null where the state is no number.
"""

LARGEST = 999_999_999
"""The largest count that is believed."""

_ALLOWED = f"a whole number or the words {CHOICES_IN_WORDS}"
_MANY = "Write how many there were, as a whole number."

PROBLEMS = {
    "not-a-count": f"this is not {_ALLOWED}. Write one of those{{elsewhere}}.",
    "unclear-answer": (
        "'{text}' can mean that there were none, that the count will come later, or that nobody "
        f"records it. Write which: {CHOICES_IN_WORDS}."
    ),
    "date-for-count": (
        "this is a date and not a count. Clear the cell, set its format to a number, "
        "and type the count again."
    ),
    "error-cell": (
        "this cell shows an error ({text}) in place of a count. "
        "Mend its formula, or type the count."
    ),
    "formula-without-result": (
        "this cell holds a formula whose result was not saved. "
        "Open and save the workbook in a spreadsheet program, or type the count."
    ),
    "percentage": (
        "this is a percentage and not a count. Set the cell's format to a number, and type how "
        "many there were."
    ),
    "disguised-number": (
        "what this cell shows may not be the number that it holds ({text}). Set its format to a "
        "number, and type what is meant."
    ),
    "altered": (
        "this ({text}), or a part of it, is raised or struck out, as the mark of a footnote or a "
        "number that no longer holds. Type the count alone, in plain figures."
    ),
    "in-brackets": (
        f"this number is in brackets, which can mean that it is below 0, or only set apart. {_MANY}"
    ),
    "powers-of-ten": (
        f"this count ({{text}}) is written in powers of ten, which may have cut it short. {_MANY}"
    ),
    "other-digits": f"this has digits other than 0 to 9. {_MANY}",
    "turned": (
        "this has a mark that cannot be seen and turns the direction of writing, so 12 may be "
        "shown as 21. Clear the cell, and type the count again."
    ),
    "linked-cell": (
        "this count comes from another workbook, which we do not have. Type the count."
    ),
    "negative": f"this count ({{text}}) is below 0. Write {_ALLOWED}.",
    "fractional": (
        "this count ({text}) is not written as a whole number. Write how many there were, "
        "not a share or an average."
    ),
    "too-large": "this count ({text}) is larger than any count can be. Correct it.",
}
"""What is said of each problem. Each is an error; `{text}` is what stands in the cell."""

# Texts are matched after `plain_column`: in small letters, with single spaces.
_APOSTROPHE = r"^['’]"
_WHOLE = r"^[-−]?(?:[0-9]{1,15}|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.00?)?$"
_DECIMAL = r"^[-−]?[0-9]+\.[0-9]+$"
_PERCENTAGE = r"^[-−]?[0-9.,]+ ?(?:%|per cent|percent)$"
_IN_BRACKETS = r"^\( ?[0-9.,]+ ?\)$"
_POWERS_OF_TEN = r"^[-−+]?[0-9.,]+ ?e ?[-−+]?[0-9]+$"
_OTHER_DIGITS = r"[\p{N}&&[^0-9]]"
_TURNED = r"\p{Bidi_Control}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_DATE = "|".join(
    (
        r"^[0-9]{1,2}([/.-])[0-9]{1,2}[/.-](?:[0-9]{2}|[0-9]{4})$",
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ t].*)?$",
        rf"^[0-9]{{1,2}}[ -]{_MONTH}(?:[ -][0-9]{{2,4}})?$",
        rf"^{_MONTH}[ -][0-9]{{2,4}}$",
    )
)
# "Fewer than 1" would be none and "fewer than 50" hides nothing small, so neither is taken for it.
_SUPPRESSED = (
    r"^(?:\*|c|\[c\]|suppressed|(?:<|under|below|fewer than|less than) ?(?:[2-9]|10)"
    r"|(?:<=|≤) ?[1-9])$"
)
_WORDS = {
    **{choice.value: choice.value for choice in CHOICES},
    "nil": CountState.NONE.value,
    "zero": CountState.NONE.value,
    "not held": CountState.NOT_HELD.value,
}
"""The words that can mean only one thing."""

_UNCLEAR = (
    *("n/a", "na", "n.a.", "n.a", "#n/a", "not applicable", "not available", "unavailable"),
    *("not known", "unknown", "not recorded", "no data", "missing", "null", "blank", "tbc", "tba"),
    *("-", "--", "–", "—", "−", ".", "..", "...", "…", ":", "?", "x", "[x]", "z", "[z]"),
)
"""What people write where there is no number, of which nobody can tell why there is none."""


def read_answers(cells: pl.DataFrame) -> pl.DataFrame:
    """Return cells with what each says of a count, as the columns of ANSWER.

    Needed of `cells` are the columns kind, text and number of CELLS; others stay as they are.
    """
    is_count = cells.select(_is_count()).to_series()
    counted = pl.lit(CountState.COUNTED.value, ANSWER["state"])
    answers = cells.select(
        problem=pl.lit(None, ANSWER["problem"]),
        state=pl.when(is_count).then(counted),
        value=pl.when(is_count).then("number").cast(pl.Int64),
    )
    if not is_count.all():
        others = (~is_count).arg_true()
        read = _read_closely(cells.filter(~is_count).select("kind", "text", "number"))
        answers = answers.select(each.scatter(others, read[each.name]) for each in answers)
    return cells.with_columns(answers.get_columns())


def _is_count() -> pl.Expr:
    """Tell whether a cell is a count beyond doubt, as nearly all are."""
    number = pl.col("number")
    is_whole = number.is_between(0, LARGEST) & (number == number.floor())
    return ((pl.col("kind") == CellKind.NUMBER) & is_whole).fill_null(value=False)


def _read_closely(cells: pl.DataFrame) -> pl.DataFrame:
    """Return what each cell says: ANSWER."""
    said = plain_column("text").str.replace(_APOSTROPHE, "").str.strip_chars()
    return (
        cells.with_columns(said.alias("said"))
        .with_columns(_number().alias("parsed"))
        .with_columns(_problem().alias("problem"))
        .with_columns(_state().alias("state"))
        .with_columns(_value().cast(pl.Int64).alias("value"))
        .select(ANSWER.names())
        .cast(ANSWER)
    )


def in_words(problem: str, text: str, notes: str = NOTES) -> str:
    """Return what is said of a cell with a problem; `notes` is where words go, if they may."""
    where = "in the cells" if "!" in notes else "on the sheet"
    elsewhere = f", and anything else {where} '{notes}'" if notes else ""
    return PROBLEMS[problem].format(text=text.strip(), elsewhere=elsewhere)


def _number() -> pl.Expr:
    """Return what a cell says as a number: typed as one, or as a text that can only mean one."""
    said = pl.col("said")
    digits = said.str.replace_all(",", "").str.replace("−", "-", literal=True)
    is_number = said.str.contains(_WHOLE) | said.str.contains(_DECIMAL)
    as_text = pl.when(is_number).then(digits.cast(pl.Float64, strict=False))
    # Spreadsheet programs hold and show 15 digits; what stands behind those nobody typed.
    typed = pl.col("number").round_sig_figs(15)
    return pl.when(_is_text()).then(as_text).otherwise(typed)


def _problem() -> pl.Expr:
    """Return the first thing that is wrong with an answer, or null."""
    kind, said, parsed = pl.col("kind"), pl.col("said"), pl.col("parsed")
    is_text, is_word = _is_text(), said.is_in(list(_WORDS)) | said.str.contains(_SUPPRESSED)
    not_whole = is_text & ~said.str.contains(_WHOLE)
    checks = [
        (kind == CellKind.ERROR, "error-cell"),
        (kind == CellKind.FORMULA, "formula-without-result"),
        (kind == CellKind.LINKED, "linked-cell"),
        (kind == CellKind.DATE, "date-for-count"),
        (kind == CellKind.PERCENTAGE, "percentage"),
        (kind == CellKind.DISGUISED, "disguised-number"),
        (kind == CellKind.ALTERED, "altered"),
        (kind == CellKind.TRUTH, "not-a-count"),
        (is_text & said.str.contains(_TURNED), "turned"),
        (is_text & said.is_in(list(_UNCLEAR)), "unclear-answer"),
        (is_text & said.str.contains(_PERCENTAGE), "percentage"),
        (is_text & said.str.contains(_IN_BRACKETS), "in-brackets"),
        (is_text & said.str.contains(_POWERS_OF_TEN), "powers-of-ten"),
        (is_text & said.str.contains(_DATE), "date-for-count"),
        (is_text & said.str.contains(_OTHER_DIGITS), "other-digits"),
        (is_text & parsed.is_null() & ~is_word, "not-a-count"),
        (parsed < 0, "negative"),
        (parsed > LARGEST, "too-large"),
        ((parsed % 1 != 0) | (not_whole & parsed.is_not_null()), "fractional"),
    ]
    return pl.coalesce(pl.when(fails).then(pl.lit(check)) for fails, check in checks)


def _state() -> pl.Expr:
    """Return what an answer says of a count; null where it has a problem."""
    said = pl.col("said")
    state = (
        pl.when(pl.col("parsed").is_not_null())
        .then(pl.lit(CountState.COUNTED.value))
        .when(said.is_in(list(_WORDS)))
        .then(said.replace(_WORDS))
        .otherwise(pl.lit(CountState.SUPPRESSED.value))
    )
    return pl.when(pl.col("problem").is_null()).then(state)


def _value() -> pl.Expr:
    """Return the number that an answer counts; *none* is a true 0."""
    return (
        pl.when(pl.col("state") == CountState.COUNTED)
        .then(pl.col("parsed"))
        .when(pl.col("state") == CountState.NONE)
        .then(0.0)
    )


def _is_text() -> pl.Expr:
    return pl.col("kind") == CellKind.TEXT
