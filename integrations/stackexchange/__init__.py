"""Reading a Stack Exchange data dump: one `<row/>` an entity, everything in attributes. No database here."""
