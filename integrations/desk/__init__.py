"""Help desks: one interface (`base.py`), and the desks that speak it."""
