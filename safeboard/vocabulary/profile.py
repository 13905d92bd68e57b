"""A profile: who a release is for, and so what disclosure control must do."""

from enum import StrEnum


class Profile(StrEnum):
    """The readers a release is made for."""

    RESTRICTED = "restricted"
    PUBLIC = "public"

    @property
    def marking(self) -> str:
        """Return the words that every page of such a release carries."""
        if self is Profile.RESTRICTED:
            return "OFFICIAL-SENSITIVE: for members of the partnership's board"
        return "OFFICIAL: for publication"
