"""A section of the settings: unknown keys are refused, values never change."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A section of the settings. What stands below a field is what an editor shows of it."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
