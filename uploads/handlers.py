"""What is sent is refused by its declared length, before any of it is written to disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import (
    FileUploadHandler,
    StopUpload,
    TemporaryFileUploadHandler,
)

from uploads.refusal import StorageAway

FORM_BYTES = 1024 * 1024  # what may surround the file in a form


class BoundedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers; bounds what they take, declared or not."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict,
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.taken = 0
        if content_length > settings.UPLOAD_MAX_BYTES + FORM_BYTES:
            raise RequestDataTooBig("The request is larger than a picture may be.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.taken += len(raw_data)
        if self.taken > settings.UPLOAD_MAX_BYTES + FORM_BYTES:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class SpoolingUploadHandler(TemporaryFileUploadHandler):
    """What is too large for memory goes through the disk; where that is full, it is said so."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self.upload_interrupted()
            raise StorageAway from error
