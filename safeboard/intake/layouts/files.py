"""A partnership's layouts, read from their folder: one file for each workbook of an agency."""

from collections.abc import Sequence
from pathlib import Path

from safeboard.catalogue.files import WrongContentError, checked, read_yaml
from safeboard.catalogue.library import Catalogue
from safeboard.intake.layouts.example import unheld
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.layouts.rules import unfit
from safeboard.vocabulary.area import Area


def read_layouts(folder: Path, catalogue: Catalogue, areas: Sequence[Area]) -> tuple[Layout, ...]:
    """Return every layout in a folder, in order of name; none where there is no such folder.

    Raises: CatalogueError naming file, line, what is wrong and what to do.
    """
    paths = sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))
    return tuple(read_layout(path, catalogue, areas) for path in paths)


def read_layout(path: Path, catalogue: Catalogue, areas: Sequence[Area]) -> Layout:
    """Return the layout that a file declares, if its worked examples hold; its name is the file's.

    Raises: CatalogueError.
    """
    content = read_yaml(path, "layout")
    layout = checked(Layout, content, path, name=path.stem)
    numbers = [area.number for area in areas]
    if problems := unfit(layout, content, catalogue, numbers):
        raise WrongContentError(path, problems)
    if problems := unheld(layout, content, catalogue, areas):
        raise WrongContentError(path, problems)
    return layout
