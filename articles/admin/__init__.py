"""Where editors, clinical reviewers and publishers work: the plain Django admin, taught our words.

:mod:`.pages` is the form of a page of any kind; :mod:`.acts` signs, publishes, withdraws and restores through
:mod:`articles.publishing`; :mod:`.conflicts` and :mod:`.preview` guard and show what was typed; :mod:`.shared` holds
the records that carry no advice; :mod:`.history` and :mod:`.feedback` the lists nobody can change. Other apps add links
to a page's acts through :mod:`.tools`. Clinical kinds: :mod:`symptoms.admin`.
"""

from django.contrib import admin

from articles.admin import feedback, history, own_kinds, shared

__all__ = ["feedback", "history", "own_kinds", "shared"]

admin.site.site_header = "Legwise"
admin.site.site_title = "Legwise"
admin.site.index_title = "Your library"
