"""Certificates as people paste them: with or without the lines around, in one line or many."""

import re

from cryptography.x509 import Certificate, load_pem_x509_certificate


def bare(text: str) -> str:
    """The base64 alone, in one line."""
    return re.sub(r"-----[^-]+-----|\s", "", text)


def read_certificate(text: str) -> Certificate | None:
    lines = "\n".join(re.findall(r".{1,64}", bare(text)))
    try:
        return load_pem_x509_certificate(
            f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n".encode()
        )
    except ValueError:
        return None
