"""Runs: the parts of a text in an Excel workbook that differ in their format."""


class Runs:
    """Tells of a text whether a part of it is raised, lowered or struck out, as it is followed.

    `within` are the names of the elements that are open, from that of the text itself.
    """

    def __init__(self) -> None:
        self.is_altered = False
        self._alters = self._says = False

    def start(self, within: list[str], given: dict[str, str]) -> None:
        """Learn that an element begins."""
        match within[1:]:
            case []:
                self.is_altered = False
            case ["r"]:
                self._alters = self._says = False
            case ["r", "rPr", property_]:
                self._alters |= alters(property_, given)

    def text(self, within: list[str], data: str) -> None:
        """Learn some of the text."""
        if within[1:] == ["r", "t"] and data.strip():
            self._says = True

    def end(self, within: list[str]) -> None:
        """Learn that an element ends."""
        if within[1:] == ["r"] and self._alters and self._says:
            self.is_altered = True


def alters(property_: str, given: dict[str, str]) -> bool:
    """Tell whether a property of a font raises, lowers or strikes out what is written in it."""
    if property_ == "vertAlign":
        return given.get("val") != "baseline"
    return property_ == "strike" and given.get("val", "1") not in ("0", "false")
