"""The door for gunicorn. Without a choice made it is the strict one: production."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from site_project.page_cache import in_front_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_project.settings.production")

application = in_front_of(get_wsgi_application())
# Now and not with the first page: workers share what was imported before they were made.
import_module(settings.ROOT_URLCONF)
