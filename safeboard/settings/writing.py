"""Settings written again, with one of them changed and every other line as it was."""

import json
import re


def with_database(settings: bytes, address: str) -> bytes:
    """Return the text of settings with another `address` under `[database]`, "" for none."""
    said = f"address = {json.dumps(address)}"
    lines: list[str] = []
    within = there = False
    for line in settings.decode("utf-8-sig").splitlines():
        if line.lstrip().startswith("["):
            within = re.fullmatch(r"\s*\[\s*database\s*\]\s*(#.*)?", line) is not None
        elif within and re.match(r"\s*address\s*=", line):
            continue
        lines.append(line)
        if within and not there:
            lines.append(said)
            there = True
    if not there:
        lines += ["", "[database]", said]
    return ("\n".join(lines) + "\n").encode()
