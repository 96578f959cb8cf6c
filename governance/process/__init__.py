"""The way of a proposal from its draft to its end: periods, terms, who is heard, the forms. The steps are actions."""
