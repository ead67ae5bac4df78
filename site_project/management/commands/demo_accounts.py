"""`manage.py demo_accounts`: three people to try the editors' side with."""

import secrets
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.models import SiteIdentity

ACCOUNTS = {"demo-editor": "Editor", "demo-reviewer": "Clinical reviewer", "demo-publisher": "Publisher"}


class Command(BaseCommand):
    """Makes the demonstration accounts that do not exist yet."""

    help = "Make an editor, a clinical reviewer and a publisher, and show their passwords this one time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them all in one transaction; CommandError when a group is missing."""
        with transaction.atomic():
            made = [(name, group, _make(name, group)) for name, group in ACCOUNTS.items() if not _exists(name)]
        self._show(made)
        self.stdout.write(_whose_numbers())

    def _show(self, made: list[tuple[str, str, str]]) -> None:
        if not made:
            self.stdout.write("The demo accounts exist. A forgotten one: manage.py changepassword demo-editor")
            return
        self.stdout.write("Demo accounts. These passwords are shown only now:")
        for name, group, password in made:
            self.stdout.write(f"  {name:<16}{password}   ({group})")


def _whose_numbers() -> str:
    """Which place's emergency numbers readers see, and how to choose."""
    place = SiteIdentity.load().place
    if place is None:
        return "No place is chosen yet: readers see no emergency number. Choose at /admin/ as demo-publisher."
    return f"Readers see the emergency numbers of: {place.name}. Change it at /admin/, “Site identity”."


def _exists(name: str) -> bool:
    return User.objects.filter(username=name).exists()


def _make(name: str, group_name: str) -> str:
    """Make one account and return its password."""
    try:
        group = Group.objects.get(name=group_name)
    except Group.DoesNotExist as error:
        raise CommandError(f"There is no group “{group_name}”. Run: manage.py migrate") from error
    password = secrets.token_urlsafe(15)
    User.objects.create_user(name, password=password, is_staff=True).groups.add(group)
    return password
