import pytest
from tests import factories
from tests.admin.forms import *
@pytest.mark.django_db
def test_x():
    page=factories.live_page("article"); c=client_of(factories.make_user("Editor"))
    f=open_form(c,page); print(f)
    r=c.post(admin_url(page),f|{"summary":"x"})
    print(r.status_code, r.context["errors"] if r.status_code==200 else "")
    assert 0
