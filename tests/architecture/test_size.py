"""The budgets: how long a module and a function may be, how many arguments; no rings."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT

LINES_OF_MODULE = 300
LINES_OF_FUNCTION = 40
ARGUMENTS = 5
DRAWERS = {"utils", "helpers", "common", "core", "manager", "service"}


def modules() -> dict[str, str]:
    """Return the source of every module of the package, by its path."""
    paths = sorted((ROOT / "safeboard").rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def over_budget(path: str, source: str) -> Iterator[str]:
    """Yield each budget that one module breaks, in words."""
    tree = ast.parse(source)
    if (lines := len(source.splitlines())) > LINES_OF_MODULE:
        yield f"{path}: it has {lines} lines, over {LINES_OF_MODULE}. Split it by noun."
    if not ast.get_docstring(tree):
        yield f"{path}: it has no docstring. Say in one line what it holds."
    for part in Path(path).with_suffix("").parts:
        if part in DRAWERS:
            yield f"{path}: '{part}' does not say what is in it. Name it for what it holds."
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from function_over_budget(f"{path}:{node.lineno}", node)


def function_over_budget(
    where: str, function: ast.FunctionDef | ast.AsyncFunctionDef
) -> Iterator[str]:
    """Yield each budget that one function breaks, in words."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if lines > LINES_OF_FUNCTION:
        yield f"{where}: '{function.name}' has {lines} lines, over {LINES_OF_FUNCTION}. Split it."
    declared = function.args
    starred = [one for one in (declared.vararg, declared.kwarg) if one is not None]
    arguments = [*declared.posonlyargs, *declared.args, *declared.kwonlyargs, *starred]
    counted = [one.arg for one in arguments if one.arg not in {"self", "cls"}]
    if len(counted) > ARGUMENTS:
        yield (
            f"{where}: '{function.name}' has {len(counted)} arguments, over {ARGUMENTS}. "
            "Give it a noun that holds them."
        )


def imports_between(sources: dict[str, str]) -> dict[str, set[str]]:
    """Return which of our own modules each module imports, wherever in the file it does so."""
    named = {name_of(path): source for path, source in sources.items()}
    graph: dict[str, set[str]] = {name: set() for name in named}
    for name, source in named.items():
        for node in ast.walk(ast.parse(source)):
            graph[name] |= {found for found in imported_by(node, set(named)) if found != name}
    return graph


def imported_by(node: ast.AST, known: set[str]) -> set[str]:
    """Return the modules among `known` that one statement imports."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names} & known
    if isinstance(node, ast.ImportFrom) and node.module:
        names = [f"{node.module}.{alias.name}" for alias in node.names]
        return {name if name in known else node.module for name in names} & known
    return set()


def name_of(path: str) -> str:
    """Return the dotted name of the module at `path`."""
    return ".".join(Path(path).with_suffix("").parts).removesuffix(".__init__")


def find_cycle(graph: dict[str, set[str]]) -> list[str] | None:
    """Return the modules that import one another in a ring, if any do."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        return ring
    return None


def test_every_module_keeps_within_the_budgets() -> None:
    found = [line for path, source in modules().items() for line in over_budget(path, source)]
    assert not found, "\n" + "\n".join(found)


def test_no_modules_import_one_another_in_a_ring() -> None:
    assert find_cycle(imports_between(modules())) is None


def function(*, lines: int, arguments: str = "") -> str:
    """Return a module with one function of so many lines."""
    return f'"""A module."""\ndef act({arguments}):\n' + "    pass\n" * (lines - 1)


@pytest.mark.parametrize(
    ("path", "source", "words"),
    [
        ("safeboard/long.py", '"""Long."""\n' + "x = 1\n" * 300, "it has 301 lines"),
        ("safeboard/mute.py", "x = 1\n", "it has no docstring"),
        ("safeboard/utils.py", '"""A drawer."""\n', "'utils' does not say"),
        ("safeboard/core/item.py", '"""In a drawer."""\n', "'core' does not say"),
        ("safeboard/long.py", function(lines=41), "safeboard/long.py:2: 'act' has 41 lines"),
        ("safeboard/many.py", function(lines=2, arguments="a, b, *c, d, e, f"), "6 arguments"),
        ("safeboard/many.py", function(lines=2, arguments="a, b, c, /, d, e, **f"), "6 arguments"),
    ],
)
def test_a_module_over_a_budget_is_named(path: str, source: str, words: str) -> None:
    found = list(over_budget(path, source))
    assert len(found) == 1
    assert words in found[0]


def test_a_module_exactly_at_its_budgets_is_within_them() -> None:
    source = function(lines=40, arguments="self, a, b, c, d, *, e")
    assert not list(over_budget("safeboard/full.py", source + "x = 1\n" * 259))


def test_a_ring_of_imports_is_found_and_its_modules_named() -> None:
    sources = {
        "safeboard/store/__init__.py": '"""A."""\n',
        "safeboard/store/area.py": "from safeboard.store import count\n",
        "safeboard/store/count.py": "def late():\n    from safeboard.store.area import Area\n",
        "safeboard/store/audit.py": "import safeboard.store.area\n",
    }
    ring = find_cycle(imports_between(sources))
    assert ring is not None
    assert set(ring) == {"safeboard.store.area", "safeboard.store.count"}


def test_imports_that_go_one_way_are_no_ring() -> None:
    sources = {
        "safeboard/store/area.py": '"""A."""\n',
        "safeboard/store/count.py": "from safeboard.store.area import Area\n",
    }
    assert find_cycle(imports_between(sources)) is None
