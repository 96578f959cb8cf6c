"""Uploads in a bucket: a small S3 server on this machine (moto), spoken to through the settings of the site."""

import json
import time
from datetime import timedelta
from threading import Thread

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from community.storage import uploads_storage
from tests.uploads.files import picture_bytes, upload
from uploads.actions import delete_upload, store_upload, sweep_unused
from uploads.models import Removal, Upload
from uploads.refusal import StorageAway
from uploads.s3 import BucketStorage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]


@pytest.fixture(scope="module")
def server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def use_bucket(settings, monkeypatch, endpoint: str) -> None:
    named = {
        "S3_BUCKET": "hearth", "S3_ENDPOINT": endpoint, "S3_REGION": "eu-central-1",
        "S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "b", "S3_PREFIX": "community",
    }  # fmt: skip
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = settings.STORAGES | {"default": uploads_storage()}
    assert isinstance(storages["default"], BucketStorage)


@pytest.fixture
def bucket(server, settings, monkeypatch):
    use_bucket(settings, monkeypatch, server)
    client = boto3.client(
        "s3", endpoint_url=server, region_name="eu-central-1", aws_access_key_id="a", aws_secret_access_key="b"
    )  # fmt: skip
    client.create_bucket(
        Bucket="hearth", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    yield lambda: {
        each["Key"] for each in client.list_objects_v2(Bucket="hearth").get("Contents", ())
    }
    for each in client.list_objects_v2(Bucket="hearth").get("Contents", ()):
        client.delete_object(Bucket="hearth", Key=each["Key"])
    client.delete_bucket(Bucket="hearth")


@pytest.fixture
def failing(settings, monkeypatch):
    """A bucket that answers 500 to everything; `failing.after` writes were taken before."""
    asked: list[str] = []

    def answer(environ, start):
        asked.append(environ["REQUEST_METHOD"])
        fails = len(asked) > failing.after
        body = "<Error><Code>InternalError</Code><Message>x</Message></Error>" if fails else ""
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        return Response(body, status=500 if fails else 200, headers={"ETag": '"x"'})(environ, start)

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    use_bucket(settings, monkeypatch, f"http://127.0.0.1:{server.server_port}")
    failing = type("Failing", (), {"after": 0, "asked": asked})()
    yield failing
    server.shutdown()


def bring(owner, content: bytes, name: str) -> Upload:
    return store_upload(file=upload(content, name), name=name, owner=owner, browser_id=None)


def test_kept_shown_and_deleted(bucket, client, member, brand):
    picture = bring(member, picture_bytes(size=(900, 90)), "cup.jpg")
    file = bring(member, b"words" * 1000, "notes.txt")
    assert bucket() == {f"community/{path}" for path in (*picture.files, *file.files)}
    client.force_login(member)
    for address, kind in ((picture.address, "image/webp"), (picture.small_address, "image/webp"), (file.address, "text/plain; charset=utf-8")):  # fmt: skip
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, kind)
        assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"words" * 1000
    for each in (picture, file):
        delete_upload(by=member, upload=each)
    assert bucket() == set()


def test_lost_object_is_not_an_error(bucket, client, member, brand):
    file = bring(member, b"words", "notes.txt")
    default_storage.delete(file.stored_as)
    client.force_login(member)
    assert client.get(file.address).status_code == 404


def test_orphans_are_swept(bucket, member):
    old = bring(member, b"words", "notes.txt")
    Upload.objects.update(created_at=timezone.now() - timedelta(days=9))
    day = f"{timezone.now() - timedelta(days=3):%Y-%m-%d}"
    default_storage.save(
        f"files/{day}/12345678-1234-1234-1234-123456789abc.txt.bin", ContentFile(b"x")
    )
    kept = bring(member, picture_bytes(), "cup.jpg")
    assert sweep_unused() == 1
    assert bucket() == {f"community/{path}" for path in kept.files}
    assert not Upload.objects.filter(pk=old.pk).exists()


def test_bucket_that_fails_is_said_so_and_nothing_is_kept(failing, client, member, brand):
    client.force_login(member)
    began = time.monotonic()
    response = client.post(reverse("uploads:uploads"), {"file": upload(picture_bytes())})
    assert time.monotonic() - began < 5
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "try again in a minute" in json.loads(response.content)["error"]
    assert not Upload.objects.exists()


def test_bucket_that_fails_half_way_keeps_nothing(failing, member):
    """The whole picture is taken, its copy is not: the first is to go as soon as the bucket answers."""
    failing.after = 1
    with pytest.raises(StorageAway):
        bring(member, picture_bytes(size=(900, 90)), "cup.jpg")
    assert not Upload.objects.exists()
    assert "DELETE" in failing.asked


def test_bucket_that_is_away_while_something_is_deleted(bucket, member, settings, monkeypatch):
    file = bring(member, b"words", "notes.txt")
    address = settings.STORAGES["default"]["OPTIONS"]["endpoint_url"]
    use_bucket(settings, monkeypatch, "http://127.0.0.1:9")
    delete_upload(by=member, upload=file)
    assert not Upload.objects.exists()
    assert Removal.objects.get().path == file.stored_as
    use_bucket(settings, monkeypatch, address)
    assert bucket() == {f"community/{file.stored_as}"}
    sweep_unused()
    assert bucket() == set()
    assert not Removal.objects.exists()


def test_bucket_that_is_away_while_something_is_shown(bucket, client, member, brand, settings, monkeypatch):  # fmt: skip
    file = bring(member, b"words", "notes.txt")
    use_bucket(settings, monkeypatch, "http://127.0.0.1:9")
    client.force_login(member)
    client.raise_request_exception = False
    response = client.get(file.address)
    assert (response.status_code, bool(response["Retry-After"])) == (503, True)
