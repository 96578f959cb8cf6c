"""Every address of the project, and who is let in: to read it (GET) and to act on it (POST).

A new address fails here until its line is written; so does a rule that changed. Letters: V visitor, M member (who
asked the question and owns a case's draft), O outsider, E evangelist, A agent, X executive, G community manager,
D administrator. Let in: not sent to sign in, not 403, 404 or 405. Forms are sent empty, so that 422 is let in.
"""

import logging

import pytest
from django.db import transaction
from django.test import Client

from tests.world import World, addresses, signed_in, url_names, world  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]

# name: (GET, POST)
MATRIX: dict[str, tuple[str, str]] = {
    "home": ("VMOEAXGD", ""),
    "account_login": ("VMOEAXGD", "VMOEAXGD"),
    "account_logout": ("VMOEAXGD", "VMOEAXGD"),
    "account_inactive": ("VMOEAXGD", ""),
    "account_signup": ("VMOEAXGD", "VMOEAXGD"),
    "account_reauthenticate": ("", ""),
    "accounts:reauthenticate_by_code": ("MOEAXGD", ""),
    "account_email": ("MOEAXGD", "MOEAXGD"),
    "account_email_verification_sent": ("MOEAXGD", "MOEAXGD"),
    "account_change_password": ("MOEAXGD", "MOEAXGD"),
    "account_set_password": ("MOEAXGD", "MOEAXGD"),
    "account_reset_password": ("VMOEAXGD", "VMOEAXGD"),
    "account_confirm_login_code": ("MOEAXGD", "MOEAXGD"),
    "account_reset_password_from_key_done": ("VMOEAXGD", ""),
    "account_reset_password_from_key": ("VMOEAXGD", "VMOEAXGD"),
    "account_reset_password_done": ("VMOEAXGD", ""),
    "account_request_login_code": ("VMOEAXGD", "VMOEAXGD"),
    "socialaccount_login_cancelled": ("VMOEAXGD", ""),
    "socialaccount_login_error": ("VMOEAXGD", ""),
    "socialaccount_signup": ("", ""),
    "socialaccount_connections": ("MOEAXGD", "MOEAXGD"),
    "openid_connect_login": ("", ""),
    "openid_connect_callback": ("", ""),
    "mfa_index": ("MOEAXGD", ""),
    "mfa_authenticate": ("MOEAXGD", "MOEAXGD"),
    "mfa_reauthenticate": ("", ""),
    "mfa_activate_totp": ("MOEAXGD", "MOEAXGD"),
    "mfa_deactivate_totp": ("", ""),
    "mfa_view_recovery_codes": ("", ""),
    "mfa_generate_recovery_codes": ("MOEAXGD", "MOEAXGD"),
    "mfa_download_recovery_codes": ("", ""),
    "mfa_list_webauthn": ("MOEAXGD", ""),
    "mfa_add_webauthn": ("MOEAXGD", "MOEAXGD"),
    "mfa_edit_webauthn": ("", ""),
    "mfa_remove_webauthn": ("", ""),
    "mfa_reauthenticate_webauthn": ("", ""),
    "mfa_login_webauthn": ("MOEAXGD", "MOEAXGD"),
    "accounts:security": ("MOEAXGD", ""),
    "accounts:session_end": ("", ""),
    "accounts:sign_out_everywhere": ("", ""),
    "accounts:studio_security": ("D", "D"),
    "usersessions_list": ("MOEAXGD", "MOEAXGD"),
    "apple_login": ("", ""),
    "apple_callback": ("", ""),
    "apple_finish_callback": ("", ""),
    "facebook_login": ("", ""),
    "facebook_callback": ("", ""),
    "facebook_login_by_token": ("", ""),
    "github_login": ("", ""),
    "github_callback": ("", ""),
    "google_login": ("", ""),
    "google_callback": ("", ""),
    "google_login_by_token": ("", ""),
    "microsoft_login": ("", ""),
    "microsoft_callback": ("", ""),
    "saml_acs": ("", ""),
    "saml_finish_acs": ("", ""),
    "saml_sls": ("", ""),
    "saml_metadata": ("", ""),
    "saml_login": ("", ""),
    "text:preview": ("", "VMOEAXGD"),
    "uploads:uploads": ("", "VMOEAXGD"),
    "uploads:picture": ("GD", ""),
    "accounts:profile": ("VMOEAXGD", ""),
    "accounts:settings": ("MOEAXGD", "MOEAXGD"),
    "accounts:trust": ("VMOEAXGD", ""),
    "accounts:my_trust": ("MOEAXGD", ""),
    "accounts:trust_level": ("GD", "GD"),
    "accounts:trust_rules": ("D", "D"),
    "accounts:admission": ("D", "D"),
    "accounts:admission_requests": ("D", "D"),
    "accounts:people": ("D", ""),
    "accounts:person": ("D", ""),
    "moderation:suspensions": ("GD", ""),
    "moderation:suspension": ("GD", "GD"),
    "moderation:own_suspension": ("MOEAXGD", ""),
    "accounts:waiting": ("VMOEAXGD", ""),
    "accounts:invitations": ("GD", "GD"),
    "accounts:invitation_revocation": ("", "GD"),
    "accounts:invitation": ("VMOEAXGD", "VMOEAXGD"),
    "accounts:role_meanings": ("VMOEAXGD", ""),
    "accounts:avatar": ("", "MOEAXGD"),
    "accounts:provider_picture": ("", ""),
    "accounts:blocks": ("MOEAXGD", "MOEAXGD"),
    "accounts:block": ("", "OEAXGD"),
    "accounts:my_questions": ("", "MOEAXGD"),
    "accounts:question": ("MOEAXGD", "MOEAXGD"),
    "accounts:questions": ("D", ""),
    "accounts:question_new": ("D", "D"),
    "accounts:question_edit": ("D", "D"),
    "accounts:consent": ("", ""),
    "accounts:kept": ("VMOEAXGD", ""),
    "accounts:kept_act": ("", ""),
    "accounts:claim": ("VMOEAXGD", ""),
    "accounts:privacy": ("VMOEAXGD", ""),
    "accounts:consent_giving": ("", "VMOEAXGD"),
    "accounts:consent_withdrawal": ("", "VMOEAXGD"),
    "accounts:knows": ("MOEAXGD", ""),
    "accounts:known_section": ("MOEAXGD", ""),
    "accounts:exports": ("MOEAXGD", "MOEAXGD"),
    "accounts:export_file": ("M", ""),
    "accounts:deletion": ("MOEAXGD", "MOEAXGD"),
    "accounts:deletion_cancellation": ("", "MOEAXGD"),
    "accounts:staying": ("VMOEAXGD", "VMOEAXGD"),
    "spaces:brand_look": ("VMOEAXGD", ""),
    "spaces:space_look": ("VMOEAXGD", ""),
    "spaces:studio": ("D", "D"),
    "spaces:studio_spaces": ("D", ""),
    "spaces:studio_space_new": ("D", "D"),
    "spaces:studio_space": ("D", "D"),
    "spaces:roles": ("D", "D"),
    "spaces:role_withdrawal": ("D", "D"),
    "spaces:people": ("D", ""),
    "forums:latest": ("VMOEAXGD", ""),
    "forums:spaces": ("VMOEAXGD", ""),
    "forums:space": ("VMOEAXGD", ""),
    "forums:board": ("VMOEAXGD", ""),
    "forums:topic_short": ("VMOEAXGD", ""),
    "forums:topic": ("VMOEAXGD", ""),
    "forums:post": ("VMOEAXGD", ""),
    "forums:newer_posts": ("VMOEAXGD", ""),
    "forums:topic_state": ("VMOEAXGD", ""),
    "forums:conversation": ("VMOEAXGD", ""),
    "forums:reply": ("VMOEAXGD", "VMOEAXGD"),
    "forums:post_fragment": ("VMOEAXGD", ""),
    "forums:post_edit": ("O", "O"),
    "forums:post_deletion": ("", "O"),
    "forums:post_restoration": ("", ""),
    "forums:solution": ("", "MG"),
    "forums:thanks": ("", "MEAXGD"),
    "forums:ask": ("VMOEAXGD", "VMOEAXGD"),
    "forums:draft": ("", "VMOEAXGD"),
    "forums:draft_discard": ("", "VMOEAXGD"),
    "forums:topics_of": ("VMOEAXGD", ""),
    "forums:replies_of": ("VMOEAXGD", ""),
    "forums:solutions_of": ("VMOEAXGD", ""),
    "content:articles": ("VMOEAXGD", ""),
    "content:article_new": ("E", "E"),
    "content:article": ("VMOEAXGD", ""),
    "content:article_edit": ("E", "E"),
    "content:publication": ("", "E"),
    "content:author": ("", ""),
    "content:feed": ("VMOEAXGD", "VMOEAXGD"),
    "content:space_feed": ("VMOEAXGD", "VMOEAXGD"),
    "governance:policies": ("VMOEAXGD", ""),
    "governance:policy_new": ("GD", "GD"),
    "governance:policy": ("VMOEAXGD", ""),
    "governance:proposal_new": ("GD", "GD"),
    "governance:version": ("VMOEAXGD", ""),
    "governance:proposals": ("VMOEAXGD", ""),
    "governance:proposal_start": ("GD", ""),
    "governance:proposal": ("VMOEAXGD", ""),
    "governance:turnout": ("VMOEAXGD", ""),
    "governance:ballot": ("MOEAXGD", "MOEAXGD"),
    "governance:receipt": ("MOEAXGD", ""),
    "governance:receipt_check": ("VMOEAXGD", ""),
    "governance:tally": ("", ""),
    "notifications:inbox": ("MOEAXGD", ""),
    "notifications:inbox_count": ("MOEAXGD", ""),
    "notifications:inbox_read": ("", "MOEAXGD"),
    "notifications:notification": ("M", ""),
    "notifications:subscriptions": ("MOEAXGD", "MOEAXGD"),
    "notifications:subscription_end": ("", "MOEAXGD"),
    "notifications:mail": ("MOEAXGD", "MOEAXGD"),
    "notifications:unsubscribe": ("VMOEAXGD", "VMOEAXGD"),
    "search:find": ("VMOEAXGD", ""),
    "search:similar": ("VMOEAXGD", ""),
    "moderation:report": ("MEAXGD", "MOEAXGD"),
    "moderation:hiding": ("G", "G"),
    "moderation:queue": ("G", ""),
    "moderation:questions": ("G", ""),
    "moderation:claim": ("", ""),
    "moderation:release": ("", ""),
    "moderation:hide_reported": ("", "G"),
    "moderation:keep_reported": ("", "G"),
    "moderation:log": ("MOEAXGD", ""),
    "moderation:act": ("MOEAXGD", ""),
    "moderation:undo": ("", "G"),
    "support:contact": ("VMOEAXGD", ""),
    "support:answers": ("", "VMOEAXGD"),
    "support:enquiry": ("", ""),
    "support:answer": ("", ""),
    "support:solved": ("", ""),
    "support:send": ("", ""),
    "support:cases": ("MOEAXGD", ""),
    "support:case": ("A", ""),
    "support:answer_case": ("", "A"),
    "support:take": ("", "A"),
    "support:close": ("", "A"),
    "support:reopen": ("", "A"),
    "support:follow": ("VMOEAXGD", "VMOEAXGD"),
    "analytics:overview": ("XD", ""),
    "analytics:figures_csv": ("XD", ""),
    "analytics:saving": ("XD", ""),
    "analytics:deflection": ("XD", ""),
    "analytics:deflection_rows": ("XD", ""),
    "analytics:deflection_csv": ("XD", ""),
    "analytics:intent": ("XD", ""),
    "analytics:contact_rows": ("XD", ""),
    "analytics:contacts_csv": ("XD", ""),
    "analytics:contact": ("XD", ""),
    "analytics:question_rows": ("XD", ""),
    "analytics:questions_csv": ("XD", ""),
    "analytics:leads": ("XD", ""),
    "analytics:leads_csv": ("XD", ""),
    "analytics:lead": ("XD", ""),
    "analytics:segments": ("XD", ""),
    "analytics:assumptions": ("XD", ""),
    "analytics:assumption": ("XD", "XD"),
    "integrations:moved_question": ("VMOEAXGD", ""),
    "integrations:moved_question_short": ("VMOEAXGD", ""),
    "integrations:moved_answer": ("VMOEAXGD", ""),
}


