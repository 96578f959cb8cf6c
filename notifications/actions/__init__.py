from notifications.actions.call_to_vote import begin_call, call_to_votes
from notifications.actions.follow import (
    follow,
    follow_all_by_writing,
    follow_by_writing,
    part,
    part_for_good,
    unfollow,
)
from notifications.actions.forget_member import forget_member
from notifications.actions.mail_choice import choose_mail
from notifications.actions.mail_due import send_due_mail
from notifications.actions.read import mark_all_read, mark_read, mark_seen
from notifications.actions.tell import tell, tell_all

__all__ = [
    "begin_call",
    "call_to_votes",
    "choose_mail",
    "follow",
    "follow_all_by_writing",
    "follow_by_writing",
    "forget_member",
    "mark_all_read",
    "mark_read",
    "mark_seen",
    "send_due_mail",
    "part",
    "part_for_good",
    "tell",
    "tell_all",
    "unfollow",
]
