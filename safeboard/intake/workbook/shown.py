"""Numbers that a cell shows as something else: 5 as <5, or 1700 as 1.7k.

Nobody can tell which of the two was meant, so such a number is none. Only what is known to show a
number as it is passes; a format that is not known does not.
"""

import re

_LITERAL = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<code>[^\]]*)\]|_.|\* ', re.DOTALL
)
_HARMLESS = re.compile(r"[\s£$€¥()–—-]*")
_NO_SIGN = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?[0-9]+"
    r"|\$(?:[£$€¥]|[A-Z]{3})?(?:-[0-9A-F]+(?:,[0-9]+)?)?",
    re.IGNORECASE,
)
"""What a code in square brackets may be: a colour, a currency or a language."""

_UNKNOWN = "\0"
_DIGITS = r"(?:[0#?](?:[,\s](?=[0#?]))?)"
_PLACES = rf"(?:general|@|(?:{_DIGITS}+(?:\.[0#?]*)?|\.[0#?]+)(?:e[+-]0+)?)"
_COUNT = re.compile(rf"[\s£$€¥+]*{_PLACES}[\s£$€¥]*", re.IGNORECASE)
_BELOW = re.compile(rf"[\s£$€¥()–—-]*{_PLACES}?[\s£$€¥()–—-]*", re.IGNORECASE)

_SHOWN = re.compile(r"[\s£$€¥]*(?:[A-Z]{3}\s)?[0-9][0-9.,'’\s]*[\s£$€¥]*(?:\s[A-Z]{3})?")
_SHOWN_NONE = re.compile(r"[\s£$€¥]*[-–—][\s£$€¥]*")


def is_disguise(_number: int, code: str) -> bool:
    """Tell whether a number format may show another number; built-in ones, with no code, do not."""
    above, *others = _LITERAL.sub(_sign, code).split(";")
    return bool(code) and not (
        _COUNT.fullmatch(above) and all(_BELOW.fullmatch(each) for each in others[:2])
    )


def _sign(literal: re.Match[str]) -> str:
    """Return what a part of a format shows by itself, if that is known to change no number."""
    if (code := literal["code"]) is not None:
        return "" if _NO_SIGN.fullmatch(code) else _UNKNOWN
    said = literal["quoted"] or literal["escaped"] or ""
    return said if _HARMLESS.fullmatch(said) else _UNKNOWN


def is_shown_as_it_is(number: float, shown: str) -> bool:
    """Tell whether the text that a cell shows is its number; fractions may be shown shorter.

    One below 0 is refused as such, whatever is shown of it; where no text was saved, none can lie.
    """
    if not shown.strip() or number < 0:
        return True
    if number == 0 and _SHOWN_NONE.fullmatch(shown):
        return True
    digits = re.sub("[^0-9]", "", shown)
    whole = f"{int(number)}" if number < _MOST else ""
    return _SHOWN.fullmatch(shown) is not None and (
        number % 1 != 0 or re.fullmatch(f"0*{whole}0*", digits) is not None
    )


_MOST = 1e15
