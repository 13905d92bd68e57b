"""Read one catalogue file, and say of anything wrong in it: which file, which line, what to do."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from safeboard.catalogue.problems import Place, in_words, line_of
from safeboard.errors import CatalogueError

Model = TypeVar("Model", bound=BaseModel)

_CODE = re.compile(r"[a-z][a-z0-9_-]*")


class _DatesAsText(RoundTripConstructor):
    """Leaves a date as it is written, so that one that cannot be is refused with its line."""


_DatesAsText.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_scalar)


class NotTextError(CatalogueError):
    """A file is not text at all."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{shown(path)}, line 1: this is not a text file. Save it as text, in UTF-8."
        )


class UnfitNameError(CatalogueError):
    """A file's or a folder's name cannot be a code."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(
            f"{shown(path)}: '{name}' cannot be a code. "
            "Name the file and its folder with small letters, digits, hyphens and underscores, "
            "a letter first."
        )


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
            f"{shown(path)}{line}: {what.replace('found duplicate key', 'it repeats the key')}. "
            "Keep one of the two."
        )


class WrongContentError(CatalogueError):
    """A file's content is not what such a file declares."""

    def __init__(self, path: Path, problems: Iterable[str]) -> None:
        super().__init__("\n".join(f"{shown(path)}, {problem}" for problem in problems))


class NotAMappingError(CatalogueError):
    """A file holds a list or a single value, not keys with values."""

    def __init__(self, path: Path, kind: str) -> None:
        begin = f"Begin with 'title: …', as every {kind} does." if kind else "Mend it."
        super().__init__(
            f"{shown(path)}, line 1: it should hold lines of the form 'key: value'. {begin}"
        )


def shown(path: Path) -> str:
    """Return a path as messages show it: the theme's folder and the file."""
    return f"{path.parent.name}/{path.name}"


def where(path: Path, place: Place) -> str:
    """Return a file and the line of a place in it, as messages show them."""
    return f"{shown(path)}, line {line_of(read_yaml(path), place)}"


def read_yaml(path: Path, kind: str = "") -> Mapping[str, Any]:
    """Return a file's content with the line of every key; `kind` is what begins with a title.

    Raises: CatalogueError where it is not YAML 1.2, repeats a key or holds no mapping.
    """
    try:
        yaml = YAML()
        yaml.Constructor = _DatesAsText
        content = yaml.load(path.read_text(encoding="utf-8"))
    except DuplicateKeyError as error:
        raise RepeatedKeyError(path, error) from error
    except MarkedYAMLError as error:
        raise UnreadableYamlError(path, error) from error
    except (UnicodeDecodeError, ReaderError) as error:
        raise NotTextError(path) from error
    if not isinstance(content, Mapping):
        raise NotAMappingError(path, kind)
    return content


def checked(model: type[Model], content: Mapping[str, Any], path: Path, **known: object) -> Model:
    """Return what a file declares; `known` holds what its place says, such as its code.

    Raises: WrongContentError with every problem that the file has, each with its line.
    """
    for key, value in known.items():
        if key in content:
            problem = f"line {line_of(content, (key,))}: '{key}' is not a key here: the file's "
            raise WrongContentError(path, [problem + "name and folder say it. Take the line out."])
        if not _CODE.fullmatch(str(value)):
            raise UnfitNameError(path, str(value))
    try:
        return model.model_validate({**content, **known})
    except ValidationError as error:
        raise WrongContentError(path, in_words(error, content)) from error
