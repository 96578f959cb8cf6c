from importlib import import_module

from django.apps import AppConfig

from core import compiled, live, slots


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Policies and votes"

    def ready(self) -> None:
        import_module("governance.belongings")
        import_module("governance.subscribers")
        import_module("governance.cached")
        queries = import_module("governance.queries")
        fillers = import_module("governance.slots")
        written = import_module("governance.written")
        for part in (written.ballot_lines, written.fixed_roll, written.objection_counts):
            compiled.add_global(part.__name__, part)
        live.register("proposal", queries.may_watch_proposal)
        slots.fill("home_civic", "governance/proposal/_open_votes.html", context=fillers.open_votes)
        slots.fill(
            "topic_head", "governance/proposal/_discussed.html", context=fillers.proposal_behind
        )
        slots.fill(
            "notice", "governance/acceptance/_due.html", context=fillers.acceptance_due, order=30
        )
        slots.fill("notice", "governance/roll/_line.jinja", context=fillers.line_of_votes, order=20)
