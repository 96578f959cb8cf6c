"""A small whole community with something secret in every corner, for tests that walk all addresses.

`talk.py` and `besides.py` are its scenes, `names.py` says what each address may be about, `walking.py` who asks.
"""

from tests.world.walking import (
    World,
    addresses,
    canary,
    deliver_all,
    picture,
    signed_in,
    unused_address,
    url_names,
    with_browser,
)
from tests.world.whole import world

__all__ = [
    "World", "addresses", "canary", "deliver_all", "picture", "signed_in", "unused_address", "url_names",
    "with_browser", "world",
]  # fmt: skip