def let_in(response) -> bool:
    if response.status_code in (301, 302, 303):
        return not response.headers["Location"].startswith(("/accounts/login/", "/accounts/reauth"))
    assert response.status_code < 500, response.request["PATH_INFO"]
    return response.status_code not in (403, 404, 405)


def asked(client: Client, method: str, address: str, data: dict) -> bool:
    """Whether one is let in; what it did is taken back."""
    with transaction.atomic():
        found = let_in(getattr(client, method)(address, data))
        transaction.set_rollback(True)
    return found


def test_every_address_lets_in_whom_the_table_says(world: World):  # noqa: F811
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    people = {
        "V": None, "M": world.member, "O": world.outsider, "E": world.evangelist, "A": world.agent,
        "X": world.executive, "G": world.manager, "D": world.administrator,
    }  # fmt: skip
    found = {}
    for name in url_names():
        address = addresses(world, name)[0]
        data = {"topic": world.topic.pk} if name.startswith("notifications:sub") else {}
        found[name] = tuple(
            "".join(
                letter
                for letter, member in people.items()
                if asked(signed_in(member), method, address, data if method == "post" else {})
            )
            for method in ("get", "post")
        )
    assert found.keys() == MATRIX.keys(), "write the line of a new address"
    assert found == MATRIX
