"""The measurements, each a record that goes to the tables and to JSON as it is."""

import json
import sys

import cases
import flops
from sides import Refused, median_step


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def tuning(sides, model, case, dtypes, turns):
    """PEFT and pts in turns on one case; a record for each type that pts computes in."""
    their_steps, our_steps = cases.steps_of(case)
    their_turns = cases.turns_of(case, turns)
    folder = sides.case(model, case, our_steps)
    theirs, ours, refusals = [], {dtype: [] for dtype in dtypes}, {}
    for turn in range(turns):
        say(f"{model.name} P {case.soft} B {case.batch} T {case.longest} demos {case.demos}: turn {turn + 1} of {turns}")
        if turn < their_turns:
            theirs.append(sides.theirs("tune", model, folder, their_steps))
        for dtype in dtypes:
            try:
                ours[dtype].append(sides.ours("tune.pts", model, folder, dtype, model / f"start-{case.soft}"))
            except Refused as refusal:
                refusals[dtype] = str(refusal)
    counts = token_counts(model, folder)
    return [
        tuning_record(model.name, case, dtype, counts, theirs, ours[dtype], refusals.get(dtype))
        for dtype in dtypes]


def token_counts(model, folder):
    """Of the first batch: what a step must multiply, and the tokens of all its rows."""
    shape = flops.Shape.read(json.loads((model / "config.json").read_text()))
    given = json.loads((folder / "case.json").read_text())
    rows = [json.loads(line) for line in (folder / "rows.jsonl").read_text().splitlines()]
    texts = [len(row["text"].split()) for row in rows[: given["batch"]]]
    common = given["soft"] + len(given["demos"])
    return {
        "flops": flops.step_flops(shape, given["soft"], len(given["demos"]), texts),
        "tokens": sum(common + text + 1 for text in texts)}


def tuning_record(shape, case, dtype, counts, theirs, ours, refusal):
    record = {
        "shape": shape, "soft": case.soft, "batch": case.batch, "longest": case.longest, "demos": case.demos,
        "dtype": dtype, **counts, "goal": cases.SPEED_GOALS.get((case, dtype)),
        "peft": side(theirs, counts), "pts": None, "refusal": refusal}
    if refusal:
        return record
    record["pts"] = side(ours, counts)
    record["apart"] = max(
        abs(a - b) / abs(a) for their in theirs for our in ours for a, b in zip(their["losses"], our["losses"]))
    record["equal"] = record["apart"] <= cases.TOLERANCE[dtype]
    record["ratio"] = record["peft"]["seconds"] / record["pts"]["seconds"]
    record["memory_ratio"] = record["peft"]["peak"] / record["pts"]["peak"]
    return record


def add_floor(record, rates):
    """How long the step's products would take at a rate in GFLOP/s, and how far above that pts is."""
    if record["dtype"] in rates:
        record["floor"] = record["flops"] / rates[record["dtype"]] / 1e9
        if record["pts"]:
            record["times_floor"] = record["pts"]["seconds"] / record["floor"]


def side(runs, counts):
    seconds = median_step(runs)
    return {"seconds": seconds, "peak": max(run["peak"] for run in runs), "tokens_per_second": counts["tokens"] / seconds}


def generation(sides, model, case, tokens, dtypes):
    """transformers (behind soft tokens, PEFT) and pts, continuing the same rows greedily."""
    folder = sides.case(model, case, 1)
    init = model / f"start-{case.soft}" if case.soft else "vocab"
    say(f"{model.name} writes {tokens} tokens, P {case.soft} B {case.batch}")
    theirs = sides.theirs("generate", model, folder, tokens)
    ours, refusals = {}, {}
    for dtype in dtypes:
        try:
            ours[dtype] = sides.ours("generate.pts", model, folder, dtype, tokens, init)
        except Refused as refusal:
            refusals[dtype] = str(refusal)
    records = []
    for dtype in dtypes:
        record = {
            "shape": model.name, "soft": case.soft, "batch": case.batch, "longest": case.longest, "new_tokens": tokens,
            "dtype": dtype,
            "goal": cases.GENERATION_GOAL, "refusal": refusals.get(dtype),
            "transformers": written(theirs, case.batch * tokens), "pts": None}
        if not record["refusal"]:
            record["pts"] = written(ours[dtype], case.batch * tokens)
            texts = list(zip(theirs["texts"], ours[dtype]["texts"], theirs["leads"]))
            record["same_texts"] = sum(a == b for a, b, _ in texts)
            # In bf16 the likeliest of two tokens may be the other one.
            record["equal"] = dtype != "f32" or all(
                a == b or parted_at_a_tie(a.split(), b.split(), leads) for a, b, leads in texts)
            record["ratio"] = record["transformers"]["seconds"] / record["pts"]["seconds"]
            record["memory_ratio"] = record["transformers"]["peak"] / record["pts"]["peak"]
        records.append(record)
    return records


def parted_at_a_tie(theirs, ours, leads):
    """Whether two texts part where their best two tokens are equal but for rounding."""
    parting = next((place for place, pair in enumerate(zip(theirs, ours)) if pair[0] != pair[1]), None)
    return parting is not None and leads[parting] < 1e-4


def written(run, tokens):
    return {"seconds": run["seconds"], "peak": run["peak"], "tokens_per_second": tokens / run["seconds"]}


def program(sides, workshop):
    """Starting, and the language's own speed."""
    say("start, expression, loop")
    return [
        {"name": "start to first step, embedded model", "limit": cases.FIRST_STEP_GOAL,
         "python": sides.seconds(lambda: sides.theirs("first", workshop), 2),
         "pts": sides.seconds(lambda: sides.ours("first.pts"), 5)},
        {"name": "an expression: pts -e 1, python -c 1", "limit": cases.EXPRESSION_GOAL,
         "python": sides.seconds(lambda: sides.output([sides.python, "-c", "1"]), 5),
         "pts": sides.seconds(lambda: sides.output([sides.pts, "-e", "1"]), 10)},
        {"name": "loop of ten million additions", "goal": cases.LOOP_GOAL,
         "python": min(sides.python_loop() for _ in range(3)),
         "pts": min(sides.ours("loop.pts")["seconds"] for _ in range(3))},
    ]
