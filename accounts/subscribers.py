from accounts.entrance import forget_entrance
from accounts.events import EntranceChanged
from core.live import recheck
from events.registry import subscribe


@subscribe(EntranceChanged, name="accounts.recheck_live_doors")
def recheck_live_doors(event: EntranceChanged) -> None:
    """Open sockets ask again whether they may stay: the community may have become private."""
    forget_entrance()
    recheck()
