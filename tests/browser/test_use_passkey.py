"""A passkey, from adding it to signing in with nothing else, at a browser whose device answers for its owner."""

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.long,
    pytest.mark.timeout(300),
]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_member_adds_a_passkey_and_signs_in_with_it(arrive):
    somebody = arrive()
    page = somebody.page
    device = somebody.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    somebody.go("/accounts/login/")
    somebody.join(
        "Keyla Holder", "keyla@post.example"
    )  # who has a key is asked for it in other tests too
    somebody.go("/me/security/")
    page.get_by_role("link", name="Add one").click()
    page.get_by_label("What do you call it?").fill("my laptop")
    page.get_by_role("button", name="Ask my device").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    assert page.locator("main code").inner_text().strip().count("\n") == 9

    somebody.go("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Signs you in by itself")).to_be_visible()

    somebody.go("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    somebody.go("/accounts/login/?next=/me/security/")
    page.get_by_role("button", name="passkey").click()
    page.wait_for_url(f"{somebody.house.url}/me/security/")
    expect(page.get_by_text("1 key")).to_be_visible()

    somebody.go("/accounts/sessions/")
    expect(page.get_by_text("this one")).to_be_visible()
