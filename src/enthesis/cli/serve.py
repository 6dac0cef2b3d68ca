"""`enthesis serve`: the board on this machine, with a link to it."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from enthesis.cli.demo import make_demo
from enthesis.cli.first_start import print_set_up_link
from enthesis.terms.fault import FaultyPack, UnusableInput

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PORTS_TRIED = 20
UPKEEP_EVERY_S = 60.0
THREADS = 4
LARGEST_BODY_BYTES = 12_000_000
"""Above the limit of the pages themselves, so that they answer in their own words up to here."""


def run(host: str = "127.0.0.1", port: int = 8000, open_link: bool = False, demo: bool = False) -> int:
    """Serve until Ctrl-C.

    Args:
        host: address to listen on; anything but loopback needs ENTHESIS_PUBLIC_URL, so that links and hosts are known.
        port: the port to try first; the next free one is taken when it is in use. 0: any free port.
        open_link: also open the link in the browser.
        demo: fill an installation that holds nobody yet with a demo clinic.
    Returns:
        0 when stopped by Ctrl-C, 2 when the server cannot start (one line says what, where and how to mend it).
    """
    # Requests are answered side by side: threads of one product of matrices would only be in one another's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if host not in LOOPBACK and not os.environ.get("ENTHESIS_PUBLIC_URL"):
        print(
            f"enthesis serve: --host {host} is open to other devices, but their address for it is not known; "
            "set ENTHESIS_PUBLIC_URL, for instance https://board.example.org",
            file=sys.stderr,
        )
        return 2
    if not 0 <= port <= 65535:
        print(f"enthesis serve: --port {port} is not a port; use a number from 1024 to 65535", file=sys.stderr)
        return 2
    with ExitStack() as held:
        try:
            home = _prepare(held)
            listening = _listen(host, port)
            application = _load_application()
            said = make_demo(home) if demo else ()
        except (UnusableInput, FaultyPack) as error:
            print(f"enthesis serve: {error}", file=sys.stderr)
            return 2
        _start_upkeep()
        for line in said:
            print(line, flush=True)
        return _announce_and_serve(application, listening, home, host, port, open_link)


def _prepare(held: ExitStack) -> Path:
    """Settings, the lock that tells a restore that a server is at work, and the database brought to this version.

    Raises:
        UnusableInput: the folder, the keys or the database cannot be used.
    """
    from enthesis.cli.installation import open_installation
    from enthesis.records.locks import SERVING, hold_file

    home = open_installation()
    from enthesis.records.migrating import migrate_with_backup

    held.enter_context(hold_file(home, SERVING, shared=True, wait_s=5, busy="a restore is at work on this folder"))
    done = migrate_with_backup(home)
    if done.backup is not None:
        print(
            f"The database was brought to this version ({len(done.applied)} changes); before that it was copied to {done.backup}"
        )
    return home


def _announce_and_serve(application: Any, listening: socket.socket, home: Path, host: str, port: int, open_link: bool) -> int:
    taken = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    link = os.environ.get("ENTHESIS_PUBLIC_URL") if host not in LOOPBACK else f"http://{shown}:{taken}/"
    _note_own_origin(str(link))
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrupt)
    try:
        if port and taken != port:
            print(f"Port {port} is in use; port {taken} is taken instead.", flush=True)
        print(f"Enthesis is at {link} (Ctrl-C stops it)", flush=True)
        print_set_up_link(f"{str(link).rstrip('/')}/")
        if open_link:
            webbrowser.open(str(link))
        _serve(application, listening)
    except KeyboardInterrupt:
        listening.close()
    print("\nStopped.", flush=True)
    return 0


def _note_own_origin(link: str) -> None:
    from django.conf import settings

    settings.OWN_ORIGIN = link.rstrip("/")


def _start_upkeep() -> None:
    """A thread that does what is due, every minute, as `enthesis tick` does it."""

    def keep_up() -> None:
        from django.db import connections
        from django.utils import timezone

        from enthesis.actions.tick import tick

        ending = threading.Event()
        while not ending.wait(UPKEEP_EVERY_S):
            try:
                tick(timezone.now())
            except Exception:  # what failed now is due again in a minute; the server must not lose its upkeep
                logging.getLogger("enthesis.upkeep").exception("the upkeep failed; it is tried again")
            finally:
                connections.close_all()

    threading.Thread(target=keep_up, name="upkeep", daemon=True).start()


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _load_application() -> Any:
    from enthesis.knowledge.regions import default_region
    from enthesis.web.assessor import get_knowledge
    from enthesis.wsgi import application

    get_knowledge(default_region())
    return application


def _serve(application: Any, listening: socket.socket) -> None:
    from waitress.server import create_server

    server = create_server(
        application,
        sockets=[listening],
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST_BODY_BYTES,
        inbuf_overflow=LARGEST_BODY_BYTES,
        outbuf_overflow=LARGEST_BODY_BYTES,
        clear_untrusted_proxy_headers=False,
    )
    try:
        server.run()
    finally:
        server.close()


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to the first free port from `port` on.

    Raises:
        UnusableInput: none is free, or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last = port if port == 0 else min(port + PORTS_TRIED, 65536) - 1
    for candidate in range(port, last + 1):
        listening = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
            listening.listen(64)
        except OSError as error:
            listening.close()
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                continue
            raise UnusableInput(f"--host {host}", f"this address cannot be used ({error.strerror})", "use 127.0.0.1") from None
        return listening
    raise UnusableInput(f"--port {port}", f"no port from {port} to {last} is free", "name another with --port")
