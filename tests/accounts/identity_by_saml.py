"""A small SAML identity provider for tests: it reads our request and signs what the test wants said."""

import base64
import uuid
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Saml
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ENTITY = "https://idp.works.example/metadata"
SSO = "https://idp.works.example/sso"


def certified(key: RSAPrivateKey) -> str:
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.works.example")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
        .sign(key, SHA256())
    )  # fmt: skip
    return made.public_bytes(Encoding.PEM).decode()


@dataclass
class SamlProvider:
    key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    certificate: str = ""

    def __post_init__(self) -> None:
        self.certificate = certified(self.key)

    @property
    def pem(self) -> str:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    def metadata(self) -> str:
        lines = "".join(self.certificate.split("\n")[1:-2])
        return (
            f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ENTITY}"><IDPSSODescriptor '
            'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo '
            f'xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{lines}</X509Certificate></X509Data>'
            f'</KeyInfo></KeyDescriptor><SingleSignOnService Binding="{Saml.BINDING_HTTP_REDIRECT}" Location="{SSO}"/>'
            "</IDPSSODescriptor></EntityDescriptor>"
        )

    def read(self, address: str) -> ElementTree.Element:
        """The request we came with, as the browser carries it."""
        asked = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
        return ElementTree.fromstring(zlib.decompress(base64.b64decode(asked), -15))

    def answer(
        self, request: ElementTree.Element, *, audience: str, subject: str = "subject-1",
        email: str = "nia@works.example", signed: bool = True, minutes: int = 5, issuer: str = ENTITY,
        destination: str = "", in_response_to: str | None = None,
    ) -> str:  # fmt: skip
        """A response for the browser to post; every argument is what a test lets it lie about."""
        acs = destination or request.get("AssertionConsumerServiceURL", "")
        asked = request.get("ID") if in_response_to is None else in_response_to
        replied = f' InResponseTo="{asked}"' if asked else ""
        now, until = stamp(0), stamp(minutes)
        assertion_id = f"_{uuid.uuid4().hex}"
        before = stamp(-10)
        assertion = (
            f'<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{assertion_id}" Version="2.0" '
            f'IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer><saml:Subject><saml:NameID '
            f'Format="{Saml.NAMEID_PERSISTENT}">{subject}</saml:NameID><saml:SubjectConfirmation Method="{Saml.CM_BEARER}">'
            f'<saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{acs}"{replied}/></saml:SubjectConfirmation>'
            f'</saml:Subject><saml:Conditions NotBefore="{before}" NotOnOrAfter="{until}"><saml:AudienceRestriction>'
            f"<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement "
            f'AuthnInstant="{now}" SessionIndex="s1"><saml:AuthnContext><saml:AuthnContextClassRef>{Saml.AC_PASSWORD}'
            "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>"
            f'<saml:Attribute Name="email"><saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute>'
            '<saml:Attribute Name="displayName"><saml:AttributeValue>Nia New</saml:AttributeValue></saml:Attribute>'
            "</saml:AttributeStatement></saml:Assertion>"
        )
        if signed:
            assertion = OneLogin_Saml2_Utils.add_sign(
                assertion, self.pem, self.certificate,
                sign_algorithm=Saml.RSA_SHA256, digest_algorithm=Saml.SHA256,
            ).decode()  # fmt: skip
        response = (
            f'<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_{uuid.uuid4().hex}" Version="2.0" '
            f'IssueInstant="{now}" Destination="{acs}"{replied}><saml:Issuer '
            f'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{issuer}</saml:Issuer><samlp:Status><samlp:StatusCode '
            f'Value="{Saml.STATUS_SUCCESS}"/></samlp:Status>{assertion}</samlp:Response>'
        )
        return base64.b64encode(response.encode()).decode()


def stamp(minutes: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
