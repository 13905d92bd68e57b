"""The store: submissions, counts, commentary and releases, kept for good.

Django is used as a library here, for its tables, migrations and writes. Importing any module of
the store sets it up once, so that they may be imported in any order; `database.open_store` then
says which store. A program that brought its own Django settings keeps them.
"""

import django
from django.conf import settings

if not settings.configured:
    settings.configure(
        INSTALLED_APPS=["safeboard.store"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TIME_ZONE="UTC",
    )
    django.setup()
