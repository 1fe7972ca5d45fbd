"""`make` runs this with any Python, so it keeps to old syntax and the standard library.

It makes `.venv`, installs what `requirements/` lock, and hands over to `lessonkit.third_party`.
`.venv/ready-site` or `.venv/ready-test` is written last: without it the next `make` sets up again.
"""

import glob
import os
import shutil
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 14)  # what NumPy 2.4 has wheels for
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
IN_VENV = os.path.join(VENV, "bin", "python")


def stop(sentence):
    """End the process by a sentence that says what to do."""
    sys.exit("\nSet-up stopped: " + sentence)


def check_version(version):
    """Stop where there are no wheels for this Python."""
    if not OLDEST <= version[:2] <= NEWEST:
        stop(
            "this is Python %d.%d, and the site needs 3.11 to 3.14."
            " Name one of these: make PYTHON=python3.12 serve" % tuple(version[:2])
        )


def make_venv():
    """Make `.venv`, anew where one that was cut short or made by another Python is in the way."""
    other = "import sys, pip; sys.exit(sys.version_info[:2] != (%d, %d))" % sys.version_info[:2]
    if (
        os.path.exists(IN_VENV)
        and subprocess.call([IN_VENV, "-c", other], stderr=subprocess.DEVNULL) == 0
    ):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.call([sys.executable, "-m", "venv", VENV]) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        stop(
            "%s has no working venv module. On Debian and Ubuntu: apt-get install python3-venv."
            " Then run make again." % sys.executable
        )


def install(name):
    """Install the locked packages, and let programs of the environment import `lessonkit`."""
    print(
        "Installing what requirements/%s.txt locks (the first time takes a minute)" % name,
        flush=True,
    )
    command = [IN_VENV, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    lock = os.path.join(ROOT, "requirements", name + ".txt")
    if subprocess.call(command + ["--require-hashes", "-r", lock]) != 0:
        stop("pip could not install the packages; its message is above. Is there a network?")
    path = "import sysconfig; print(sysconfig.get_path('purelib'))"
    where = subprocess.check_output([IN_VENV, "-c", path], universal_newlines=True).strip()
    with open(os.path.join(where, "lessonkit.pth"), "w") as path_file:
        path_file.write(os.path.relpath(ROOT, where) + "\n")


def main(name):
    check_version(sys.version_info)
    make_venv()
    for done in glob.glob(os.path.join(VENV, "ready-*")):  # npm may remove what the other one needs
        os.remove(done)
    install(name)
    if subprocess.call([IN_VENV, "-m", "lessonkit.third_party", name], cwd=ROOT) != 0:
        sys.exit(1)
    for done in ["site", "test"] if name == "test" else ["site"]:
        open(os.path.join(VENV, "ready-" + done), "w").close()


if __name__ == "__main__":
    main(sys.argv[1])
