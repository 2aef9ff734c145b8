"""Servers that a test starts for itself and stops again: PostgreSQL, MariaDB, a web server."""

from __future__ import annotations

import functools
import http.server
import os
import pwd
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

PASSWORD = "pa:ss/w%rd-of-nobody"  # noqa: S105 - of a server that lives for a test
_PATIENCE_S = 30


def _programs(name: str, package: str, *programs: str) -> list[str]:
    """Where the programs of a server are; without them its tests are skipped, or fail in CI."""
    # Debian keeps some of them out of the path.
    folders = ["/usr/sbin", *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin")))]
    path = os.pathsep.join([*folders, os.environ.get("PATH", "")])
    found = [place for program in programs if (place := shutil.which(program, path=path))]
    if len(found) < len(programs):
        message = f"there is no {name} here; Debian's package is {package}"
        if os.environ.get(f"JOURNEYS_TEST_{name.upper()}") == "required":
            pytest.fail(message)
        pytest.skip(message)
    return found


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server behind a socket; yields an address with a password."""
    initdb, pg_ctl = _programs("PostgreSQL", "postgresql", "initdb", "pg_ctl")
    with _folder_of("postgres") as (folder, user):
        secret = folder / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        data, options = (
            str(folder / "db"),
            f"-F -c listen_addresses= -c unix_socket_directories={folder}",
        )
        _run([initdb, "-D", data, "-U", "shop", "-A", "scram-sha-256", "--pwfile", str(secret),
              "--no-sync", "-E", "UTF8"], user)  # fmt: skip
        _run([pg_ctl, "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start"], user)
        try:
            yield f"postgresql://shop:{quote(PASSWORD, safe='')}@/postgres?host={folder}"
        finally:
            _run([pg_ctl, "-D", data, "-m", "immediate", "stop"], user)


@contextmanager
def mariadb() -> Iterator[str]:
    """A MariaDB server on a port of this machine; yields an address with a password."""
    install, server = _programs("MariaDB", "mariadb-server", "mariadb-install-db", "mariadbd")
    with _folder_of("mysql") as (folder, user):
        data, port = f"--datadir={folder}/db", _free_port()
        start = folder / "start.sql"
        start.write_text(
            "create database shop;\ngrant all on shop.* to shop@localhost "
            f"identified by '{PASSWORD}';\n"
        )
        start.chmod(0o644)
        _run([install, "--no-defaults", data, "--auth-root-authentication-method=normal"], user)
        command = [server, "--no-defaults", data, f"--port={port}", f"--socket={folder}/s",
                   f"--init-file={start}", "--bind-address=127.0.0.1"]  # fmt: skip
        running = subprocess.Popen(command, user=user, stderr=subprocess.DEVNULL, cwd="/")
        try:
            _wait_for(folder / "s")
            yield f"mysql://shop:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/shop"
        finally:
            running.terminate()
            running.wait(_PATIENCE_S)


@contextmanager
def web(folder: Path) -> Iterator[str]:
    """A web server of a folder, which lists what is in it; yields its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files; some names stand for servers that misbehave."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name above
        """Say nothing."""

    def do_GET(self) -> None:
        if "forbidden" in self.path:
            self.send_error(403, "Forbidden")
        elif "broken-off" in self.path:
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"who,what,at\nC1,call,2026-03-02T08:30:00Z\n")
        else:
            super().do_GET()


@contextmanager
def _folder_of(wanted: str) -> Iterator[tuple[Path, str]]:
    """A folder of its own, and who owns it: servers refuse to run as root."""
    user = pwd.getpwuid(os.getuid()).pw_name
    if os.getuid() == 0:
        known = {entry.pw_name for entry in pwd.getpwall()}
        user = wanted if wanted in known else "nobody"
    with tempfile.TemporaryDirectory(prefix="srv") as folder:
        if os.getuid() == 0:
            shutil.chown(folder, user)
        yield Path(folder), user


def _run(command: Sequence[str], user: str) -> None:
    other = user if os.getuid() == 0 else None
    done = subprocess.run(command, user=other, cwd="/", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def _free_port() -> int:
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        return server.server_address[1]


def _wait_for(file: Path) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not file.exists():
        assert time.monotonic() < end, f"{file.name} did not appear"
        time.sleep(0.1)
