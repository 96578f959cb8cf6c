from django.urls import re_path

from integrations.views.moved import MovedAnswerView, MovedQuestionView

app_name = "integrations"

# As the site they came from wrote them: with and without a slash at the end, up to ten digits.
urlpatterns = [
    re_path(
        r"^questions/(?P<old_id>[0-9]{1,10})(?:/(?:[^/]+(?:/(?P<answer_id>[0-9]{1,10}))?/?)?)?$",
        MovedQuestionView.as_view(),
        name="moved_question",
    ),
    re_path(
        r"^q/(?P<old_id>[0-9]{1,10})(?:/[0-9]{1,10})?/?$",
        MovedQuestionView.as_view(),
        name="moved_question_short",
    ),
    re_path(
        r"^a/(?P<old_id>[0-9]{1,10})(?:/[0-9]{1,10})?/?$",
        MovedAnswerView.as_view(),
        name="moved_answer",
    ),
]
