"""The demo community: a believable half year at Fennimore, a maker of coffee equipment.

Everything here is invented: brand, people and conversations. The modules hold content only;
`manage.py plant_demo` (community/management/commands/plant_demo.py) turns it into rows.
Moments are relative (`days ago` and a time of day), so that the half year always ends today.
"""
