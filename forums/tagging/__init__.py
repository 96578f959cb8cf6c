"""Tags: how their names are written, who may use them, who keeps them, and the one way in which a topic gets them."""
