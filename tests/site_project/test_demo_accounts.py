"""The demonstration accounts are made once; their passwords are shown once and kept nowhere."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def groups():
    """The three groups, whether or not a migration made them."""
    for name in ("Editor", "Clinical reviewer", "Publisher"):
        Group.objects.get_or_create(name=name)


def _run() -> str:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    return out.getvalue()


def test_each_has_its_group_and_its_password_opens_the_admin(rf):
    words = _run()
    lines = [line.split(maxsplit=2) for line in words.splitlines() if line.startswith("  demo-")]
    assert len({password for _, password, _ in lines}) == 3
    for name, password, group in lines:
        user = authenticate(rf.post("/admin/login/"), username=name, password=password)
        assert user is not None
        assert user.is_staff
        assert not user.is_superuser
        assert f"({user.groups.get().name})" == group


def test_again_changes_and_shows_nothing():
    _run()
    kept = list(User.objects.values_list("username", "password").order_by("username"))
    assert "These passwords" not in _run()
    assert list(User.objects.values_list("username", "password").order_by("username")) == kept


def test_without_the_groups_it_says_what_to_do():
    Group.objects.filter(name="Publisher").delete()
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        _run()
    assert not User.objects.filter(username__startswith="demo-").exists()
