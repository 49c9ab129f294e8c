#!/usr/bin/env python3
"""Writes what the encoder's tutorial starts from, into tutorials/encoder.

    pip install tokenizers==0.23.3
    make_encoder.py

`sentences.csv` holds sentences of the workshop's reviews and the mood of each, `config.json` the
shape of a small BERT, `tokenizer.json` a WordPiece trained on the sentences. Its trainer leaves
open which of two equally frequent pairs it joins first, so its vocabulary, and nothing else, may
differ a little from one time to the next.
"""

import csv
import json
import pathlib

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

import reviews
from draw import Draw

TUTORIALS = pathlib.Path(__file__).resolve().parent.parent.parent / "tutorials"
OUT = TUTORIALS / "encoder"
SEED = 2026
SENTENCES = 600
# What joins sentences, and what the encoder is asked while it learns: words of its vocabulary.
WORDS = reviews.TURNS + [link for link in reviews.LINKS if link] + ["begins:", "ends:"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def sentences(draw, count):
    """Different sentences, each with its mood."""
    rows = {}
    for verdicts in reviews.VERDICTS:
        rows.update(zip(verdicts, map(reviews.label, (True, False))))
    things = [thing for topic in reviews.TOPICS.values() for thing in topic]
    while len(rows) < count:
        positive = draw.chance(0.5)
        rows[reviews.sentence(draw, draw.one(things), positive)] = reviews.label(positive)
    return draw.shuffled(list(rows.items()))


def word_piece(texts):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=400, special_tokens=SPECIAL, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    marks = [(mark, tokenizer.token_to_id(mark)) for mark in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=marks)
    return tokenizer


def main():
    OUT.mkdir(exist_ok=True)
    rows = sentences(Draw(SEED), SENTENCES)
    tokenizer = word_piece([text for text, _ in rows] + WORDS * 100)
    for word in WORDS:
        assert "[UNK]" not in tokenizer.encode(word).tokens, word
    tokenizer.save(str(OUT / "tokenizer.json"))
    config = {
        "model_type": "bert", "architectures": ["BertModel"],
        "vocab_size": tokenizer.get_vocab_size(), "hidden_size": 64, "num_hidden_layers": 2,
        "num_attention_heads": 4, "intermediate_size": 256, "hidden_act": "gelu",
        "max_position_embeddings": 64, "type_vocab_size": 2, "layer_norm_eps": 1e-12,
        "pad_token_id": 0,
    }  # fmt: skip
    (OUT / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    with open(OUT / "sentences.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["sentence", "mood"])
        table.writerows(rows)


main()
