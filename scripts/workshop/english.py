"""Two rules of English that every skill needs."""


def article(word):
    return "an" if word[0] in "aeiou" else "a"


def capital(text):
    return text[0].upper() + text[1:]
