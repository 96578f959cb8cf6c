"""Empties the database of a demo community, so that it can be planted afresh."""

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, transaction

from community.demo.spaces import BRAND_NAME
from integrations.models import CaseImport
from spaces.models import Brand
from uploads.models import Document, Upload

KEPT = {"django_migrations", "django_content_type"}


class NotTheDemo(Exception):
    """The database holds something else than the demo community."""


def clear() -> None:
    """Remove every row, picture and file, and begin the numbers again. Raises NotTheDemo where a real community lives."""
    brand = Brand.objects.first()
    if brand and brand.name != BRAND_NAME:
        raise NotTheDemo(brand.name)
    pictures = [path for upload in Upload.objects.all() for path in upload.files]
    documents = list(Document.objects.values_list("stored_as", flat=True))
    documents += CaseImport.objects.exclude(stored_as="").values_list("stored_as", flat=True)
    transaction.on_commit(lambda: _delete([*pictures, *documents]))
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    present = set(connection.introspection.table_names())
    names = ", ".join(map(connection.ops.quote_name, sorted((tables & present) - KEPT)))
    boxes = [name for name in present if name.startswith("governance_box_")]
    with connection.cursor() as cursor:
        for name in boxes:  # of open votes: their numbers begin again, too
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked blocks it
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # what is planted is checked at its end


def _delete(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)
