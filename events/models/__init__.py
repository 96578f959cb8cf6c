from events.models.delivery import Delivery
from events.models.event import Event

__all__ = ["Delivery", "Event"]
