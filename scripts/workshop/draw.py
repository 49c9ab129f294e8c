"""Draws that are the same on every Python: only `random()` is promised to stay as it is."""

import hashlib
import random


class Draw:
    """A seeded source of choices."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def chance(self, share):
        return self._random.random() < share

    def below(self, count):
        return int(self._random.random() * count)

    def one(self, items):
        return items[self.below(len(items))]

    def some(self, items, count):
        """`count` different items, in the order drawn."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(count)]

    def shuffled(self, items):
        return self.some(items, len(items))


def part(key):
    """The part of the world an input belongs to, by its hash: no input is in two parts."""
    slot = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % 50
    if slot < 2:
        return "heldout"
    if slot < 4:
        return "tutorial"
    return "valid" if slot == 4 else "train"
