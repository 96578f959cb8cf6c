from datetime import timedelta

from django.utils import timezone

from support.actions import save_enquiry, settle_left_enquiries
from support.models import Enquiry
from tests.support.conftest import typed


def test_form_nobody_touched_for_three_days_was_left(member):
    old, new = (
        save_enquiry(key=typed()["key"], viewer=member, browser_id=None, subject=name, text="")
        for name in ("Old", "New")
    )
    Enquiry.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(hours=73))

    assert settle_left_enquiries() == 1
    assert settle_left_enquiries() == 0

    assert set(Enquiry.objects.values_list("subject", "outcome")) == {
        ("Old", "left"),
        ("New", "open"),
    }
