"""How parallel workers share the suite: a file each, the longest first, all that needs the one house together.

Loaded with `-p tests.sharing`. A file that takes long says `pytestmark = pytest.mark.long`; were it met last, the
other workers would wait for it.
"""

from collections.abc import Iterator

import pytest
from xdist.scheduler import LoadScopeScheduling

# A session's fixture starts a whole house for these: one is enough. Named are those that do without.
TOGETHER = "tests/browser/"
PLANTED = "tests/community/demo/"
"""A fixture of this folder plants the demo community: once is enough, too."""

ALONE = ("test_quote_and_send.py", "test_read_on.py", "test_write_with_help.py")


class ByFile(LoadScopeScheduling):
    """`--dist loadfile`, but in the order of the collection, and folders that belong together in one piece."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        if file.startswith(PLANTED):
            return PLANTED
        return TOGETHER if file.startswith(TOGETHER) and not file.endswith(ALONE) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile | None:
    if config.getvalue("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """After everybody else's order: within it, the files with something long in them come first."""
    yield
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)
