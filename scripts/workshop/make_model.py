#!/usr/bin/env python3
"""Writes the model that pre-training starts from: a tokenizer made from the corpus, drawn weights.

    make_model.py CORPUS FOLDER    reads CORPUS/train.jsonl; writes config.json, tokenizer.json
                                   and model.safetensors into FOLDER

Same bytes on every run and every Python from 3.8. Nothing but the standard library.
"""

import array
import json
import math
import pathlib
import random
import re
import struct
import sys
from collections import Counter, defaultdict

VOCABULARY = 1280
END = "<|endoftext|>"
LAYERS, HIDDEN, HEADS, POSITIONS = 4, 160, 5, 256
SEED = 2026
# GPT-2's pre-tokenizer, for text with letters, ASCII digits and no apostrophes.
WORDS = re.compile(r" ?[^\W\d_]+| ?[0-9]+| ?[^\s\w]+|\s+(?!\S)|\s+")


def byte_letters():
    """GPT-2's visible letter for each byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [b for b in range(256) if b not in plain]
    letters = {b: chr(b) for b in plain}
    letters.update({b: chr(256 + place) for place, b in enumerate(hidden)})
    return letters


def learn_merges(words, count):
    """Byte-pair merges, most frequent pair first; ties go to the smaller pair."""
    spelled = [list(word) for word in words]
    shares = list(words.values())
    pairs, homes = Counter(), defaultdict(set)
    for place, letters in enumerate(spelled):
        for pair in zip(letters, letters[1:]):
            pairs[pair] += shares[place]
            homes[pair].add(place)
    merges = []
    while len(merges) < count and pairs:
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        if pairs[best] < 2:
            break
        merges.append(best)
        for place in sorted(homes[best]):
            old = spelled[place]
            new, at = [], 0
            while at < len(old):
                whole = tuple(old[at : at + 2]) == best
                new.append("".join(best) if whole else old[at])
                at += 2 if whole else 1
            for pair in zip(old, old[1:]):
                pairs[pair] -= shares[place]
                homes[pair].discard(place)
            for pair in zip(new, new[1:]):
                pairs[pair] += shares[place]
                homes[pair].add(place)
            spelled[place] = new
        pairs = +pairs
    return merges


def tokenizer(texts):
    letters = byte_letters()
    words = Counter()
    for text in texts:
        for word in WORDS.findall(text):
            words["".join(letters[b] for b in word.encode())] += 1
    alphabet = [END] + [letters[b] for b in sorted(letters)]
    merges = learn_merges(words, VOCABULARY - len(alphabet))
    vocabulary = {token: place for place, token in enumerate(alphabet)}
    for left, right in merges:
        vocabulary.setdefault(left + right, len(vocabulary))
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True,
                  "use_regex": True}  # fmt: skip
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": 0, "content": END, "single_word": False, "lstrip": False,
                          "rstrip": False, "normalized": False, "special": True}],
        "normalizer": None, "pre_tokenizer": byte_level, "post_processor": None,
        "decoder": byte_level,
        "model": {"type": "BPE", "dropout": None, "unk_token": None,
                  "continuing_subword_prefix": "", "end_of_word_suffix": "",
                  "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                  "vocab": vocabulary, "merges": [" ".join(pair) for pair in merges]},
    }  # fmt: skip


def configuration(vocabulary):
    return {
        "model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": vocabulary,
        "n_positions": POSITIONS, "n_ctx": POSITIONS, "n_embd": HIDDEN, "n_layer": LAYERS,
        "n_head": HEADS, "n_inner": None, "activation_function": "gelu_new",
        "layer_norm_epsilon": 1e-5, "initializer_range": 0.02, "resid_pdrop": 0.0,
        "embd_pdrop": 0.0, "attn_pdrop": 0.0, "bos_token_id": 0, "eos_token_id": 0,
        "tie_word_embeddings": True, "torch_dtype": "float32",
    }  # fmt: skip


def shapes(vocabulary):
    """Every tensor, in order, with the spread of its draw; a spread of 0 leaves `fill`."""
    spread, last = 0.02, 0.02 / math.sqrt(2 * LAYERS)
    yield "transformer.wte.weight", [vocabulary, HIDDEN], spread, 0.0
    yield "transformer.wpe.weight", [POSITIONS, HIDDEN], spread, 0.0
    for layer in range(LAYERS):
        block = f"transformer.h.{layer}."
        for part, rows, columns, width in [
            ("attn.c_attn", HIDDEN, 3 * HIDDEN, spread), ("attn.c_proj", HIDDEN, HIDDEN, last),
            ("mlp.c_fc", HIDDEN, 4 * HIDDEN, spread), ("mlp.c_proj", 4 * HIDDEN, HIDDEN, last),
        ]:  # fmt: skip
            yield f"{block}{part}.weight", [rows, columns], width, 0.0
            yield f"{block}{part}.bias", [columns], 0.0, 0.0
        for norm in ("ln_1", "ln_2"):
            yield f"{block}{norm}.weight", [HIDDEN], 0.0, 1.0
            yield f"{block}{norm}.bias", [HIDDEN], 0.0, 0.0
    yield "transformer.ln_f.weight", [HIDDEN], 0.0, 1.0
    yield "transformer.ln_f.bias", [HIDDEN], 0.0, 0.0


def normal(source):
    """Box and Muller's draw: `random()` alone is promised to stay as it is."""
    radius = math.sqrt(-2 * math.log(1 - source.random()))
    return radius * math.cos(2 * math.pi * source.random())


def write_weights(path, vocabulary):
    source, header, body = random.Random(SEED), {"__metadata__": {"format": "pt"}}, array.array("f")
    for name, shape, spread, fill in shapes(vocabulary):
        begin, size = 4 * len(body), math.prod(shape)
        body.extend(spread * normal(source) if spread else fill for _ in range(size))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, 4 * len(body)]}
    if sys.byteorder == "big":
        body.byteswap()
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body.tobytes())
    return len(body)


def main(corpus, folder):
    folder.mkdir(parents=True, exist_ok=True)
    with open(corpus / "train.jsonl", encoding="utf-8") as file:
        made = tokenizer(json.loads(line)["text"] for line in file)
    size = len(made["model"]["vocab"])
    for name, value in [("tokenizer.json", made), ("config.json", configuration(size))]:
        text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
        (folder / name).write_text(text, encoding="utf-8")
    parameters = write_weights(folder / "model.safetensors", size)
    print(f"{size} tokens, {parameters} parameters")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
