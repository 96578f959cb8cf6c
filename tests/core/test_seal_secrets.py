"""What others gave us to keep is unreadable in the database, and survives a change of the key."""

import pytest

from core.sealing import Unreadable, seal, unseal

OLD, NEW = "an-old-key-of-this-site" * 3, "a-new-key-of-this-site" * 3


def test_sealed_secret_says_nothing_and_opens_again(settings):
    settings.SECRET_KEY = OLD
    sealed = seal("hush")
    assert "hush" not in sealed and sealed != seal("hush")
    assert unseal(sealed) == "hush"
    assert unseal(seal("")) == ""


def test_new_key_opens_old_secrets_only_with_the_old_one_beside_it(settings):
    settings.SECRET_KEY = OLD
    sealed = seal("hush")
    settings.SECRET_KEY = NEW
    with pytest.raises(Unreadable):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [OLD]
    assert unseal(sealed) == "hush"
