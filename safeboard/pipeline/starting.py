"""Starting: a new partnership's folder, ready to edit; and the demonstration's."""

import shutil
from pathlib import Path

from safeboard.errors import UsageError
from safeboard.pipeline.schemas import write_schemas

STARTER = Path(__file__).parent.parent / "starter"

_EXAMPLES = (
    Path(__file__).parent.parent / "examples" / "st-helens-2017-18",
    Path(__file__).parent.parent.parent / "examples" / "st-helens-2017-18",
)
_MARK = ".safeboard-demo"


class FolderInUseError(UsageError):
    """A folder to be made is there already, with something in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: this folder is not empty, and nothing was changed in it. "
            "Name a new folder, or empty this one yourself."
        )


class NoExampleError(UsageError):
    """The example's files did not come with this installation."""

    def __init__(self) -> None:
        super().__init__(
            "demo: the example 'st-helens-2017-18' is not part of this installation. "
            "Install Safeboard again from its package, or run it from its repository."
        )


def start(folder: Path) -> list[Path]:
    """Make a partnership's folder and return the files that were put in it.

    Raises: FolderInUseError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUseError(folder)
    shutil.copytree(STARTER, folder, dirs_exist_ok=True)
    write_schemas(folder / "schemas")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def start_demonstration(folder: Path) -> list[Path]:
    """Put the example into `folder`, in place of an earlier demonstration; return its workbooks.

    Raises: FolderInUseError where the folder holds something else; NoExampleError.
    """
    example = next((path for path in _EXAMPLES if path.is_dir()), None)
    if example is None:
        raise NoExampleError
    if folder.exists():
        if not folder.is_dir() or (any(folder.iterdir()) and not (folder / _MARK).exists()):
            raise FolderInUseError(folder)
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()
    for name in ("safeboard.toml", "benchmarks.csv", "populations.csv", "README.md"):
        shutil.copy(example / name, folder / name)
    shutil.copytree(example / "returns", folder / "returns")
    return sorted((folder / "returns").glob("*.xlsx"))
