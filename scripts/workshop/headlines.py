"""News and headlines: one main fact among asides; the headline says who does what where."""

from english import article, capital
from wording import Wording

PEOPLE = ["baker", "farmer", "teacher", "nurse", "doctor", "painter", "driver", "singer",
          "student", "sailor", "king", "queen"]  # fmt: skip
DEEDS = [("found", "finds"), ("stole", "steals"), ("sold", "sells"), ("built", "builds"),
         ("bought", "buys"), ("lost", "loses"), ("broke", "breaks"), ("hid", "hides")]  # fmt: skip
LOOKS = ["", "", "old ", "golden ", "silver ", "rare ", "tiny ", "huge "]
OBJECTS = ["ring", "clock", "boat", "bell", "map", "lamp", "drum", "violin", "kite", "coin",
           "crown", "statue", "seat", "train"]  # fmt: skip
PLACES = ["market", "harbor", "station", "museum", "castle", "library", "school", "mill",
          "forest", "garden"]  # fmt: skip
DAYS = ["Monday", "Tuesday", "Friday", "Sunday"]
ASIDES = ["Many people came to look.", "Nobody was hurt.", "It was a cold morning.",
          "The {person} saw it all.", "The {person} was very happy.",
          "The {person} asked many questions."]  # fmt: skip

HEADLINE = [
    Wording("Write a headline.", "{input}\nHeadline:"),
    Wording("Give this text a title.", "Text: {input}\nTitle:"),
    Wording("What is the news in one line?", "{input}\nAnswer:"),
    Wording("", "News: {input}\nHeadline:"),
    Wording("Sum it up for the front page.", "{input}\nTitle:"),
]


def example(draw):
    person, other = draw.some(PEOPLE, 2)
    past, present = draw.one(DEEDS)
    thing = draw.one(LOOKS) + draw.one(OBJECTS)
    place, day = draw.one(PLACES), draw.one(DAYS)
    fact = draw.one([
        f"On {day} a {person} {past} {article(thing)} {thing} in the {place}.",
        f"A {person} {past} {article(thing)} {thing} in the {place} on {day}.",
        f"In the {place}, a {person} {past} {article(thing)} {thing}.",
    ])
    asides = [a.format(person=other) for a in draw.some(ASIDES, 1 + draw.below(2))]
    asides.insert(draw.below(len(asides) + 1), fact)
    return {"text": " ".join(asides),
            "headline": f"{capital(person)} {present} {thing} in {place}"}  # fmt: skip
