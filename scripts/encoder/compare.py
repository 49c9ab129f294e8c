"""Runs both halves of scripts/compare-encoder, each in a process of its own, and compares them.

Exit status 1 where the losses, the test accuracy or what either side makes of the other's folder
differ by more than rounding explains.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

import snippets

HERE = pathlib.Path(__file__).resolve().parent
# Rounding grows from step to step where the loss is steep; the first ten steps can't hide a fault.
FIRST, FIRST_TOLERANCE, TOLERANCE = 10, 1e-4, 1e-2


def measured(command, **environment):
    """Seconds, processor seconds and peak memory in MB of a process; this one stays small, for a child's
    peak counts from its parent's size."""
    begin = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], env={**os.environ, **environment})
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"compare-encoder: {' '.join(map(str, command[:3]))} … failed")
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def farthest(a, b):
    """The largest difference of two lists of numbers, or of lists of those."""
    if len(a) != len(b):
        sys.exit(f"compare-encoder: {len(a)} figures beside {len(b)}")
    return max(farthest(x, y) if isinstance(x, list) else abs(x - y) for x, y in zip(a, b))


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/compare-encoder", description=__doc__)
    parser.add_argument("model", type=pathlib.Path, metavar="MINILM", help="folder of the encoder")
    parser.add_argument("archive", type=pathlib.Path, metavar="VADER", help="vaderSentiment-3.3.2.tar.gz")
    parser.add_argument("work", type=pathlib.Path, metavar="WORK", help="folder for what is made")
    parser.add_argument("--rows", type=int, nargs=3, default=[3200, 200, 1000], metavar=("TRAIN", "VALID", "TEST"))
    parser.add_argument("--soft", type=int, default=10, help="soft tokens P (10)")
    parser.add_argument("--init", choices=["SAMPLE_VOCAB", "RANDOM"], default="SAMPLE_VOCAB", help="PEFT's init")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--lr", type=float, default=0.01)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    return parser.parse_args()


def table(losses, steps):
    for step in steps:
        a, b = losses[0][step - 1], losses[1][step - 1]
        print(f"{step:6} {a:10.6f} {b:10.6f} {abs(a - b):10.1e}")


def main():
    given = arguments()
    work = given.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    options = {name: value for name, value in vars(given).items() if name not in ("archive", "work")}
    options["model"] = str(given.model.resolve())
    (work / "options.json").write_text(json.dumps(options), encoding="utf-8")
    snippets.write(given.archive, work, given.rows, given.seed)

    def read(name):
        return json.loads((work / f"{name}.json").read_text(encoding="utf-8"))

    peft = [sys.executable, HERE / "peft_side.py"]
    pts = [os.environ["PTS"]]
    # A store of its own: a run that is kept from before would be found there and not trained again.
    home = {"PTS_HOME": str(work / f"runs-{os.getpid()}"), "PTS_THREADS": str(given.threads)}
    measured([*peft, "start", work])
    peft_cost = measured([*peft, "tune", work])
    pts_cost = measured([*pts, HERE / "tune.pts", work], **home)
    measured([*peft, "score", work])
    measured([*pts, HERE / "score.pts", work], **home)

    start, theirs, ours = read("start"), read("peft"), read("pts")
    losses = theirs["losses"], ours["losses"]
    tokens = f"P {given.soft}, {given.init}, AdamW {given.lr}, {given.steps} steps of {given.batch}, seed {given.seed}"
    print(f"{tokens}; {given.rows[0]} rows to train on, {given.rows[2]} to test; {given.threads} threads\n")
    print(f"{'step':>6} {'PEFT':>10} {'pts':>10} {'apart':>10}")
    table(losses, [*range(1, min(FIRST, given.steps) + 1), *range(2 * FIRST, given.steps + 1, 20)])
    first, all_steps = farthest(losses[0][:FIRST], losses[1][:FIRST]), farthest(*losses)
    rows = farthest(theirs["log_probabilities"], ours["log_probabilities"])
    print(f"\nlosses apart at most: first {FIRST} steps {first:.1e}, all {given.steps} steps {all_steps:.1e}")
    print(f"log p of a test row apart at most: {rows:.1e}\n")
    print(f"{'test accuracy':34} {'loss':>8}")
    for name, value in (("majority guess", start["majority"]),
                        ("head alone, same steps and rate", start["head"]),
                        ("logistic regression on vectors", start["regression"])):
        print(f"  {name:32} {value:.3f}")
    crossed = {"PEFT's folder in pts": read("pts-on-peft"), "pts's folder in PEFT": read("peft-on-pts")}
    for name, figures in {"PEFT": theirs, "pts": ours, **crossed}.items():
        print(f"  {name:32} {figures['accuracy']:.3f} {figures['loss']:.5f}")
    print(f"\n{'':10} {'training s':>10} {'process s':>10} {'CPU s':>8} {'peak MB':>8}")
    for name, figures, (seconds, busy, memory) in (("PEFT", theirs, peft_cost), ("pts", ours, pts_cost)):
        print(f"{name:10} {figures['seconds']:10.1f} {seconds:10.1f} {busy:8.1f} {memory:8.0f}")

    faults = []
    if not first <= FIRST_TOLERANCE or not all_steps <= TOLERANCE:
        faults.append("the losses part")
    for name, own in (("PEFT's folder in pts", theirs), ("pts's folder in PEFT", ours)):
        apart = farthest(crossed[name]["log_probabilities"], own["log_probabilities"])
        print(f"{name}: log p apart at most {apart:.1e}")
        if not apart <= 1e-4 or crossed[name]["accuracy"] != own["accuracy"]:
            faults.append(f"{name} is another prompt")
    if faults:
        sys.exit("compare-encoder: " + "; ".join(faults))


if __name__ == "__main__":
    main()
