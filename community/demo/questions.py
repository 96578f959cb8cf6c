"""What members of the demo community are asked on the front page, and what some of them answered."""

from typing import Any

QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "text": "How do you brew most often?",
        "why": "We write more about what most of you use.",
        "kind": "choice",
        "choices": ["Espresso", "Filter", "Both", "I am still finding out"],
        "purpose": "analytics",
    },
    {
        "text": "How many people drink your coffee on a working day?",
        "why": "So that we suggest a machine of the right size, if you ask for one.",
        "kind": "choice",
        "choices": ["Only me", "2 to 4", "5 to 20", "More"],
        "purpose": "sales",
    },
)
# Dealt out in this order to those who were here for a month; every third has not answered.
ANSWERS: tuple[tuple[str, ...], ...] = (
    ("Espresso", "Filter", "Espresso", "Both", "Espresso", "Filter"),
    ("Only me", "2 to 4", "2 to 4", "5 to 20"),
)
