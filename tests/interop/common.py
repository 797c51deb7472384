"""What the programs that drive servers share: installing, processes, and files that are left alone when they are the same."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
FOLDER = TARGET / "interop"
# All clients and drivers are built here, so that dependencies are built once.
BUILT = FOLDER / "built"


def specwright():
    """The generator, with the features that it has in the tests, so that it is built once."""
    run(["cargo", "build", "--quiet", "--locked", "--workspace", "--bin", "specwright"], "cargo failed", cwd=ROOT)
    return str(TARGET / "debug" / "specwright")


def built(workspace, package):
    """The program of a package in a workspace of clients and drivers. A warning is a failure."""
    # The versions that the project is tested with.
    shutil.copy(ROOT / "Cargo.lock", workspace / "Cargo.lock")
    build = ["cargo", "build", "-p", package, "--manifest-path", str(workspace / "Cargo.toml")]
    # Nobody debugs it.
    options = {"CARGO_TARGET_DIR": str(BUILT), "RUSTFLAGS": "-D warnings", "CARGO_PROFILE_DEV_DEBUG": "0"}
    run(build, f"the driver of {package} does not compile", env={**os.environ, **options})
    return str(BUILT / "debug" / package)


def outcomes(name, driver, address):
    """The outcome of each check of a driver, by its name. Each that failed is printed."""
    program = subprocess.run([driver, address], stdout=subprocess.PIPE, text=True, timeout=300)
    checks = {}
    for line in program.stdout.splitlines():
        outcome, check, reason = line.split("\t", 2)
        # What is checked twice is right when both are.
        if checks.get(check) != "fail":
            checks[check] = outcome
        if outcome == "fail":
            print(f"{name}: {check}: {reason}")
    if program.returncode:
        sys.exit(f"error: the driver of {name} ended before its time")
    failed = sum(outcome == "fail" for outcome in checks.values())
    print(f"{name}: {len(checks) - failed} passed, {failed} failed", flush=True)
    return checks


def fraction(outcomes):
    """How many passed, and of how many unless all did."""
    passed = sum(outcome == "pass" for outcome in outcomes)
    return str(passed) if passed == len(outcomes) else f"**{passed} of {len(outcomes)}**"


def npm_install(manifest, folder, title):
    """Installs the dependencies of a `package.json`, unless they are installed."""
    version = manifest.read_text("utf-8")
    if stamp_differs(folder, version):
        shutil.copy(manifest, folder)
        # Nothing of it needs its install scripts.
        options = ["--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        install(["npm", "install", *options], "npm", title)
        stamp(folder, version)


def write(path, text):
    """Writes only changed files, so that cargo does not rebuild others."""
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def install(command, program, title):
    if shutil.which(command[0]) is None:
        sys.exit(f"error: {program} is not installed, and {title} comes by it")
    if subprocess.run(command).returncode:
        sys.exit(f"error: {program} could not install {title}: can it reach its registry?")


def stamp_differs(folder, version):
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text("utf-8") == version:
        return False
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return True


def stamp(folder, version):
    """Written last, so that an incomplete installation is repeated."""
    (folder / "installed").write_text(version, "utf-8")


def run(command, problem, **options):
    if subprocess.run(command, **options).returncode:
        sys.exit(f"error: {problem}")


@contextlib.contextmanager
def running(command, log, **options):
    """A process in its own group, which ends with the block, also on errors."""
    with open(log, "wb") as output:
        process = subprocess.Popen(command, start_new_session=True, stdout=output, stderr=output, **options)
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def response_of(url, title, server, seconds=60):
    """What the server responds with, as soon as it does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(url, timeout=5) as response:
            return response.read()
        time.sleep(0.1)
    sys.exit(f"error: {title} does not respond; its log is in {FOLDER}")


def terminate(*_):
    raise KeyboardInterrupt
