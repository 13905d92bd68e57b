"""What is wrong in the settings, said for a person."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

UNKNOWN = "'{}' is not a known setting. Correct its spelling or take it out."
_SHOULD_BE = {
    "string_type": "it should be text, in quotes",
    "tuple_type": "it should be a list, in square brackets",
    "dict_type": "it should be a section with lines of its own",
    "model_type": "it should be a section with lines of its own",
    "bool_type": "it should be true or false",
    "bool_parsing": "it should be true or false",
    "string_too_short": "it is empty",
    "too_short": "it is empty",
}
_PATTERNS = {
    "number": "it should be three digits, such as 342",
    "ons_code": "it should be E and eight digits, such as E08000013",
}


def problems_in(error: ValidationError) -> list[str]:
    """Return what is wrong, but for what follows from something wrong within it."""
    found = error.errors()
    places = [each["loc"] for each in found]
    return [
        _in_words(each)
        for each in found
        if not any(
            len(other) > len(each["loc"]) and other[: len(each["loc"])] == each["loc"]
            for other in places
        )
    ]


def _in_words(error: ErrorDetails) -> str:
    """Return one of pydantic's errors as a person would say it; people count from one."""
    steps = [step + 1 if isinstance(step, int) else step for step in error["loc"]]
    place = ".".join(str(step) for step in steps)
    match error["type"]:
        case "missing":
            return f"there is no '{place}'. Add it."
        case "extra_forbidden":
            return UNKNOWN.format(place)
        case "value_error":
            what = str(error["ctx"]["error"])
        case "string_pattern_mismatch":
            what = _PATTERNS.get(str(steps[-1]), error["msg"])
        case kind:
            what = _SHOULD_BE.get(kind, error["msg"])
    return f"'{place}' is wrong: {what}. Correct it."
