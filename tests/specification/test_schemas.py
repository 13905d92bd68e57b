"""The schemas that editors are given hold every file that is right, and refuse slips."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from safeboard.catalogue.files import read_yaml
from safeboard.catalogue.library import BUILT_IN, indicator_files
from safeboard.pipeline.schemas import MODELS, schema_of, write_schemas
from safeboard.pipeline.starting import STARTER
from tests.conftest import ROOT
from tests.unit.layouts import LADO, POLICE, SHEETS, changed, write_layout
from tests.unit.test_layout_crossing import GRID, YEARS
from tests.unit.test_layout_windows import SUMMARY

ST_HELENS = ROOT / "examples" / "st-helens-2017-18"


def problems(kind: str, content: Mapping[str, Any]) -> list[str]:
    """Return what a schema says is wrong with a file's content."""
    found = Draft202012Validator(schema_of(kind)).iter_errors(content)
    return [re.sub(r"\s+", " ", str(each.message)) for each in found]


def settings(text: str) -> dict[str, Any]:
    """Return the example's settings, with something added."""
    return tomllib.loads((ST_HELENS / "safeboard.toml").read_text("utf-8") + text)


def indicator(**changed: object) -> dict[str, Any]:
    """Return an indicator's content, with something changed in it."""
    path = BUILT_IN / "front_door" / "re-referrals-within-two-years.yaml"
    return {**read_yaml(path), **changed}


def described(schema: object, place: str = "") -> Iterator[tuple[str, bool]]:
    """Yield each key that a schema knows, and whether it says what it is."""
    if isinstance(schema, dict):
        for key, of_key in schema.get("properties", {}).items():
            refers = any("$ref" in each for each in (of_key, *of_key.get("anyOf", [])))
            yield f"{place}/{key}", bool(of_key.get("description")) or refers
        for key, below in schema.items():
            yield from described(below, f"{place}/{key}")


@pytest.mark.parametrize("path", indicator_files(BUILT_IN), ids=lambda path: path.stem)
def test_every_indicator_has_its_schema(path: Path) -> None:
    assert problems("indicator", read_yaml(path)) == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [("names", "agencies.yaml"), ("names", "themes.yaml"), ("breakdowns", "breakdowns.yaml")],
)
def test_every_list_of_the_catalogue_has_its_schema(kind: str, name: str) -> None:
    assert problems(kind, read_yaml(BUILT_IN / name)) == []


@pytest.mark.parametrize("folder", [ST_HELENS, STARTER], ids=["the example", "a new partnership"])
def test_settings_have_their_schema(folder: Path) -> None:
    content = tomllib.loads((folder / "safeboard.toml").read_text("utf-8"))
    assert problems("settings", content) == []


@pytest.mark.parametrize(
    "text",
    [POLICE, LADO, SHEETS, SUMMARY, GRID, YEARS],
    ids=["a table", "areas", "sheets", "windows", "label and heading", "month and year"],
)
def test_layouts_have_their_schema(text: str, tmp_path: Path) -> None:
    assert problems("layout", read_yaml(write_layout(tmp_path, text))) == []


def test_a_layout_with_a_slip_is_refused(tmp_path: Path) -> None:
    misspelt = write_layout(tmp_path, changed(POLICE, "skip: [", "skips: ["))
    said = "Additional properties are not allowed ('skips' was unexpected)"
    assert problems("layout", read_yaml(misspelt)) == [said]
    level = write_layout(tmp_path, changed(POLICE, "across: [item]", "across: [items]"))
    assert len(problems("layout", read_yaml(level))) == 1
    area = changed(LADO, "agency: lado", "agency: lado\n    areas: [342, '343']")
    assert problems("layout", read_yaml(write_layout(tmp_path, area))) == []
    area = changed(LADO, "agency: lado", "agency: lado\n    areas: [34]")
    assert len(problems("layout", read_yaml(write_layout(tmp_path, area)))) == 1
    window = write_layout(tmp_path, changed(SUMMARY, "date: year to date", "date: ytd"))
    assert problems("layout", read_yaml(window)) == [
        "'ytd' is not one of ['month', 'quarter', 'year to date', 'rolling 12 months', 'year', "
        "'snapshot']"
    ]


def test_a_misspelt_key_is_refused() -> None:
    said = "Additional properties are not allowed ('{}' was unexpected)"
    assert problems("indicator", indicator(titel="Contacts")) == [said.format("titel")]
    assert problems("settings", settings('[file]\nstore = "s"\n')) == [said.format("file")]
    wrong = {"age": {"label": "Age", "category": {}, "categories": {"old": "Old"}}}
    assert problems("breakdowns", wrong) == [said.format("category")]


def test_a_value_that_is_none_of_the_choices_is_refused() -> None:
    said = "'lower' is not one of ['high', 'low', 'neutral']"
    assert problems("indicator", indicator(polarity="lower")) == [said]


def test_an_items_code_with_a_capital_is_refused() -> None:
    item = {"label": "Contacts", "kind": "flow", "every": "month"}
    assert len(problems("indicator", indicator(items={"Contacts": item}))) == 1


def test_what_a_files_place_says_is_no_key_of_it() -> None:
    assert problems("indicator", indicator(code="contacts"))
    assert problems("indicator", indicator(theme="front_door"))
    assert problems("settings", {**settings(""), "folder": "here"})


@pytest.mark.parametrize("kind", MODELS)
def test_every_key_says_what_it_is(kind: str) -> None:
    assert [key for key, says in described(schema_of(kind)) if not says] == []


@pytest.mark.parametrize("kind", MODELS)
def test_what_is_written_is_a_schema(kind: str, tmp_path: Path) -> None:
    write_schemas(tmp_path)
    written = json.loads((tmp_path / f"{kind}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(written)
    assert written == schema_of(kind)


def test_a_new_partnerships_settings_name_a_schema_that_is_written(tmp_path: Path) -> None:
    line = (STARTER / "safeboard.toml").read_text("utf-8").splitlines()[0]
    names = {f"schemas/{path.name}" for path in write_schemas(tmp_path)}
    assert line.removeprefix("#:schema ") in names


def test_the_page_names_every_schema() -> None:
    page = (ROOT / "docs" / "how-to" / "let-your-editor-help.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z]+)\.schema\.json` \|", page, flags=re.MULTILINE)
    assert set(rows) == set(MODELS)
