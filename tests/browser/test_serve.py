"""`make serve` as a contributor has it. Among the browser tests since it builds the whole site once more."""

import socket
import subprocess
import sys
from urllib.request import urlopen

from lessonkit.project import HERE


def test_serving_shows_both_languages_on_one_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "lessonkit.serve", str(port)], cwd=HERE.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert any("Serving on" in line for line in server.stdout)
        for path, language in (("", "en"), ("vi/", "vi"), ("vi/02-one-query/", "vi")):
            page = urlopen(f"http://127.0.0.1:{port}/{path}").read().decode()
            assert f'<html lang="{language}"' in page and "livereload" in page
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
