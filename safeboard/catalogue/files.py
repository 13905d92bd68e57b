"""Read one catalogue file, and say of anything wrong in it: which file, which line, what to do."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from safeboard.errors import CatalogueError

Model = TypeVar("Model", bound=BaseModel)


class UnreadableYamlError(CatalogueError):
    """A file is not YAML at all."""

    def __init__(self, path: Path, error: MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        super().__init__(
            f"{shown(path)}{line}: this is not YAML ({error.problem or error.context}). "
            "Mend the indentation, the colon or the quotes there."
        )


class RepeatedKeyError(CatalogueError):
    """A file gives one key twice, so that one of the two would be lost."""

    def __init__(self, path: Path, error: MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        what = str(error.problem or "found duplicate key").split(" with value")[0]
        super().__init__(
            f"{shown(path)}{line}: {what.replace('found duplicate key', 'it gives twice the key')}. "
            "Keep one of the two."
        )


class WrongContentError(CatalogueError):
    """A file's content is not what such a file declares."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__("\n".join(f"{shown(path)}, {problem}" for problem in problems))


class NotAMappingError(CatalogueError):
    """A file holds a list or a single value, not keys with values."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{shown(path)}, line 1: it should hold lines of the form 'key: value'. "
            "Begin with 'title: …', as the other indicators do."
        )


def shown(path: Path) -> str:
    """Return a path as messages show it: the theme's folder and the file."""
    return f"{path.parent.name}/{path.name}"


def read_yaml(path: Path) -> Mapping[str, Any]:
    """Return a file's content with the line of every key.

    Raises: CatalogueError where it is not YAML 1.2, repeats a key or holds no mapping.
    """
    try:
        content = YAML().load(path.read_text(encoding="utf-8"))
    except DuplicateKeyError as error:
        raise RepeatedKeyError(path, error) from error
    except MarkedYAMLError as error:
        raise UnreadableYamlError(path, error) from error
    if not isinstance(content, Mapping):
        raise NotAMappingError(path)
    return content


def checked(model: type[Model], content: Mapping[str, Any], path: Path, **known: object) -> Model:
    """Return what a file declares; `known` holds what its place says, such as its code.

    Raises: WrongContentError with every problem that the file has, each with its line.
    """
    for key in known:
        if key in content:
            problem = f"line {line_of(content, (key,))}: '{key}' is not a key here: the file's "
            raise WrongContentError(path, [problem + "name and folder say it. Take the line out."])
    try:
        return model.model_validate({**content, **known})
    except ValidationError as error:
        problems = [_in_words(each, content) for each in error.errors(include_url=False)]
        raise WrongContentError(path, problems) from error


def line_of(content: object, place: tuple[int | str, ...]) -> int:
    """Return the line that a place in a file is on, or of the nearest thing around it."""
    line = 1
    for step in place:
        try:
            mark = content.lc.item(step) if isinstance(step, int) else content.lc.key(step)  # type: ignore[attr-defined]
            line = mark[0] + 1
            content = content[step]  # type: ignore[index]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def _in_words(error: Any, content: Mapping[str, Any]) -> str:
    """Return one of pydantic's errors as a person would say it."""
    place = tuple(error["loc"])
    line, key = line_of(content, place), place[-1] if place else ""
    within = f" under '{place[-2]}'" if len(place) > 1 else ""
    if error["type"] == "missing":
        return f"line {line}: there is no '{key}'{within}. Add a line '{key}: …'."
    if error["type"] == "extra_forbidden":
        return (
            f"line {line}: '{key}'{within} is not a known key. Correct its spelling or take it out."
        )
    if error["type"] == "value_error":
        return f"line {line}: {error['ctx']['error']!s}."
    said = str(error["msg"])
    return f"line {line}: '{key}'{within} is wrong: {said[0].lower()}{said[1:]}. Correct it."
