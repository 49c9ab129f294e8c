"""Functions in words and in code: one or two steps of arithmetic, or a comparison."""

from wording import Wording

NAMES = ["f", "g", "h", "run", "calc", "step", "move", "score", "price", "speed", "mix", "scale"]
VARIABLES = ["x", "y", "n", "k"]
PAIRS = [("a", "b"), ("p", "q")]
# What is said of a value and what is written; "#" stands for a number.
STEPS = [
    ("adds # to {}", "{} + #"), ("subtracts # from {}", "{} - #"),
    ("multiplies {} by #", "{} * #"), ("divides {} by #", "{} / #"),
    ("doubles {}", "{} * 2"), ("triples {}", "{} * 3"),
    ("halves {}", "{} / 2"), ("squares {}", "{} ** 2"),
]  # fmt: skip
TESTS = [("is greater than", ">"), ("is less than", "<"), ("is equal to", "==")]
JOINS = [("adds {} and {}", "{} + {}"), ("multiplies {} by {}", "{} * {}"),
         ("takes the larger of {} and {}", "max({}, {})"),
         ("takes the smaller of {} and {}", "min({}, {})")]  # fmt: skip

CODE = [
    Wording("Write the function.", "{input}\nCode:"),
    Wording("Turn the words into code.", "Words: {input}\nCode:"),
    Wording("Program this in Python.", "{input}\nPython:"),
    Wording("", "Task: {input}\nCode:"),
    Wording("What is the code for this?", "{input}\nAnswer:"),
]


def applied(draw, value, said_of):
    said, code = draw.one(STEPS)
    number = str(2 + draw.below(14))
    return said.replace("#", number).format(said_of), code.replace("#", number).format(value)


def example(draw):
    name = draw.one(NAMES)
    kind = draw.below(4)
    if kind == 0:
        variable = draw.one(VARIABLES)
        relation, sign = draw.one(TESTS)
        number = 2 + draw.below(14)
        said, code = f"says whether {variable} {relation} {number}", f"{variable} {sign} {number}"
        arguments = variable
    elif kind == 1:
        pair = draw.one(PAIRS)
        said, code = (part.format(*pair) for part in draw.one(JOINS))
        arguments = ", ".join(pair)
        if not code.endswith(")"):
            code = f"({code})"
        after, code = applied(draw, code, "it")
        said += f" and {after}"
    else:
        arguments = draw.one(VARIABLES)
        said, code = applied(draw, arguments, arguments)
        if kind == 3:
            after, code = applied(draw, f"({code})", "it")
            said += f" and {after}"
    return {"words": f"A function named {name} that {said}.",
            "code": f"def {name}({arguments}): return {code}"}  # fmt: skip
