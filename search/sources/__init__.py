"""How each kind of thing is read for the index; one file a kind."""
