from notifications.models.calling import VoteCall
from notifications.models.notification import Kind, Notification
from notifications.models.preference import MailPreference
from notifications.models.subscription import Subscription

__all__ = ["Kind", "MailPreference", "Notification", "Subscription", "VoteCall"]
