"""Boards: who keeps them, who reads the private ones, who posts where and how fast."""
