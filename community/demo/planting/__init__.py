"""Turns the demo's content into rows. Each module plants one floor; `plant_everything` calls them in order.

Rows are written directly, with their own dates, and nothing is published: it is history, so nobody
is told about it. What actions would have kept (counters, cooked HTML) is kept here too; a test
compares it with a recount.
"""

from community.demo.planting.everything import STEPS, plant_everything
from community.demo.planting.world import World

__all__ = ["STEPS", "World", "plant_everything"]
