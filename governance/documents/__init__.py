"""The document members live under: its languages, who accepted it, how two versions differ, how it came about."""
