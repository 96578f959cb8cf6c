from datetime import timedelta

from community.demo.conversations import delay
from community.demo.planting.world import World
from community.demo.reports import REPORTS
from community.demo.reports import Report as Written
from forums.actions.recount import recount
from forums.models import Post, PostHiding, State
from moderation.models import ModerationAct, Report

DECIDED = {"hidden": Report.Decision.HIDDEN, "kept": Report.Decision.KEPT}
ACTS = {"hidden": ModerationAct.Kind.HIDE, "kept": ModerationAct.Kind.KEEP}


def plant_order(world: World) -> None:
    """Reports by members: some decided, with their line in the log, and some waiting."""
    plant_reports(world, REPORTS)


def plant_reports(world: World, reports: tuple[Written, ...]) -> None:
    for each in reports:
        post = world.posts[world.topics[each.key].pk, each.number]
        report = Report(
            post=post,
            reporter=world.members[each.by],
            reason=Report.Reason(each.reason),
            note=each.note,
            created_at=world.when(delay(each.ago)),
        )
        if each.decision:
            _decide(world, each, report, post)
        report.save()


def _decide(world: World, each: Written, report: Report, post: Post) -> None:
    manager = world.members["priya"]
    report.decided_at = report.created_at + delay(each.decided_after)
    report.decided_by = manager
    report.decision = DECIDED[each.decision]
    report.act = ModerationAct.objects.create(
        kind=ACTS[each.decision],
        actor=manager,
        space_id=post.topic.space_id,
        post=post,
        topic=post.topic,
        member=post.author,
        reason=each.because,
        created_at=report.decided_at,
    )
    if each.decision == "hidden":
        _hide(post, report.act)


def _hide(post: Post, act: ModerationAct) -> None:
    PostHiding.objects.create(
        post=post,
        hidden_by=act.actor,
        reason=act.reason,
        hidden_at=act.created_at + timedelta(seconds=1),
    )
    post.state = State.HIDDEN
    post.save(update_fields=["state"])
    recount(topic=post.topic)
