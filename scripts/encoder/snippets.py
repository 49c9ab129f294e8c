"""Sentences of film reviews, each rated by twenty people: the ground truth behind VADER.

C.J. Hutto and Eric Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social
Media Text", ICWSM 2014; MIT licence. The source archive of vaderSentiment 3.3.2 carries the ratings
in an archive of its own: 10,605 sentences, cut from the reviews of Pang & Lee (2004), mean rating
from -4 to 4. The sign of the mean is the mood; sentences rated nearer to 0 than 0.5 are left out.
"""

import csv
import hashlib
import io
import random
import tarfile

SHA256 = "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9"
INNER = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"
FILE = "hutto_ICWSM_2014/movieReviewSnippets_GroundTruth.txt"
LABELS = ["negative", "positive"]
SPLITS = ("train", "valid", "test")


def read(archive):
    """The sentences with their mood, each once, in the file's order."""
    data = archive.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SystemExit(f"{archive} is not the source archive of vaderSentiment 3.3.2")
    with tarfile.open(fileobj=io.BytesIO(data)) as outer:
        with tarfile.open(fileobj=io.BytesIO(outer.extractfile(INNER).read())) as inner:
            lines = inner.extractfile(FILE).read().decode("utf-8").splitlines()
    moods = {}
    for line in lines:
        _, rating, text = line.split("\t")
        if abs(float(rating)) >= 0.5:
            moods.setdefault(text.strip(), LABELS[float(rating) > 0])
    return list(moods.items())


def write(archive, folder, sizes, seed):
    """Writes train.csv, valid.csv and test.csv, drawn by seed; the order of rows is that of training."""
    rows = read(archive)
    if sum(sizes) > len(rows):
        raise SystemExit(f"{sum(sizes)} rows are asked for, there are {len(rows)}")
    random.Random(seed).shuffle(rows)
    for split, size in zip(SPLITS, sizes):
        with open(folder / f"{split}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["review", "mood"])
            writer.writerows(rows[:size])
        rows = rows[size:]


def load(folder, split):
    with open(folder / f"{split}.csv", newline="", encoding="utf-8") as file:
        return [(row["review"], LABELS.index(row["mood"])) for row in csv.DictReader(file)]
