"""A preset: every number that process limits and their rules depend on, by name."""

from dataclasses import dataclass, replace

from safeboard.errors import SettingsError

LEAST_TO_FIX = 12
"""From fewer points than this limits are not fixed. Source: NHSRplotthedots 0.2.2."""


class TooFewToFixError(SettingsError):
    """Limits are to be fixed from fewer points than a year of months has."""

    def __init__(self, preset: str, fix_after: int) -> None:
        super().__init__(
            f"{preset}: its limits are fixed after {fix_after} points, which is too few. "
            f"Give {LEAST_TO_FIX} or more, or leave it out to use all points."
        )


@dataclass(frozen=True)
class Preset:
    """The parameters of a process chart.

    A limit lies `factor` mean moving ranges from the mean, and a near limit `near` of that. Moving
    ranges of `screen` times their mean or more are left out, once; None leaves none out. Where the
    counts have a mean below `least_mean` a limit lies `deviations` of Poisson's from it instead. A
    run of `shift` points on one side of the mean is a signal, but not of Poisson limits around
    fewer than `shift_mean` events; and so is one of `trend` points that all rise or all fall. Fewer
    than `least_points` have no limits, and fewer than `full_points` have trial limits, by which
    nothing is rated. Limits come from the first `fix_after` points of a segment, or from all.

    Raises: TooFewToFixError.
    """

    name: str
    factor: float = 2.66
    near: float = 2 / 3
    screen: float | None = 3.267
    least_mean: float = 5
    deviations: float = 3
    shift: int = 7
    shift_mean: float = 2
    trend: int = 7
    least_points: int = 6
    full_points: int = 13
    fix_after: int | None = None

    def __post_init__(self) -> None:
        """Refuse to fix limits too early."""
        if self.fix_after is not None and self.fix_after < LEAST_TO_FIX:
            raise TooFewToFixError(self.name, self.fix_after)

    def without_screening(self) -> "Preset":
        """Return the same preset, with every moving range counted."""
        return replace(self, name=f"{self.name}, without screening", screen=None)


MDC = Preset("mdc")
"""As in NHS England's Making Data Count, with its R package's run lengths and constant.

Source: NHSRplotthedots 0.2.2; Nelson 1982 for the screening; Wheeler for the 2.66. Where the counts
are small, a c or a u chart's limits; what is small, and where a shift is none, are our own.
"""
