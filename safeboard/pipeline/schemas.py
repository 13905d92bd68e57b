"""JSON Schemas of the files that people write, so that their editor can help them.

They follow from the models that read those files, so that there is nothing to keep in step.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Breakdowns, Names
from safeboard.intake.layouts.layout import Layout
from safeboard.settings import Settings

MODELS: Mapping[str, type[BaseModel]] = {
    "indicator": Indicator,
    "breakdowns": Breakdowns,
    "names": Names,
    "settings": Settings,
    "layout": Layout,
}
"""The files that have a schema. Those of agencies and of themes are both files of names."""


class _ForEditors(GenerateJsonSchema):
    """Leaves out titles made of programming names, and refuses keys that cannot be codes."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's form
        """Give no field a title: its key is what people know it by."""
        return False

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Refuse the keys that have not the form of a code."""
        made = super().dict_schema(schema)
        if "patternProperties" in made:
            made["additionalProperties"] = False
        return made


def schema_of(name: str) -> dict[str, Any]:
    """Return the schema of a kind of file, by its name in MODELS."""
    made = MODELS[name].model_json_schema(schema_generator=_ForEditors)
    return {"$schema": _ForEditors.schema_dialect, **_unwrapped(made)}


def write_schemas(into: Path) -> list[Path]:
    """Write every schema into a folder, over those that are there, and return their files."""
    into.mkdir(parents=True, exist_ok=True)
    written = []
    for name in MODELS:
        path = into / f"{name}.schema.json"
        text = json.dumps(schema_of(name), indent=2, ensure_ascii=False)
        path.write_text(f"{text}\n", encoding="utf-8")
        written.append(path)
    return written


def _unwrapped(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a schema whose descriptions run on, as editors wrap them to their own width."""
    if isinstance(schema, list):
        return [_unwrapped(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: re.sub(r"(?<!\n)\n(?!\n)", " ", value)
        if key == "description" and isinstance(value, str)
        else _unwrapped(value)
        for key, value in schema.items()
    }
