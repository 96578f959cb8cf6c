"""Uploads on S3 or its kin, named by STORAGES where S3_BUCKET is set: its troubles are those of a disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage


@contextmanager
def _as_a_disk() -> Iterator[None]:
    """What the bucket or the way to it refuses is an OSError, as on a disk that is full or gone."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(f"The bucket: {error}") from error


class BucketStorage(S3Storage):
    """Private objects, reached through the site alone, which asks who may see them."""

    writes_whole = True  # no half an object is ever left

    def _save(self, name: str, content: Any) -> str:
        with _as_a_disk():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> Any:
        """Fetched before anything is answered: a bucket that fails half-way cuts no answer off."""
        with _as_a_disk():
            opened = super()._open(name, mode)
            opened.file.seek(0)
            return opened

    def delete(self, name: str) -> None:
        with _as_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_a_disk():
            return super().exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _as_a_disk():
            return super().listdir(path)
