"""Calls from outside, believed for their signature."""
