#!/usr/bin/env python3
"""Check that no ballot was dropped: the lists of receipts published while a vote ran, against its file.

    python3 check_receipts.py tally.json list-1.json list-2.json …

The lists are those you saved on their days, from the vote's page "Receipts, published day by day". Each
must be signed by one and the same key, and every receipt in it must be counted, or replaced by its voter.
Needs Python 3.9 or newer and nothing else; asks no server and writes nothing. Ends with 0 if all is well.
"""

import json
import sys
from hashlib import sha256, sha512

# Ed25519, RFC 8032, section 5.1.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(one, other):
    """The sum of two points, each (X, Y, Z, T) with x = X/Z, y = Y/Z, x * y = T/Z."""
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def unpacked(packed):
    """The point of 32 bytes. Raises ValueError where there is none."""
    number = int.from_bytes(packed, "little")
    y, odd = number % 2**255, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and odd):
        raise ValueError("no point of the curve")
    x = P - x if x % 2 != odd else x
    return x, y, 1, x * y % P


def is_signed(words, signature, public):
    try:
        key, commitment = unpacked(public), unpacked(signature[:32])
    except ValueError:
        return False
    number = int.from_bytes(signature[32:], "little")
    base = unpacked((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    digest = int.from_bytes(sha512(signature[:32] + public + words).digest(), "little") % ORDER
    left, right = times(number, base), add(commitment, times(digest, key))
    same = (
        (left[0] * right[2] - right[0] * left[2]) % P
        == (left[1] * right[2] - right[1] * left[2]) % P
        == 0
    )
    return number < ORDER and len(signature) == 64 and same


def merkle_root(hashes):
    """RFC 6962: a leaf is SHA-256 of 0 and the receipt's hash, a node of 1 and two nodes."""
    row = [sha256(b"\0" + each).digest() for each in hashes] or [sha256(b"").digest()]
    while len(row) > 1:
        pairs = [sha256(b"\1" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)]
        row = pairs + row[2 * len(pairs) :]
    return row[0].hex()


def problems(tally, lists):
    """What is not as it should be, in words."""
    counted = {ballot[0] for ballot in tally["ballots"]}
    replaced = set(tally["superseded"])
    published = {day["number"]: day for day in tally["receipt_roots"]["roots"]}
    key = tally["receipt_roots"].get("public_key", "")
    for each in lists:
        name, receipts = f"list {each['number']}", each["receipts"]
        words = "hearth receipts\nvote {}\nroot {}\n{}\n{} receipts\n{}\n".format(
            tally["vote"]["id"], each["number"], each["day"], len(receipts), each["root"]
        )
        if merkle_root(bytes.fromhex(receipt) for receipt in receipts) != each["root"]:
            yield f"{name}: its receipts do not make its root"
        if not is_signed(
            words.encode(), bytes.fromhex(each["signature"]), bytes.fromhex(each["public_key"])
        ):
            yield f"{name}: it is not signed by the key it names"
        if each["public_key"] != key:
            yield f"{name}: it is signed by another key than the file names"
        if published.get(each["number"], {}).get("root") != each["root"]:
            yield f"{name}: the file has another list of that number, or none"
        if lost := set(receipts) - counted - replaced:
            yield f"{name}: {len(lost)} receipts are neither counted nor replaced: {sorted(lost)[:3]}"


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    files = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            files.append(json.load(file))
    found = list(problems(files[0], files[1:]))
    said = found or [
        f"All receipts of {len(files) - 1} lists are counted, or replaced by their voters."
    ]
    sys.stdout.write("\n".join(said) + "\n")
    sys.exit(bool(found))
