import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Member
from content.actions import publish_article, write_article
from content.models import Article
from forums.models import Board
from spaces.models import Space

TEXT = "Grind finer, *slowly*.\n\nThen taste again."


def picture(colour: str = "teal") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 600), colour).save(buffer, "PNG")
    return SimpleUploadedFile("cover.png", buffer.getvalue(), "image/png")


def write(author: Member, space: Space, title: str = "Dialling in", **more: object) -> Article:
    facts = {"standfirst": "Three shots and you are there.", "source": TEXT} | more
    return write_article(author=author, space=space, title=title, **facts)


@pytest.fixture
def draft(evangelist: Member, space: Space, board: Board) -> Article:
    return write(evangelist, space)


@pytest.fixture
def article(evangelist: Member, draft: Article) -> Article:
    return publish_article(member=evangelist, article=draft)
