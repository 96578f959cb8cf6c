from django.urls import path

from core.text.views import PreviewView

app_name = "text"

urlpatterns = [path("text/preview/", PreviewView.as_view(), name="preview")]
