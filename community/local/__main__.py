"""`python -m community.local run`, `demo`, or `manage COMMAND`: the embedded start from a terminal."""

import errno
import sys

from community.local.house import House, manage, replant
from community.local.trouble import Trouble

WORDS = "Say one of: run, demo (plant it afresh), manage COMMAND."


def main(arguments: list[str]) -> int:
    try:
        match arguments:
            case ["run"]:
                return House.open().run()
            case ["demo"]:
                return replant()
            case ["manage", *rest] if rest:
                return manage(rest)
        raise Trouble(WORDS)
    except Trouble as trouble:
        print(f"Hearth cannot start. {trouble}", file=sys.stderr)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS}:
            raise
        cure = (
            "free some space"
            if error.errno in {errno.ENOSPC, errno.EDQUOT}
            else "let this user write there"
        )
        where = error.filename or "the data folder"
        print(
            f"Hearth cannot start. {error.strerror}: {where}: {cure}, or set HEARTH_DATA to "
            "another folder.",
            file=sys.stderr,
        )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
