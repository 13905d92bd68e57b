"""A partnership's choice among the built-in indicators: which it uses, and which it replaces."""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from safeboard.catalogue.declared import Declared
from safeboard.catalogue.files import shown
from safeboard.errors import CatalogueError, SettingsError


class WrongChoiceError(SettingsError):
    """The settings choose what there is not, or say two things of one indicator."""

    def __init__(self, problems: Iterable[str]) -> None:
        super().__init__("\n".join(f"safeboard.toml: {problem}" for problem in problems))


class UnsaidReplacementError(CatalogueError):
    """A partnership's own file has the code of a built-in indicator that it uses too."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{shown(path)}: there is a built-in indicator '{path.stem}' too. To use yours in its "
            f"place, add '{path.stem}' to 'indicators.replace' in safeboard.toml; or give this "
            "file another name."
        )


class Choice(Declared):
    """Which of the built-in indicators a partnership uses. If it names none, it uses all."""

    themes: tuple[str, ...] = ()
    """Themes whose built-in indicators are used, all of them."""
    codes: tuple[str, ...] = ()
    """Single built-in indicators that are used, beside those of the themes."""
    leave_out: tuple[str, ...] = ()
    """Built-in indicators that are not used, though their theme is."""
    replace: tuple[str, ...] = ()
    """Built-in indicators that a file of the partnership's own, of the same name, replaces."""

    def among(self, built_in: Iterable[Path], own: Iterable[Path]) -> list[Path]:
        """Return the built-in files that are used, beside the partnership's own.

        Raises: WrongChoiceError with everything that is wrong; UnsaidReplacementError.
        """
        files, own = list(built_in), list(own)
        codes, own_codes = {path.stem for path in files}, {path.stem for path in own}
        problems = [
            *self._unknown_themes({path.parent.name for path in files}),
            *self._unknown_codes(codes, own_codes),
            *self._said_twice({path.stem for path in files if self._is_chosen(path)}),
            *self._not_replaced(codes, own_codes),
        ]
        if problems:
            raise WrongChoiceError(problems)
        left_out = {*self.leave_out, *self.replace}
        used = [path for path in files if self._is_chosen(path) and path.stem not in left_out]
        for path in own:
            if any(path.stem == each.stem for each in used):
                raise UnsaidReplacementError(path)
        return used

    def _is_chosen(self, path: Path) -> bool:
        everything = not self.themes and not self.codes
        return everything or path.parent.name in self.themes or path.stem in self.codes

    def _unknown_themes(self, known: Collection[str]) -> Iterator[str]:
        for theme in self.themes:
            if theme not in known:
                yield (
                    f"'indicators.themes' names '{theme}', and no built-in indicator has that "
                    f"theme. Use some of {', '.join(sorted(known))}."
                )

    def _unknown_codes(self, known: Collection[str], own: Collection[str]) -> Iterator[str]:
        for key, codes in {"codes": self.codes, "leave_out": self.leave_out}.items():
            for code in codes:
                if code in known:
                    continue
                if code in own:
                    yield (
                        f"'indicators.{key}' names '{code}', which is an indicator of your own, "
                        "and those are always used. Take it out here; an indicator that you do "
                        "not use, take out of your catalogue's folder."
                    )
                else:
                    yield f"'indicators.{key}' names '{code}', {_unknown(code, known)}"

    def _said_twice(self, chosen: Collection[str]) -> Iterator[str]:
        for code in self.leave_out:
            if code in self.codes:
                yield (
                    f"'indicators.codes' and 'indicators.leave_out' both name '{code}'. "
                    "Take it out of one of them."
                )
            elif code not in chosen and (self.themes or self.codes):
                yield (
                    f"'indicators.leave_out' names '{code}', whose theme is not chosen, so it is "
                    "not used anyway. Take it out."
                )

    def _not_replaced(self, known: Collection[str], own: Collection[str]) -> Iterator[str]:
        for code in self.replace:
            if code not in known:
                yield f"'indicators.replace' names '{code}', {_unknown(code, known)}"
            elif code not in own:
                yield (
                    f"'indicators.replace' names '{code}', and your catalogue's folder has no "
                    f"{code}.yaml. Write that file, or take the code out."
                )


def _unknown(code: str, known: Collection[str]) -> str:
    near = get_close_matches(code, sorted(known), 2)
    hint = (
        f"Did you mean {' or '.join(near)}?"
        if near
        else "'safeboard indicators list' outside this folder shows all that there are."
    )
    return f"and there is no such built-in indicator. {hint}"
