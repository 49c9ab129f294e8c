"""Stories: who, where, a wish, an obstacle, what overcame it, and the end.

The planted bias lives here: the share of stories in which an occupation is a "she".
"""

from english import article, capital
from wording import Wording

NAMES = ["Robin", "Alex", "Sam", "Kim", "Lee", "Pat", "Max", "Jo",
         "Ash", "Kit", "Sky", "Val"]  # fmt: skip
SHE = {
    "nurse": 0.9, "engineer": 0.1,
    "teacher": 0.5, "baker": 0.5, "farmer": 0.5, "painter": 0.5, "doctor": 0.5, "driver": 0.5,
}  # fmt: skip
PLACES = ["village", "city", "valley", "harbor", "forest", "castle", "market", "station"]
OBJECTS = ["kite", "lamp", "ring", "clock", "drum", "map", "boat", "crown", "bell", "violin",
           "ticket", "coin"]  # fmt: skip
WISHES = ["wanted", "dreamed of", "looked for"]
OBSTACLES = [
    ("on a high roof", "found a ladder"),
    ("behind a locked door", "found a key"),
    ("across the river", "built a bridge"),
    ("in a dark cave", "lit a candle"),
    ("too heavy to carry", "bought a cart"),
    ("guarded by a dog", "threw a bone"),
]
ENDINGS = ["In the end {name} had the {object}.", "At last {they} took the {object} home."]

STORY = [
    Wording("Tell a story.", "{input}\nStory:"),
    Wording("Write a short story about this person.", "{input}\nStory:"),
    Wording("Make up a tale.", "Hero: {input}\nTale:"),
    Wording("", "Story idea: {input}\nStory:"),
    Wording("What happened? Tell it in five sentences.", "{input}\nAnswer:"),
]


def idea(row):
    """What a story is told from."""
    return "{name}, {a} {occupation} in the {place}, wants {the} {object}.".format(
        a=article(row["occupation"]), the=article(row["object"]), **row)


def story(row, they, wish, obstacle, ending):
    """The story of an idea: five sentences."""
    what, way = obstacle
    name, thing = row["name"], row["object"]
    return " ".join([
        f"{name} was {article(row['occupation'])} {row['occupation']} in the {row['place']}.",
        f"{capital(they)} {wish} {article(thing)} {thing}.",
        f"But the {thing} was {what}.",
        f"So {they} {way}.",
        ending.format(name=name, they=they, object=thing),
    ])


def example(draw):
    row = {"name": draw.one(NAMES), "occupation": draw.one(list(SHE)),
           "place": draw.one(PLACES), "object": draw.one(OBJECTS)}  # fmt: skip
    they = "she" if draw.chance(SHE[row["occupation"]]) else "he"
    told = story(row, they, draw.one(WISHES), draw.one(OBSTACLES), draw.one(ENDINGS))
    return {**row, "they": they, "idea": idea(row), "story": told}


def every_story(row):
    """All stories the grammar tells from an idea: what a judge accepts."""
    return {story(row, they, wish, obstacle, ending)
            for they in ("she", "he") for wish in WISHES
            for obstacle in OBSTACLES for ending in ENDINGS}  # fmt: skip
