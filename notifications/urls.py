from django.urls import path

from notifications.views import inbox, mail, subscriptions

app_name = "notifications"

urlpatterns = [
    path("inbox/", inbox.InboxView.as_view(), name="inbox"),
    path("inbox/count/", inbox.InboxCountView.as_view(), name="inbox_count"),
    path("inbox/read/", inbox.InboxReadView.as_view(), name="inbox_read"),
    path("inbox/<int:notification_id>/", inbox.NotificationView.as_view(), name="notification"),
    path("subscriptions/", subscriptions.SubscriptionsView.as_view(), name="subscriptions"),
    path(
        "subscriptions/end/", subscriptions.SubscriptionEndView.as_view(), name="subscription_end"
    ),
    path("me/notifications/", mail.MailChoiceView.as_view(), name="mail"),
    path("unsubscribe/<str:token>/", mail.UnsubscribeView.as_view(), name="unsubscribe"),
]
