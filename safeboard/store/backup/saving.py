"""Save what an open store holds into a backup: every table, and every file beside them."""

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from safeboard.store.backup.file import BackupWriter
from safeboard.store.backup.tables import columns_of, lines_of
from safeboard.store.database import RECEIVED_FOLDER, VINTAGES_FOLDER, path_of
from safeboard.store.errors import ChangedBytesError, MissingBytesError
from safeboard.store.models import Received, Vintage

KEPT = (RECEIVED_FOLDER, VINTAGES_FOLDER)
"""The folders of files that lie beside the tables; in a backup they have the same names."""

TABLES = "tables"


def all_tables() -> list[type[models.Model]]:
    """Return every table of the store, each after those that it refers to."""
    return list(apps.get_app_config("store").get_models())


def save_store(writer: BackupWriter) -> dict[str, object]:
    """Add all that the store holds, and return what the manifest has to tell of it.

    Call it inside `reading`, so that it is one state, whatever is stored meanwhile.
    Raises: StoreError when a file is not as it was received; then no backup should be made.
    """
    saved = {}
    for table in all_tables():
        name, rows = table._meta.db_table, 0
        with writer.member(f"{TABLES}/{name}.jsonl") as add:
            for number, lines in lines_of(table):
                rows += number
                add(lines)
        saved[name] = {"rows": rows, "columns": columns_of(table)}
    for checksum in Received.objects.order_by("pk").values_list("pk", flat=True):
        _save_file(writer, checksum, RECEIVED_FOLDER)
    for checksum in _values_kept():
        _save_file(writer, checksum, VINTAGES_FOLDER)
    ((_, schema),) = MigrationLoader(connection).graph.leaf_nodes("store")
    return {"schema": schema, "tables": saved}


def _values_kept() -> list[str]:
    """Return the checksums of the values of vintages; two vintages may have the same."""
    kept = Vintage.objects.exclude(kind="").values_list("sha256", flat=True)
    return sorted(set(kept))


def _save_file(writer: BackupWriter, checksum: str, within: str) -> None:
    """Add a file that is kept, and hold it to its name, which is its checksum."""
    path, name = path_of(checksum, within), f"{within}/{checksum}"
    if not path.is_file():
        raise MissingBytesError(path)
    writer.copy(path, name)
    if writer.members[name]["sha256"] != checksum:
        raise ChangedBytesError(path)
