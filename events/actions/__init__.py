from events.actions.deliver import deliver
from events.actions.drain import drain
from events.actions.replay import replay
from events.actions.sweep import sweep

__all__ = ["deliver", "drain", "replay", "sweep"]
