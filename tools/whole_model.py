"""Record the training of page 15 in snippets/data/whole-model.npz, with the page's own code.

    python tools/whole_model.py

All arrays of a text begin with its name. `text`: the text; `losses` and `losses_without` (600,):
the loss of each step, with attention and without; `held_out` (2,): the loss of both on the text
held out; a matrix for each part of the model with attention, as float16; `mistakes` (5, 600): the
losses with each mistake; `ends` (2, 8): the mean loss of the last 50 steps with attention and
without, from eight other starts; `held_out_best` (2, 8): the smallest loss on the text held out
while these train, looked at every 20 steps.
"""

import contextlib
import io
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
SNIPPETS = ROOT / "snippets"
DATA = SNIPPETS / "data" / "whole-model.npz"
sys.path[:0] = [str(ROOT), str(SNIPPETS)]
from lessonkit.sections import sections  # noqa: E402

STEPS, SEEDS = 600, 8
TEXTS = ("alice", "kieu")
CODE = ["by_hand", "text", "weights", "parts", "look", "forward", "loss", "backward"]
CODE += ["look_backward", "adam", "batch", "training", "loss_on"]
# What a reader changes in the page's cells to make each mistake: what was there, what is there now.
MISTAKES = {
    "targets not shifted": [("known[begin + 1]", "known[begin]")],
    "no mask": [("is_causal=True", "is_causal=False")],
    "no residual": [
        ("x_1 = x_0 + added", "x_1 = added"),
        ("grad_x = grad_x + look_backward", "grad_x = look_backward"),
    ],
    "rate times 30": [("rate=3e-3", "rate=9e-2")],
    "no Adam": [("rate * mean / (np.sqrt(square) + 1e-8)", "100 * rate * grad")],
}
HELD_OUT = "losses.append(loss_on(w, held_out) if step % 20 == 0 else np.inf)"


def page(name: str, changes=()) -> dict:
    """The names of the page's cells up to the training, for a text, with some lines changed."""
    parts = sections(SNIPPETS / "15_whole_model.py")
    code = "\n".join(parts[part].text for part in CODE)
    for old, new in [('name = "alice"', f'name = "{name}"'), *changes]:
        if old not in code:
            raise SystemExit(f"page 15 has no {old!r} any more; change tools/whole_model.py too")
        code = code.replace(old, new)
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, names)
    return names


def losses(names: dict, w: dict, seed=1) -> np.ndarray:
    with contextlib.redirect_stdout(io.StringIO()):
        return np.array(names["train"](w, STEPS, seed), dtype="float32")


def record(name: str) -> dict:
    """All arrays of a text but the text."""
    names, found = page(name), {}
    w, without = (names["new_weights"](0, attention) for attention in (True, False))
    found["losses"], found["losses_without"] = losses(names, w), losses(names, without)
    found |= {part: matrix.astype("float16") for part, matrix in w.items()}
    found["held_out"] = np.array(
        [names["loss_on"](each, names["held_out"]) for each in (w, without)]
    )
    wrong = (page(name, changes) for changes in MISTAKES.values())
    found["mistakes"] = np.stack([losses(each, each["new_weights"](0)) for each in wrong])
    found["ends"] = starts(names)[..., -50:].mean(axis=-1)
    found["held_out_best"] = starts(page(name, [("losses.append(loss)", HELD_OUT)])).min(axis=-1)
    return {f"{name}_{key}": array for key, array in found.items()}


def starts(names: dict) -> np.ndarray:
    """What `train` returns from eight other starts, with attention and without: (2, 8, 600)."""
    return np.stack(
        [
            [losses(names, names["new_weights"](s, attention), s) for s in range(2, 2 + SEEDS)]
            for attention in (True, False)
        ]
    )


def main():
    texts = {
        f"{name}_text": np.array((ROOT / "tools" / "texts" / f"{name}.txt").read_text("utf-8"))
        for name in TEXTS
    }
    np.savez_compressed(DATA, **texts)  # the page's cells read it
    arrays = texts | {"mistakes": np.array(list(MISTAKES))}
    for name in TEXTS:
        arrays |= record(name)
    np.savez_compressed(DATA, **arrays)
    print(DATA.relative_to(ROOT), DATA.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
