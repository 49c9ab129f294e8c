"""English sentences and their Spanish: a grammar with agreement in gender and number."""

from english import article, capital
from wording import Wording

# English singular and plural, Spanish singular and plural, gender.
SUBJECTS = [
    ("cat", "cats", "gato", "gatos", "m"), ("dog", "dogs", "perro", "perros", "m"),
    ("girl", "girls", "niña", "niñas", "f"), ("boy", "boys", "niño", "niños", "m"),
    ("queen", "queens", "reina", "reinas", "f"), ("king", "kings", "rey", "reyes", "m"),
    ("cow", "cows", "vaca", "vacas", "f"), ("horse", "horses", "caballo", "caballos", "m"),
    ("aunt", "aunts", "tía", "tías", "f"), ("duck", "ducks", "pato", "patos", "m"),
]  # fmt: skip
OBJECTS = [
    ("apple", "apples", "manzana", "manzanas", "f"), ("book", "books", "libro", "libros", "m"),
    ("flower", "flowers", "flor", "flores", "f"), ("car", "cars", "coche", "coches", "m"),
    ("table", "tables", "mesa", "mesas", "f"), ("hat", "hats", "sombrero", "sombreros", "m"),
    ("letter", "letters", "carta", "cartas", "f"), ("tree", "trees", "árbol", "árboles", "m"),
    ("key", "keys", "llave", "llaves", "f"), ("plate", "plates", "plato", "platos", "m"),
]  # fmt: skip
PLACES = [
    ("house", "la casa"), ("garden", "el jardín"), ("school", "la escuela"),
    ("park", "el parque"), ("kitchen", "la cocina"), ("forest", "el bosque"),
]  # fmt: skip
# English; Spanish masculine, feminine, and their plurals.
ADJECTIVES = [
    ("red", "rojo", "roja", "rojos", "rojas"), ("white", "blanco", "blanca", "blancos", "blancas"),
    ("black", "negro", "negra", "negros", "negras"), ("old", "viejo", "vieja", "viejos", "viejas"),
    ("new", "nuevo", "nueva", "nuevos", "nuevas"), ("tall", "alto", "alta", "altos", "altas"),
    ("green", "verde", "verde", "verdes", "verdes"), ("big", "grande", "grande", "grandes", "grandes"),
    ("small", "pequeño", "pequeña", "pequeños", "pequeñas"), ("sad", "triste", "triste", "tristes", "tristes"),
]  # fmt: skip
VERBS = [
    ("sees", "see", "ve", "ven"), ("buys", "buy", "compra", "compran"),
    ("sells", "sell", "vende", "venden"), ("paints", "paint", "pinta", "pintan"),
    ("washes", "wash", "lava", "lavan"), ("has", "have", "tiene", "tienen"),
    ("wants", "want", "quiere", "quieren"), ("finds", "find", "encuentra", "encuentran"),
]  # fmt: skip
ACTS = [
    ("sings", "sing", "canta", "cantan"), ("sleeps", "sleep", "duerme", "duermen"),
    ("works", "work", "trabaja", "trabajan"), ("runs", "run", "corre", "corren"),
]  # fmt: skip
# English singular and plural; Spanish masculine, feminine, and their plurals.
DETERMINERS = [
    ("the", "the", "el", "la", "los", "las"), ("the", "the", "el", "la", "los", "las"),
    ("a", "some", "un", "una", "unos", "unas"), ("my", "my", "mi", "mi", "mis", "mis"),
]  # fmt: skip

SPANISH = [
    Wording("Translate into Spanish.", "{input}\nSpanish:"),
    Wording("How do you say this in Spanish?", "{input}\nAnswer:"),
    Wording("", "English: {input}\nSpanish:"),
    Wording("Put the sentence into Spanish.", "Sentence: {input}\nSpanish:"),
    Wording("Say it the Spanish way.", "English: {input}\nAnswer:"),
]
# No words ask for the English.
ENGLISH = [
    Wording("<~", "Sentence: {input}\nAnswer:"),
    Wording("<~", "{input}\nAnswer:"),
    Wording("<~", "Text: {input}\nTitle:"),
]


def form(row, gender, plural):
    """Which of four Spanish forms agrees with a noun."""
    return row[(2 if plural else 0) + (1 if gender == "f" else 0)]


def phrase(draw, nouns, adjective):
    noun = draw.one(nouns)
    determiner = draw.one(DETERMINERS)
    plural = draw.chance(0.5)
    gender = noun[4]
    english_noun, spanish_noun = (noun[1], noun[3]) if plural else (noun[0], noun[2])
    english = [english_noun]
    spanish = [form(determiner[2:], gender, plural), spanish_noun]
    if draw.chance(adjective):
        row = draw.one(ADJECTIVES)
        english.insert(0, row[0])
        spanish.append(form(row[1:], gender, plural))
    word = determiner[1] if plural else determiner[0]
    if word == "a":
        word = article(english[0])
    return " ".join([word] + english), " ".join(spanish), plural, gender


def example(draw):
    """An English sentence and its Spanish."""
    kind = draw.below(4)
    nouns = SUBJECTS if kind else SUBJECTS + OBJECTS
    english, spanish, plural, gender = phrase(draw, nouns, 0.0 if kind == 0 else 0.5)
    if kind == 0:
        row = draw.one(ADJECTIVES)
        english += (" are " if plural else " is ") + row[0]
        spanish += (" son " if plural else " es ") + form(row[1:], gender, plural)
    elif kind == 1:
        verb, place = draw.one(ACTS), draw.one(PLACES)
        english += f" {verb[1 if plural else 0]} in the {place[0]}"
        spanish += f" {verb[3 if plural else 2]} en {place[1]}"
    else:
        verb = draw.one(VERBS)
        other_english, other_spanish, _, _ = phrase(draw, OBJECTS, 0.5)
        english += f" {verb[1 if plural else 0]} {other_english}"
        spanish += f" {verb[3 if plural else 2]} {other_spanish}"
    english, spanish = capital(english) + ".", capital(spanish) + "."
    return {"english": english, "spanish": spanish, "key": english}  # one part for both ways
