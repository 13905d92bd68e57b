"""The gate: nothing is published that has not passed here."""

from safeboard.disclosure.release import Release
from safeboard.errors import DisclosureError
from safeboard.vocabulary.profile import Profile


class NoDisclosureControlError(DisclosureError):
    """The public profile was asked for, and nothing could make it safe."""

    def __init__(self) -> None:
        super().__init__(
            "public profile: small counts are not suppressed yet, so a child could be identified. "
            "Nothing was published. Use '--profile restricted', and keep the release to the board."
        )


def refuse_unsafe(profile: Profile) -> None:
    """Refuse a profile that cannot be made safe, before any work is done.

    Raises: NoDisclosureControlError.
    """
    if profile is not Profile.RESTRICTED:
        raise NoDisclosureControlError


def protect(release: Release) -> Release:
    """Return the release as its profile's readers may see it; members of the board see all of it.

    Raises: NoDisclosureControlError.
    """
    refuse_unsafe(release.profile)
    return release
