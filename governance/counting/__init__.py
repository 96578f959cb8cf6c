"""How ballots become a result: pure code without the database, so that anyone can read and repeat it.

`profile` what was cast, `methods` how it is counted, `lots` how ties end, `outcome` what the count means, `merkle` the
tree that binds the ballots, `tally_file` the public file, `preflib` other people's elections. The rules in words are in
docs/counting.md; tools/recount.py says them a second time, on its own.
"""
