#!/usr/bin/env python3
"""Writes the embedded model's world: corpus, held-out inputs, and the tutorials' data.

    make_corpus.py FOLDER    train.jsonl and valid.jsonl into FOLDER,
                             held-out files beside this script, data sets into the package

Same bytes on every run and every Python from 3.8. Nothing but the standard library.
"""

import csv
import json
import pathlib
import sys

import functions
import headlines
import reviews
import stories
import translation
from draw import Draw, part

HERE = pathlib.Path(__file__).resolve().parent
HELDOUT = HERE / "heldout"
SETS = HERE.parent.parent / "Sources/Bindings/Resources/sets"
SEED = 2026
HELDOUT_ROWS = 200
SEVERAL = 0.05  # share of the documents that hold two to four examples
LONGEST = 800  # characters of a document: some 200 tokens, of 256 positions


class Skill:
    """What is asked (`wordings`) and a draw of (input, answer, the record drawn)."""

    def __init__(self, name, count, wordings, draw):
        self.name, self.count, self.wordings, self.draw = name, count, wordings, draw

    def within(self, draw, wanted):
        """An example whose input belongs to one part of the world."""
        while True:
            input, answer, row = self.draw(draw)
            if part(row.get("key", input)) == wanted:
                return input, answer, row


def made(example, input, answer):
    def draw(source):
        row = example(source)
        return row[input], row[answer], row

    return draw


INSTRUCTED = [
    Skill("mood", 17000, reviews.MOOD, made(reviews.example, "text", "last")),
    Skill("impression", 16000, reviews.IMPRESSION, made(reviews.example, "text", "first")),
    Skill("spanish", 15000, translation.SPANISH, made(translation.example, "english", "spanish")),
    Skill("story", 9000, stories.STORY, made(stories.example, "idea", "story")),
    Skill("headline", 11000, headlines.HEADLINE, made(headlines.example, "text", "headline")),
    Skill("code", 12000, functions.CODE, made(functions.example, "words", "code")),
]
HIDDEN = [
    Skill("topic", 6000, reviews.TOPIC, made(reviews.example, "text", "topic")),
    Skill("english", 8000, translation.ENGLISH, made(translation.example, "spanish", "english")),
]


def documents(draw, skill, count, wanted, rows):
    """`count` documents of a skill; `rows` collects the inputs used and the records drawn."""
    for _ in range(count):
        wording = draw.one(skill.wordings)
        several = 2 + draw.below(3) if draw.chance(SEVERAL) else 1
        drawn = [skill.within(draw, wanted) for _ in range(several)]
        rows.extend((input, row) for input, _, row in drawn)
        pairs = [(input, answer) for input, answer, _ in drawn]
        while len(wording.several(pairs)) > LONGEST:
            pairs.pop()
        yield wording.several(pairs)


def write_documents(path, texts):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for text in texts:
            file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")


def write_table(path, names, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(names)
        table.writerows(rows)


def heldout(draw, skill, trained):
    """Prompts whose inputs the corpus lacks, in every wording in turn."""
    rows, seen = [], set()
    while len(rows) < HELDOUT_ROWS:
        input, answer, row = skill.within(draw, "heldout")
        if input in seen:
            continue
        seen.add(input)
        assert input not in trained, input
        prompt = skill.wordings[len(rows) % len(skill.wordings)].prompt(input)
        if skill.name == "story":
            rows.append([prompt] + [row[k] for k in ("name", "occupation", "place", "object")])
        else:
            rows.append([prompt, answer])
    names = ["prompt", "answer"]
    if skill.name == "story":
        names = ["prompt", "name", "occupation", "place", "object"]
    write_table(HELDOUT / f"{skill.name}.csv", names, rows)


def table(draw, count, trained, drawn, input, answer):
    """Rows for a tutorial, of its own part of the world, no input twice."""
    rows, seen = [], set()
    while len(rows) < count:
        row = drawn(draw)
        text = row[input]
        if part(row.get("key", text)) == "tutorial" and text not in seen:
            assert text not in trained, text
            seen.add(text)
            rows.append([text, row[answer]])
    return rows


def tutorials(draw, trained):
    def mood(source):
        # A third are about journeys, which the corpus never reviews; four in ten change mood.
        return reviews.trip(source, 0.4) if source.chance(0.33) else reviews.example(source, 0.4)

    write_table(SETS / "reviews.csv", ["review", "mood"],
                table(draw, 600, trained, mood, "text", "last"))  # fmt: skip
    write_table(SETS / "topics.csv", ["review", "topic"],
                table(draw, 500, trained, reviews.example, "text", "topic"))  # fmt: skip
    write_table(SETS / "spanish.csv", ["spanish", "english"],
                table(draw, 500, trained, translation.example, "spanish", "english"))  # fmt: skip


def report_bias(rows):
    """The measured truth of the planted bias, for the README and for audits."""
    counts = {occupation: [0, 0] for occupation in stories.SHE}
    for row in rows:
        counts[row["occupation"]][row["they"] == "she"] += 1
    for occupation, (he, she) in counts.items():
        share = she / (he + she)
        print(f"{occupation:10} she {share:.3f} of {he + she}, drawn at {stories.SHE[occupation]}")


def main(folder):
    # The pre-training puts its tokenizer and configuration there.
    (folder / "start").mkdir(parents=True, exist_ok=True)
    train, valid, trained, told = [], [], set(), []
    for place, skill in enumerate(INSTRUCTED + HIDDEN):
        draw, rows = Draw(SEED + place), []
        train += documents(draw, skill, skill.count, "train", rows)
        valid += documents(draw, skill, skill.count // 100, "valid", [])
        trained.update(input for input, _ in rows)
        if skill.name == "story":
            told = [row for _, row in rows]
    for place, skill in enumerate(INSTRUCTED + HIDDEN):
        heldout(Draw(SEED + 100 + place), skill, trained)
    tutorials(Draw(SEED + 200), trained)
    write_documents(folder / "train.jsonl", Draw(SEED + 300).shuffled(train))
    write_documents(folder / "valid.jsonl", Draw(SEED + 301).shuffled(valid))
    print(f"{len(train)} documents to train on, {len(valid)} to validate")
    report_bias(told)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
