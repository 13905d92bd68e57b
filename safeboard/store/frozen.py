"""Rows that are kept for good: written once, never changed, never deleted."""

from collections.abc import Iterable
from typing import Never, TypeVar

from django.db import models

from safeboard.store.errors import FrozenRowError

_Row = TypeVar("_Row", bound=models.Model)


class FrozenQuerySet(models.QuerySet[_Row]):
    """Rows of a frozen table."""

    def update(self, **_changes: object) -> Never:
        """Refuse."""
        raise FrozenRowError(self.model._meta.db_table)

    def delete(self) -> Never:
        """Refuse."""
        raise FrozenRowError(self.model._meta.db_table)


class Frozen(models.Model):
    """A row of a frozen table. Triggers in the database refuse what does not come through here."""

    objects = models.Manager.from_queryset(FrozenQuerySet)()

    class Meta:
        abstract = True

    def save(
        self,
        force_insert: bool = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Write a new row; refuse to write over an old one."""
        if not self._state.adding:
            raise FrozenRowError(self._meta.db_table)
        super().save(
            force_insert=force_insert,
            force_update=force_update,
            using=using,
            update_fields=update_fields,
        )

    def delete(self, *_how: object, **_named: object) -> Never:
        """Refuse."""
        raise FrozenRowError(self._meta.db_table)
