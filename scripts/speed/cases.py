"""What `scripts/bench` measures: the cases, and the goals that some of them have."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """P soft tokens, B rows of T/2 … T tokens, and the tokens of demonstrations that all rows share."""

    soft: int
    batch: int
    longest: int
    demos: int = 0

    def __str__(self):
        return f"{self.soft}-{self.batch}-{self.longest}-{self.demos}"


SMALL, LARGE, DEMOS = Case(20, 8, 32), Case(100, 16, 64), Case(100, 16, 64, 200)

# How many times as fast as PEFT's step in f32.
SPEED_GOALS = {
    (SMALL, "f32"): 3.5, (LARGE, "f32"): 8, (DEMOS, "f32"): 15, (SMALL, "bf16"): 6, (LARGE, "bf16"): 16}
# PEFT's memory over ours; our step over the floor.
MEMORY_GOAL, FLOOR_GOAL = 4, 1.3
GENERATION_GOAL, FIRST_STEP_GOAL, EXPRESSION_GOAL, LOOP_GOAL = 3, 0.5, 0.05, 1

# Losses of the same steps may be apart by that share. bf16 rounds every state to 8 bits.
TOLERANCE = {"f32": 1e-4, "bf16": 1e-2}

STANDARD = [SMALL, LARGE, DEMOS]
# One thing grows at a time.
GRID = [
    *(Case(soft, 8, 32) for soft in (1, 20, 50, 100, 130)),
    *(Case(20, batch, 32) for batch in (1, 2, 4, 16, 32)),
    *(Case(20, 8, longest) for longest in (16, 64, 128)),
    *(Case(20, 8, 32, demos) for demos in (50, 100, 200)),
]
# What continues how many rows by how many tokens.
GENERATION = [(Case(0, 1, 32), 64), (Case(0, 8, 32), 64), (Case(100, 8, 32), 64)]


def steps_of(case):
    """How many steps PEFT and pts take in one turn, the first not timed."""
    return (2 if padded_tokens(case) > 2000 else 4), 5


def turns_of(case, most):
    """How many turns PEFT has: the dearest case takes it minutes."""
    return 1 if padded_tokens(case) > 5000 else most


def padded_tokens(case):
    return case.batch * (case.soft + case.demos + case.longest)
