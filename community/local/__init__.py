"""The embedded start: engines from wheels, a demo identity provider and one supervisor over all.

`python -m community.local run` is what `make run` calls. Only `prepare` imports Django, in a process
of its own, so that the supervisor stays small.
"""
