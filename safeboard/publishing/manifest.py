"""The manifest: what a release is, what it was made from, and a checksum of each of its files."""

import hashlib
import json
from collections.abc import Mapping

import safeboard
from safeboard.disclosure.release import Release

NAME = "manifest.json"


def manifest(release: Release, catalogue_version: str, files: Mapping[str, bytes]) -> bytes:
    """Return the manifest of a release whose files are given by their path in its folder."""
    told = {
        "name": release.name,
        "partnership": release.partnership,
        "period": release.period.code,
        "profile": release.profile.value,
        "as_of": release.as_of.isoformat(),
        "number": release.number,
        "supersedes": release.supersedes,
        "reason": release.reason,
        "software": safeboard.__version__,
        "catalogue": catalogue_version,
        "inputs": dict(sorted(release.inputs.items())),
        "files": {
            path: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for path, content in sorted(files.items())
        },
    }
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()
