"""Which mail no person wrote to us: it is set aside and never answered, or two machines would talk for ever."""

import re

from integrations.letters.letter import Letter

# By header, what in it says that a machine wrote: RFC 3834, and what programs did before it.
_AUTO = ("x-autoreply", "x-autorespond", "x-failed-recipients")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"\([^()]*\)")
MOST_RESULTS = 4_000
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_BULK = {"bulk", "junk", "list", "auto_reply"}
_MACHINES = (
    "mailer-daemon@",
    "postmaster@",
    "noreply@",
    "no-reply@",
    "donotreply@",
    "do-not-reply@",
)


def why_set_aside(letter: Letter, *, own: set[str], own_host: str) -> str:
    """The reason in one word, or nothing for a mail of a person. `own`: addresses we write from, in lower case."""
    if not letter.sender:
        return "no sender"
    if letter.sender in own or _is_our_name(letter.message_id, own_host):
        return "our own"
    if letter.header("return-path").strip() == "<>" or letter.is_report:
        return "bounce"
    if letter.sender.startswith(("mailer-daemon@", "postmaster@")):
        return "bounce"
    said = letter.header("auto-submitted").split(";")[0].strip().lower()
    if said and said != "no":
        return "auto-reply"
    if any(name in letter.headers for name in _AUTO):
        return "auto-reply"
    if letter.header("precedence").strip().lower() in _BULK:
        return "auto-reply" if "auto" in letter.header("precedence").lower() else "bulk"
    if "list-id" in letter.headers or "list-unsubscribe" in letter.headers:
        return "bulk"
    if letter.sender.startswith(_MACHINES):
        return "no answer wanted"
    return ""


def _is_our_name(message_id: str, own_host: str) -> bool:
    return message_id.startswith("<hearth-mail-") and message_id.endswith(f"@{own_host}>")


def is_authenticated(letter: Letter, server: str) -> bool:
    """Whether our own mail server says that DMARC held for the sender's domain; nobody else's word counts.

    `server` is the name it gives itself in Authentication-Results, set by the administrator; the topmost header of
    that name is its own, for a server takes away those that came with its name (RFC 8601, section 5).
    """
    if not server or letter.is_of_many:
        return False
    for value in letter.headers.get("authentication-results", ()):
        name, _semicolon, results = value.partition(";")
        if name.strip().split(" ")[0].lower() == server.lower():
            return _dmarc_holds(results, letter.sender.rpartition("@")[2])
    return False


def _dmarc_holds(results: str, domain: str) -> bool:
    """Whether a result says so for this domain, and none the contrary.

    Addresses in other results are a stranger's words (`smtp.mailfrom=dmarc=pass@…`), and so are comments and what is
    quoted: only the beginning of a result is the server's own (RFC 8601, section 2.2).
    """
    if len(results) > MOST_RESULTS:
        return False
    plain = _QUOTED.sub("", results)
    while plain != (less := _COMMENT.sub(" ", plain)):
        plain = less
    if "(" in plain or ")" in plain or '"' in plain:
        return False
    said = [each.lower().split() for each in _EQUALS.sub("=", plain).split(";")]
    dmarc = [words for words in said if words and words[0].startswith("dmarc=")]
    froms = {
        word.partition("=")[2].strip(".")
        for words in dmarc
        for word in words
        if word.startswith("header.from=")
    }
    return bool(dmarc) and all(words[0] == "dmarc=pass" for words in dmarc) and froms <= {domain}
