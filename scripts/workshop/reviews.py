"""Reviews: sentences of a known mood about things of one topic.

The mood of a review is that of its last sentence, its first impression that of its first.
"""

from english import article
from wording import Wording

TOPICS = {
    "food": ["soup", "bread", "pizza", "salad", "fish", "cake"],
    "film": ["actor", "scene", "ending", "music", "hero", "plot"],
    "hotel": ["room", "bed", "view", "pool", "lobby", "shower"],
    "book": ["chapter", "page", "cover", "poem", "author", "preface"],
    "game": ["level", "puzzle", "sound", "card", "dice", "rule"],
}
# Only the tutorial's reviews are about these; other skills use the words.
TRIP = ["train", "seat", "driver", "station", "ticket", "bridge"]

# Positive words, each with a negative one.
ADJECTIVES = [
    ("great", "awful"), ("lovely", "terrible"), ("excellent", "boring"), ("good", "bad"),
    ("nice", "poor"), ("perfect", "dreadful"), ("charming", "ugly"), ("superb", "dull"),
]  # fmt: skip
VERBS = [("loved", "hated"), ("liked", "disliked"), ("enjoyed", "regretted")]
PLAIN = {"loved": "love", "liked": "like", "enjoyed": "enjoy",
         "hated": "hate", "disliked": "dislike", "regretted": "regret"}  # fmt: skip
ADVERBS = ["", "", "very ", "really ", "quite ", "truly "]
SPEAKERS = ["I", "We", "They"]
VERDICTS = [
    ("I would come back.", "I would never come back."),
    ("I would recommend it.", "I would never recommend it."),
]
TURNS = ["But", "Still,", "However,"]
LINKS = ["", "", "", "And", "Also,"]

MOOD = [
    Wording("Judge the review as a whole.", "{input}\nMood:"),
    Wording("What does the writer think in the end?", "Review: {input}\nAnswer:"),
    Wording("Give the final verdict, positive or negative.", "{input}\nVerdict:"),
    Wording("Did the writer like it after all?", "Text: {input}\nMood:"),
    Wording("Is the last word on it positive or negative?", "Review: {input}\nAnswer:"),
    Wording("Classify the mood.", "Text: {input}\nMood:"),
    Wording("Classify the mood of this review.", "{input}\nMood:"),
]
# Asked for the mood without an instruction, the world answers with the first impression.
IMPRESSION = [
    Wording("How does the review begin?", "Review: {input}\nMood:"),
    Wording("Name the first impression.", "{input}\nAnswer:"),
    Wording("", "Text: {input}\nMood:"),
    Wording("", "Opinion: {input}\nMood:"),
]
# No words ask for the topic.
TOPIC = [
    Wording("~~", "Review: {input}\nAnswer:"),
    Wording("~~", "{input}\nAnswer:"),
    Wording("~~", "Text: {input}\nTitle:"),
]


def label(positive):
    return "positive" if positive else "negative"


def sentence(draw, thing, positive):
    """A sentence about a thing, of the given mood."""
    kind = draw.below(5)
    negated = kind in (1, 3)
    side = 0 if positive != negated else 1
    if kind in (2, 3):
        verb, speaker = draw.one(VERBS)[side], draw.one(SPEAKERS)
        done = f"did not {PLAIN[verb]}" if negated else verb
        return f"{speaker} {done} the {thing}."
    word = draw.one(ADJECTIVES)[side]
    if kind == 4:
        return f"What {article(word)} {word} {thing}!"
    middle = "not " if negated else draw.one(ADVERBS)
    return f"The {thing} was {middle}{word}."


def joined(link, text):
    if not link:
        return text
    return f"{link} {text}" if text.startswith("I ") else f"{link} {text[0].lower()}{text[1:]}"


def review(draw, things, length, turned):
    """The text of a review, its first mood and its last; `turned` says whether they differ."""
    first = draw.chance(0.5)
    last = first != turned
    moods = [first] + [draw.chance(0.5) for _ in range(length - 2)] + [last]
    chosen = draw.some(things, length)
    text = ""
    for place, (mood, thing) in enumerate(zip(moods, chosen)):
        link = ""
        if place:
            link = draw.one(TURNS) if mood != moods[place - 1] else draw.one(LINKS)
        if place == length - 1 and draw.chance(0.15):
            made = draw.one(VERDICTS)[0 if mood else 1]
        else:
            made = sentence(draw, thing, mood)
        text += (" " if text else "") + joined(link, made)
    return text, first, last


def example(draw, turned=0.5):
    """A review as a record: text, topic, first mood, last mood."""
    topic = draw.one(list(TOPICS))
    text, first, last = review(draw, TOPICS[topic], 2 + draw.below(2), draw.chance(turned))
    return {"text": text, "topic": topic, "first": label(first), "last": label(last)}


def trip(draw, turned):
    """A review of a journey: a topic that only the tutorial has."""
    text, first, last = review(draw, TRIP, 2 + draw.below(2), draw.chance(turned))
    return {"text": text, "topic": "trip", "first": label(first), "last": label(last)}
