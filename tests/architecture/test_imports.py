"""Imports go one way: import-linter's contracts hold, and are broken by what they forbid."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

LINT = str(Path(sys.executable).with_name("lint-imports"))
MODULES = ("cli", "pipeline", "settings", "durable", "errors")
STAGES = ("vocabulary", "catalogue", "intake", "store", "indicators", "benchmarks", "assurance")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the package in `folder` to the contracts that lie beside it."""
    command = [LINT, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """Return a folder with our contracts and a package of empty modules that keeps them."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "safeboard"
    for stage in (*STAGES, "disclosure", "publishing"):
        (package / stage).mkdir(parents=True)
        (package / stage / "__init__.py").touch()
    for module in ("__init__", "__main__", *MODULES):
        (package / f"{module}.py").touch()
    return tmp_path


def test_our_own_imports_go_one_way() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_package_without_imports_keeps_the_contracts(made_up: Path) -> None:
    done = lint(made_up)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "imported", "words"),
    [
        ("vocabulary/figure", "safeboard.catalogue", "A stage imports only the stages before it"),
        ("publishing/page", "safeboard.store", "Pages are made from a release alone"),
        ("assurance/rule", "safeboard.settings", "Only the command line and the pipeline know"),
        ("__main__", "safeboard.settings", "Only the command line and the pipeline know"),
    ],
)
def test_an_import_against_a_contract_breaks_it(
    made_up: Path, module: str, imported: str, words: str
) -> None:
    (made_up / "safeboard" / f"{module}.py").write_text(f"import {imported}\n")
    done = lint(made_up)
    assert done.returncode != 0
    assert words in done.stdout.split("Broken contracts")[1]


def test_a_page_may_not_reach_the_store_by_way_of_a_release(made_up: Path) -> None:
    (made_up / "safeboard/publishing/page.py").write_text("import safeboard.disclosure.release\n")
    (made_up / "safeboard/disclosure/release.py").write_text("import safeboard.store\n")
    done = lint(made_up)
    assert done.returncode != 0
    assert "Pages are made from a release alone" in done.stdout.split("Broken contracts")[1]


def test_a_module_that_has_no_place_in_the_order_is_refused(made_up: Path) -> None:
    (made_up / "safeboard/sundries.py").touch()
    done = lint(made_up)
    assert done.returncode != 0
    assert "safeboard.sundries" in done.stdout
