"""One of the two houses of `bench.answers`: types sentences into the field, one pause after the other; says JSON at the end."""

import json
import os
import random
import time
import uuid
from urllib.parse import urlsplit

from community.wsgi import application  # isort: skip

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import Browser
from bench.million_side import backend_seconds
from forums.models import Topic
from support.finding import answers_for
from support.models import Enquiry

assert application  # it has set up Django
SENTENCES = int(os.environ.get("SENTENCES", "60"))
WARM = 8


def sentences() -> list[str]:
    """Titles with words of other titles behind: what nobody has written just so."""
    chance = random.Random(7)  # noqa: S311
    least, most = Topic.objects.order_by("pk").first(), Topic.objects.order_by("-pk").first()
    assert least and most
    numbers = [chance.randrange(least.pk, most.pk) for _ in range(3 * SENTENCES)]
    titles = list(Topic.objects.filter(pk__in=numbers).values_list("title", flat=True))
    return [
        f"{title} {' '.join(chance.choice(titles).split()[:3])}" for title in titles[:SENTENCES]
    ]


def typed(sentence: str) -> list[str]:
    """The sentence at each pause of its writer."""
    words = sentence.split()
    return [" ".join(words[:end]) for end in range(2, len(words) + 2, 2)]


class Watch:
    """Milliseconds by the clock, and on the cores: here and in PostgreSQL's process for this connection."""

    def __init__(self) -> None:
        self.backend, self.own = backend_seconds(), time.thread_time()
        self.began = time.perf_counter()

    def read(self) -> tuple[float, float]:
        took = time.perf_counter() - self.began
        busy = time.thread_time() - self.own + backend_seconds() - self.backend
        return took * 1000, busy * 1000


def main() -> None:
    host = urlsplit(settings.SITE_URL).netloc
    written = sentences()
    finding: list[tuple[float, float]] = []
    asking: list[tuple[float, float]] = []
    offered = 0
    before = set(Enquiry.objects.values_list("pk", flat=True))
    for number, sentence in enumerate(written):
        client = Client(REMOTE_ADDR=f"10.9.{number // 250}.{number % 250}", HTTP_HOST=host)
        key = uuid.uuid4()
        for words in typed(sentence):
            watch = Watch()
            answer = client.post(
                "/support/answers/",
                {"key": str(key), "text": words},
                headers={"HX-Request": "true"},
            )
            if number >= WARM:
                asking.append(watch.read())
            assert answer.status_code == 200, answer.status_code
            watch = Watch()
            found = answers_for(words, AnonymousUser())
            if number >= WARM:
                finding.append(watch.read())
        offered += len(found)
    ours = Enquiry.objects.exclude(pk__in=before)
    browsers = list(ours.values_list("browser", flat=True))
    ours.delete()
    Browser.objects.filter(pk__in=browsers).delete()
    print(
        json.dumps(
            {"finding": finding, "asking": asking, "offered": offered / max(1, len(written))}
        )
    )


if __name__ == "__main__":
    main()
