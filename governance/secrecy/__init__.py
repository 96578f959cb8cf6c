"""What keeps a ballot secret: keys, pseudonyms, receipts, the box of a vote, signed roots and what is left of all that.

Without the ORM: each part can be read by itself. docs/voting.md says what this protects from, and what it does not.
"""
