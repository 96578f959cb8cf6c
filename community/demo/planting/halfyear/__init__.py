"""Plants the story of the half year (`community/demo/halfyear/`): its causes, as rows; no figure is written here.

It has dice, people and conversations of its own (`World.half_year`), so that the rest of the demo comes out as without it.
"""
