"""What every catalogue file's declarations have in common: their keys, codes and texts."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Declared(BaseModel):
    """Something a catalogue file declares: unknown keys are refused, values never change.

    What stands below a field is what an editor shows of it, by way of its JSON Schema.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, use_attribute_docstrings=True
    )
