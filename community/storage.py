"""Where uploads lie: on this machine's disk, or in a bucket of S3 or its kin."""

from importlib import import_module
from typing import Any

from community import env

CONNECT_SECONDS, ANSWER_SECONDS, ATTEMPTS = 1, 2, 2  # in all well under five seconds
IN_MEMORY = 2 * 1024 * 1024  # of a file read from the bucket; the rest goes through the disk


def uploads_storage() -> dict[str, Any]:
    """The default storage, as Django's STORAGES has it."""
    bucket = env.text("S3_BUCKET")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {"BACKEND": "uploads.s3.BucketStorage", "OPTIONS": bucket_options(bucket)}


def bucket_options(bucket: str) -> dict[str, Any]:
    return {
        "bucket_name": bucket,
        "endpoint_url": env.url("S3_ENDPOINT", "", schemes={"https", "http"}) or None,
        "region_name": env.text("S3_REGION") or None,
        "access_key": env.text("S3_ACCESS_KEY") or None,
        "secret_key": env.text("S3_SECRET_KEY") or None,
        "location": env.text("S3_PREFIX"),
        "default_acl": None,  # what the bucket says: private
        "querystring_auth": True,
        "file_overwrite": True,  # paths are numbers nobody can guess or choose; asking before writing is a round trip
        "max_memory_size": IN_MEMORY,
        "transfer_config": import_module("boto3.s3.transfer").TransferConfig(use_threads=False),
        "client_config": _client_config(),
    }


def _client_config() -> Any:
    return import_module("botocore.config").Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=ANSWER_SECONDS,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
        s3={"addressing_style": "path" if env.text("S3_ENDPOINT") else "auto"},
        signature_version="s3v4",
    )
