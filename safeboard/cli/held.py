"""Options that belong together, held by one noun that a command is given."""

from collections.abc import Callable
from inspect import Parameter, signature
from typing import Any, get_type_hints

Command = Callable[..., None]


def holding(noun: type, name: str) -> Callable[[Command], Command]:
    """Let a command take the fields of a dataclass as options, and be given one by this name."""
    fields = signature(noun).parameters

    def held(command: Command) -> Command:
        def run(**given: Any) -> None:  # noqa: ANN401 as Typer gives it
            taken = {field: given.pop(field) for field in fields}
            command(**given, **{name: noun(**taken)})

        hints = get_type_hints(command, include_extras=True)
        hints.pop(name)
        own = signature(command)
        kept = [each for each in own.parameters.values() if each.name != name]
        both = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in (*kept, *fields.values())]
        run.__annotations__ = hints | get_type_hints(noun, include_extras=True)
        run.__dict__["__signature__"] = own.replace(parameters=both)
        run.__doc__ = command.__doc__
        return run

    return held
