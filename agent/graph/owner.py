"""Who this process is, and whether the process behind another owner's name still lives."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
from functools import cache
from pathlib import Path


def this_process() -> str:
    """`host:pid:start:nonce`; the nonce tells apart processes where the start time is not known."""
    return _identity(os.getpid())


@cache
def _identity(pid: int) -> str:
    """Kept by pid: a forked child is another process than its parent."""
    return f"{_host()}:{pid}:{_started(pid)}:{secrets.token_hex(4)}"


def surely_dead(owner: str) -> bool:
    """Whether the owner is a process of this machine that has ended. False whenever that is not certain."""
    try:
        host, pid, started, _ = owner.split(":")
        number = int(pid)
    except ValueError:
        return False
    if host != _host():
        return False
    if number == os.getpid():
        return owner != this_process()
    now = _started(number)
    if now:
        return bool(started) and now != started
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


@cache
def _host() -> str:
    """This machine, since its last boot, within this container: pids mean the same wherever this is equal."""
    parts = [socket.gethostname()]
    for name in ("/proc/sys/kernel/random/boot_id", "/proc/self/ns/pid"):
        path = Path(name)
        try:
            parts.append(str(path.readlink()) if path.is_symlink() else path.read_text())
        except OSError:
            continue
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _started(pid: int) -> str:
    """The process's start in clock ticks since boot (Linux); empty where unknown, or when it has ended."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return ""
    return "" if after_name[0] in "ZX" else after_name[19]
