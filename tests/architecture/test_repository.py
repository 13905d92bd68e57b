"""What git may keep: nothing that ties the repository to one machine, and nothing heavy."""

import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

BYTES_OF_FILE = 1_000_000

# Written so that this file does not hold what it looks for.
REGISTRY = re.compile(
    rb"https?://(?:registry[.]|files[.]python|pypi[.])"
    rb"|https?://[^ \"'<>]*/sim[p]le(?:/|[\"'\s]|$)"
    rb"|(?:--(?:extra-)?index-u[r]l|--find-l[i]nks)[ =]"
    rb'|"resolve[d]": "http'
)
WORKPLACE = re.compile(rb"(?<![\w./-])/(?:home|Users|root|work|workspaces?|builds)/\w")


def objections(path: str, content: bytes) -> Iterator[str]:
    """Yield each reason why a file should not be kept, in words."""
    if len(content) > BYTES_OF_FILE:
        size = f"{len(content):,} bytes, over {BYTES_OF_FILE:,}"
        yield f"{path}: it has {size}. Have a command make it, or leave it out."
    for pattern, what in ((REGISTRY, "a package registry"), (WORKPLACE, "a folder of one machine")):
        if found := pattern.search(content):
            line = content.count(b"\n", 0, found.start()) + 1
            yield f"{path}:{line}: it names {what}. Take the address out."


def kept_files() -> list[str]:
    """Return every file that git keeps and that is here."""
    if not (ROOT / ".git").exists():
        pytest.skip("The repository: this is a copy without git, so what git keeps is not known.")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = listed.stdout.decode().split("\0")
    return [name for name in names if name and (ROOT / name).is_file()]


def test_git_keeps_no_address_of_a_registry_or_a_machine_and_nothing_heavy() -> None:
    names = kept_files()
    assert "pyproject.toml" in names
    found = [line for name in names for line in objections(name, (ROOT / name).read_bytes())]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * 1_000_001, "1,000,001 bytes"),
        (b"one\nurl = https://pypi" + b".org/project/x", "a.txt:2: it names a package registry"),
        (b'{"resolved": ' + b'"https://example.org/x.tgz"}', "a package registry"),
        (b"--index" + b"-url https://example.org", "a package registry"),
        (b"https://example.org/root/sim" + b"ple/", "a package registry"),
        (b"open('/ho" + b"me/ana/returns.xlsx')", "a folder of one machine"),
        (b"see /wo" + b"rk/main", "a folder of one machine"),
    ],
)
def test_a_file_that_should_not_be_kept_is_named(content: bytes, words: str) -> None:
    found = list(objections("a.txt", content))
    assert len(found) == 1
    assert words in found[0]


def test_an_ordinary_link_and_a_path_of_ours_are_no_objection() -> None:
    content = b"https://www.gov.uk/root/home/together, ../shared/x, docs/home/x, /usr/bin/chromium"
    assert not list(objections("a.md", content))
