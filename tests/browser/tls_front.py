"""https on this machine: a certificate of our own, what stands in front of the server as a proxy does, and a browser that trusts it.

The name is not localhost, so that nothing a browser lets pass on localhost alone can help.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME = "clinic.example.test"
END_OF_HEAD = b"\r\n\r\n"
CHUNK = 65_536
ANSWER_WITHIN_S = 60


@dataclass(frozen=True)
class Certificate:
    """A certificate for `NAME` in a file with its key, and the digest of its public key."""

    file: Path
    spki_sha256: str

    @property
    def trusted_by(self) -> tuple[str, str]:
        """Switches of a Chromium that trusts exactly this certificate, and finds the name here."""
        return f"--ignore-certificate-errors-spki-list={self.spki_sha256}", f"--host-resolver-rules=MAP {NAME} 127.0.0.1"


def make_certificate(folder: Path) -> Certificate:
    """A certificate that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + certificate.public_bytes(pem)
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return Certificate(file, base64.b64encode(hashlib.sha256(public).digest()).decode())


class _Request(socketserver.BaseRequestHandler):
    """One request, one connection: the head gets what a proxy says of itself, all else goes through as it is."""

    server: _Front

    def handle(self) -> None:
        # A browser that goes away in the middle is no fault.
        with suppress(OSError), self.server.tls.wrap_socket(self.request, server_side=True) as outer:
            head, body = _read_head(outer)
            with socket.create_connection(("127.0.0.1", self.server.behind), timeout=ANSWER_WITHIN_S) as inner:
                inner.sendall(head)
                to_come = _length(head) - len(body)
                inner.sendall(body)
                while to_come > 0 and (more := outer.recv(CHUNK)):
                    inner.sendall(more)
                    to_come -= len(more)
                while more := inner.recv(CHUNK):
                    outer.sendall(more)


def _read_head(outer: ssl.SSLSocket) -> tuple[bytes, bytes]:
    read = b""
    while END_OF_HEAD not in read:
        more = outer.recv(CHUNK)
        if not more:
            raise ConnectionAbortedError
        read += more
    head, _, body = read.partition(END_OF_HEAD)
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    lines += [b"Connection: close", b"X-Forwarded-Proto: https", b"X-Forwarded-For: 127.0.0.1"]
    return b"\r\n".join(lines) + END_OF_HEAD, body


def _length(head: bytes) -> int:
    said = [line.partition(b":")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return int(said[0]) if said else 0


class _Front(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, certificate: Certificate) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.behind = 0
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificate.file)


@dataclass
class Front:
    """Where https is spoken; `lead_to` says to which port of this machine."""

    address: str
    _front: _Front

    def lead_to(self, port: int) -> None:
        """What comes in goes there."""
        self._front.behind = port


@contextmanager
def https_front(certificate: Certificate) -> Iterator[Front]:
    """A front as long as the block runs; its address is known before the server behind it has started."""
    with _Front(certificate) as front:
        threading.Thread(target=front.serve_forever, daemon=True).start()
        yield Front(f"https://{NAME}:{front.server_address[1]}", front)
        front.shutdown()
