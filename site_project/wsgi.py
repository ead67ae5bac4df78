"""The door for gunicorn. Without a choice made it is the strict one: production."""

import os

from django.core.wsgi import get_wsgi_application

from site_project.page_cache import in_front_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_project.settings.production")

application = in_front_of(get_wsgi_application())
