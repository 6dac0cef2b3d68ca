"""The server as a process: its key, its port, its link, and how it stops."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from enthesis.cli.serve import _listen


def test_secret_key_is_readable_by_its_owner_alone() -> None:
    mode = stat.S_IMODE((Path(settings.ENTHESIS_HOME) / "secret_key").stat().st_mode)

    assert mode == 0o600


def test_debug_is_off_unless_asked() -> None:
    assert settings.DEBUG is False


def test_the_next_free_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = _listen("127.0.0.1", port)
        with found:
            assert port < found.getsockname()[1] <= port + 20


@pytest.mark.skipif(os.name != "posix", reason="sends an interrupt")
def test_serve_prints_a_link_and_stops_on_interrupt() -> None:
    code = (  # a shell's background jobs hand down that Ctrl-C is ignored
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from enthesis.cli.serve import run; sys.exit(run('127.0.0.1', 0, False))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=30)

    assert re.match(r"Enthesis is at http://127\.0\.0\.1:\d+/ ", line), line + err
    assert "Stopped." in out
    assert server.returncode == 0
    assert "Traceback" not in err
