"""Run Safeboard as `python -m safeboard`."""

from safeboard.cli import main

main()
