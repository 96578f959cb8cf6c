"""What becomes of articles once their author, or somebody they call by name, has left."""

from accounts.administration.merging import hand_over
from accounts.events import MemberDeleted, MembersMerged
from accounts.models import Member
from accounts.privacy.forgetting import known_traces
from content.actions import forget_author, rename_in_articles
from content.models import Article, Asset, AssetDownload
from events.registry import subscribe


@subscribe(MemberDeleted, name="content.forget_author")
def forget_their_articles(fact: MemberDeleted) -> None:
    member = Member.objects.get(pk=fact.member_id)
    forget_author(member=member, takes_posts=fact.takes_posts)


@subscribe(MemberDeleted, name="content.forget_handle")
def forget_their_handle(fact: MemberDeleted) -> None:
    new = Member.objects.values_list("handle", flat=True).get(pk=fact.member_id)
    rename_in_articles(handles=known_traces(fact.deletion_id).handles, new=new)


@subscribe(MembersMerged, name="content.hand_over")
def hand_over_to_one_member(event: MembersMerged) -> None:
    """What they published is one author's."""
    hand_over(
        event,
        {
            Article: ("author",),
            Asset: ("author",),
            AssetDownload: ("member",),
        },
    )
