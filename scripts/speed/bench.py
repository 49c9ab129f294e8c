"""Tunes, writes and starts with pts and with PEFT side by side, and says how far pts is from what the
processor can do. `scripts/bench` starts it; it needs a Python with torch, transformers and peft for the
other side (--python).

Each measurement is a process of its own, and the two sides take turns. A step's time is the median of all
but each process's first; the floor is what a step must multiply over the best rate of a matrix product
that was measured before and after in the same run. Losses of equal steps are compared first: exit status 1 where
they differ.
"""

import argparse
import json
import os
import pathlib
import platform
import sys

import cases
import flops
import measurements
import report
from sides import HERE, Refused, Sides

ROOT = HERE.parents[1]
WORKSHOP = ROOT / "Sources/Bindings/Resources/workshop"


def arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="has torch, transformers and peft")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / ".build/bench", help="keeps the models made")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="all figures")
    parser.add_argument("--goals", action="store_true", help="print the goals' table alone")
    parser.add_argument("--grid", action="store_true", help="how cost grows with P, B, T and demonstrations")
    parser.add_argument(
        "--case", action="append", type=case_of, metavar="P,B,T,DEMOS", help="cases of your own")
    parser.add_argument("--shape", action="append", choices=["gpt2", "llama"], help="default: both")
    parser.add_argument(
        "--dtype", action="append", choices=["f32", "bf16"], help="default: what the processor multiplies by itself")
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--record", action="store_true", help="keep the floor for --quick")
    parser.add_argument("--quick", action="store_true", help="a few cases beside the recorded floor, without Python")
    given = parser.parse_args()
    if given.record and (given.grid or given.case):
        parser.error("--record keeps the standard cases alone")
    return given


def case_of(text):
    return cases.Case(*map(int, text.split(",")))


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def product_sizes(shapes):
    """The products of a step of the large case."""
    configurations = json.loads((HERE / "shapes.json").read_text())
    found = {
        (rows, *product) for shape in shapes for product in flops.Shape.read(configurations[shape]).products
        for rows in (500, 848)}
    return sorted(found)


def measure(given, sides):
    shapes = given.shape or ["gpt2", "llama"]
    is_own = bool(given.grid or given.case)
    chosen = (cases.GRID if given.grid else []) + (given.case or []) if is_own else cases.STANDARD
    sizes = product_sizes(shapes)
    load = os.getloadavg()[0]
    if load > 0.5:
        measurements.say(f"bench: other programs are running (load {load:.1f}): the figures will say little")
    measurements.say("the rate of matrix products")
    rates = sides.rates(sizes)
    dtypes = given.dtype or list(rates)
    result = {
        "processor": processor(), "threads": given.threads, "load": load,
        "products": ["x".join(map(str, size)) for size in sizes], "tuning": [], "generation": [], "program": []}
    for shape in shapes:
        measurements.say(f"{shape}: the model")
        model = sides.model(shape, {case.soft for case in [*cases.STANDARD, *chosen]})
        for case in chosen:
            result["tuning"] += measurements.tuning(sides, model, case, dtypes, given.turns)
        for case, tokens in [] if is_own else cases.GENERATION:
            result["generation"] += measurements.generation(sides, model, case, tokens, dtypes)
    if not is_own:
        result["program"] = measurements.program(sides, WORKSHOP)
    # A processor's rate wanders; the better one makes the harder floor.
    after = sides.rates(sizes)
    result["rates"] = {dtype: max(rate, after[dtype]) for dtype, rate in rates.items()}
    for record in result["tuning"]:
        measurements.add_floor(record, result["rates"])
    return result


def record_floor(result):
    """What `--quick` compares with where there is no Python."""
    rows = [
        {name: r[name] for name in ("shape", "soft", "batch", "longest", "demos", "dtype", "floor")} | {
            "seconds": r["pts"]["seconds"], "ratio": r["ratio"]}
        for r in result["tuning"] if r["pts"] and "floor" in r]
    kept = {name: result[name] for name in ("processor", "threads", "products", "rates")}
    (HERE / "floor.json").write_text(json.dumps({**kept, "rows": rows}, indent=1) + "\n")


def main():
    given = arguments()
    sides = Sides(
        os.environ["PTS"], os.environ["GEMM_PROBE"], given.python, given.threads, given.folder.resolve())
    try:
        result = measure(given, sides)
    except Refused as refusal:
        sys.exit(f"bench: {refusal}")
    result["goals"] = [] if given.grid or given.case else report.goals(result)
    rates = ", ".join(f"{rate:.0f} GFLOP/s in {dtype}" for dtype, rate in result["rates"].items())
    print(f"{result['processor']}, {given.threads} threads; matrix products: {rates}\n")
    if not given.goals:
        for name, draw in (("tuning", report.tuning_table), ("generation", report.generation_table),
                           ("program", report.program_table)):
            if result[name]:
                print(draw(result[name]) + "\n")
    if result["goals"]:
        print(report.goals_table(result["goals"]))
    measured = result["tuning"] + result["generation"]
    for message in sorted({f"{r['dtype']}: {r['refusal']}" for r in measured if r["refusal"]}):
        print(f"\n{message}")
    if given.json:
        given.json.write_text(json.dumps(result, indent=1) + "\n")
    if given.record:
        record_floor(result)
    if not all(r.get("equal") for r in measured):
        sys.exit("bench: pts refused, or the losses or texts differ")


if __name__ == "__main__":
    main()
