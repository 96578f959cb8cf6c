"""Keys of votes: files that only their owner reads, made once, gone when destroyed."""

from pathlib import Path

import pytest
from django.core.checks import run_checks

from governance.secrecy import keys, signing
from governance.secrecy.grouping import LEAST, group
from governance.secrecy.pseudonyms import pseudonym
from governance.secrecy.receipts import as_printed, is_code, new_code, receipt_hash


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.VOTE_KEYS_DIR = tmp_path / "keys"
    return tmp_path / "keys"


def test_key_is_its_owners_alone(folder: Path) -> None:
    key = keys.make_key("vote-1.key")

    assert len(key) == 32
    assert keys.read_key("vote-1.key") == key
    assert (folder.stat().st_mode & 0o777, (folder / "vote-1.key").stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )
    assert [each.name for each in folder.iterdir()] == ["vote-1.key"]


def test_second_key_is_refused_and_the_first_stays(folder: Path) -> None:
    key = keys.make_key("vote-1.key")

    with pytest.raises(FileExistsError):
        keys.make_key("vote-1.key")
    assert keys.read_key("vote-1.key") == key
    assert len(list(folder.iterdir())) == 1


def test_destroyed_key_is_overwritten_first_and_gone(folder: Path) -> None:
    key = keys.make_key("vote-1.key")
    keys.note("vote-1.key", 1, b"a root")
    with (folder / "vote-1.key").open("rb") as still_open:
        assert keys.destroy_key("vote-1.key")
        assert key not in still_open.read()

    assert list(folder.iterdir()) == []
    assert not keys.destroy_key("vote-1.key")
    with pytest.raises(keys.KeyMissing, match="Bring the folder"):
        keys.read_key("vote-1.key")


def test_key_cut_short_is_no_key(folder: Path) -> None:
    keys.make_key("vote-1.key")
    (folder / "vote-1.key").write_bytes(b"short")

    with pytest.raises(keys.KeyMissing):
        keys.read_key("vote-1.key")


def test_notes_are_kept_in_order_and_never_rewritten() -> None:
    keys.make_key("vote-1.key")
    for number in (1, 2, 10):
        keys.note("vote-1.key", number, b"%d" % number)
    keys.note("vote-1.key", 2, b"another")

    assert keys.notes("vote-1.key") == [b"1", b"2", b"10"]


def test_pseudonyms_are_of_one_vote_and_one_member() -> None:
    """RFC 4231 has the values of HMAC; here it matters that nothing is shared."""
    one, other = keys.make_key("one"), keys.make_key("other")

    names = {pseudonym(key, member) for key in (one, other) for member in (1, 2, 11)}
    assert len(names) == 6
    assert all(len(name) == 32 for name in names)
    assert pseudonym(one, 1) == pseudonym(one, 1)


def test_keys_among_served_files_stop_the_start(settings) -> None:
    settings.VOTE_KEYS_DIR = Path(settings.MEDIA_ROOT) / "keys"

    assert "hearth.E007" in {each.id for each in run_checks(tags=["hearth"])}


def test_receipts_are_typed_as_one_likes() -> None:
    code = new_code()

    assert is_code(code)
    assert as_printed(code.lower().replace("-", " ")) == code
    assert not is_code(code[:-1])
    assert not is_code(code + "A")
    assert not is_code(code.lower())
    assert len(receipt_hash(code)) == 32
    assert len({new_code() for _ in range(1000)}) == 1000


def test_signature_is_of_these_words_by_this_key() -> None:
    words = b"hearth receipts"
    signature = signing.sign(words)

    assert signing.is_signed(words, signature, signing.public_key())
    assert not signing.is_signed(words + b".", signature, signing.public_key())
    assert signing.public_pem().startswith(b"-----BEGIN PUBLIC KEY-----")


@pytest.mark.parametrize(
    ("waiting", "published"), [(0, 0), (1, 0), (19, 0), (20, 10), (21, 11), (500, 490)]
)
def test_no_group_of_receipts_is_small(waiting: int, published: int) -> None:
    receipts = {receipt_hash(str(number)) for number in range(waiting)}

    found = group(receipts)

    assert len(found) == published
    assert found == sorted(found)
    assert not found or (len(found) >= LEAST and len(receipts - set(found)) >= LEAST)
