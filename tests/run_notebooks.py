"""`python run_notebooks.py A.ipynb B.ipynb`: what each cell of each notebook leaves when it runs, as JSON.

A notebook runs in IPython, cell by cell, in a process of its own and in a folder that holds nothing else. The processes
are forked from this one, in which IPython and NumPy are loaded and no notebook has ever run: a tenth of the time that a
kernel takes to start.
"""

import json
import multiprocessing
import os
import sys
import tempfile
from pathlib import Path

import numpy  # noqa: F401  (loaded once, for all that is forked)
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

FORK = multiprocessing.get_context("fork")


def left_by(shell: InteractiveShell, code: str) -> str:
    """What a cell prints; a warning, an error or a value that it shows counts as printed too."""
    with capture_output() as captured:
        shell.run_cell(code, store_history=True)
    return captured.stdout + captured.stderr + "".join(repr(output) for output in captured.outputs)


def run(shell: InteractiveShell, cells: list[str], send) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        send([left_by(shell, code) for code in cells])


def code_of(notebook: Path) -> list[str]:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def main(notebooks: list[str]) -> None:
    sys.path[0] = ""  # as in a kernel: the notebook's folder, and not this one's
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}), colors="nocolor")
    left = {}
    for notebook in notebooks:
        reader, writer = FORK.Pipe(duplex=False)
        child = FORK.Process(target=run, args=(shell, code_of(Path(notebook)), writer.send))
        child.start()
        writer.close()
        left[notebook] = reader.recv()
        child.join()
    print(json.dumps(left))


if __name__ == "__main__":
    main(sys.argv[1:])
