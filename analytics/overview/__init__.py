"""The first page of Insights: four figures in words, what changed, and what to do about it this week."""

from analytics.overview.beside import Beside, beside, consented_share, has_anything
from analytics.overview.cards import cards
from analytics.overview.movers import Mover, movers
from analytics.overview.parts import Card
from analytics.overview.todo import Todo, things_to_do

__all__ = [
    "Beside",
    "Card",
    "Mover",
    "Todo",
    "beside",
    "cards",
    "consented_share",
    "has_anything",
    "movers",
    "things_to_do",
]
