"""Pages. Served by `granian --interface wsgi community.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from community.checks import refuse_bad_settings
from core.pagecache.layer import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")

application = PageCache(get_wsgi_application())
refuse_bad_settings()
