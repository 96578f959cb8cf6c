"""A mailbox is asked over TLS, by a certificate that somebody we trust has signed for that very name."""

import ssl
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from integrations.actions.sync_desk import sync_connection
from integrations.desk.choosing import try_connection
from support.models import Case
from tests.integrations.imap import running_mailbox
from tests.integrations.letters import mail
from tests.integrations.test_read_mailbox import ask_again, connected

pytestmark = pytest.mark.django_db


class Authority:
    """Signs certificates; who trusts it is for the test to say."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.key = ec.generate_private_key(ec.SECP256R1())
        signed = self.signed(self.name, self.key, x509.BasicConstraints(ca=True, path_length=0))
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))

    def signed(self, name, key, *extensions, days: int = 1) -> x509.Certificate:
        now = timezone.now()
        made = x509.CertificateBuilder(
            issuer_name=self.name, subject_name=name, public_key=key.public_key(),
            serial_number=x509.random_serial_number(), not_valid_before=now - timedelta(days=3),
            not_valid_after=now + timedelta(days=days),
        )  # fmt: skip
        for each in extensions:
            made = made.add_extension(each, critical=isinstance(each, x509.BasicConstraints))
        return made.sign(self.key, hashes.SHA256())

    def context_for(self, alias: x509.GeneralName, **more) -> ssl.SSLContext:
        """What a server needs to speak as this name."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mailbox")])
        signed = self.signed(name, key, x509.SubjectAlternativeName([alias]), **more)
        file = self.folder / "server.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + signed.public_bytes(serialization.Encoding.PEM)
        )  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


HERE = x509.IPAddress(ip_address("127.0.0.1"))


@pytest.fixture
def authority(tmp_path, monkeypatch, brand) -> Authority:
    """Trusted in this test, as SSL_CERT_FILE says to every program of this machine."""
    made = Authority(tmp_path, "ours")
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return made


def sealed(box, **more):
    return connected(box, details={"port": box.port}, **more)


def test_mails_come_over_tls(authority, settings):
    with running_mailbox(settings, authority.context_for(HERE)) as box:
        box.mails[3] = mail("Long ago.")
        connection = sealed(box)
        [check] = try_connection(connection)
        assert check.state == "good", check
        ask_again()
        box.mails[4] = mail("The pump is loud.")
        assert ask_again() == 1
        assert [each.body for each in Case.objects.all()] == ["The pump is loud."]


@pytest.mark.parametrize("wrong", ["another name", "a stranger", "too old"])
def test_nobody_is_told_our_password_who_is_not_that_server(authority, settings, tmp_path, wrong):
    if wrong == "another name":
        context = authority.context_for(x509.DNSName("mail.elsewhere.example"))
    elif wrong == "a stranger":
        context = Authority(tmp_path, "stranger").context_for(HERE)
    else:
        context = authority.context_for(HERE, days=-1)
    with running_mailbox(settings, context) as box:
        connection = sealed(box)
        [check] = try_connection(connection)
        assert check.state == "bad"
        assert check.cure
        assert not sync_connection(connection_id=connection.pk)
        connection.refresh_from_db()
        assert "certificate" in connection.trouble.lower()
        assert box.said == []


def test_a_server_without_tls_is_not_asked_in_the_open(authority, settings):
    with running_mailbox(settings) as box:
        settings.OUTGOING_INSIDE = [f"imaps://127.0.0.1:{box.port}"]
        [check] = try_connection(sealed(box))
        assert check.state == "bad"
        assert not any("LOGIN" in each for each in box.said)
