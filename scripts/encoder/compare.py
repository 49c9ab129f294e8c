"""Runs both halves of scripts/compare-encoder, each in a process of its own, and compares them.

Tuning is chaotic: two runs of PEFT that differ in rounding alone part in the course of the steps. So
PEFT also runs beside itself, and pts is held to PEFT by the first steps, by what remains of the way
beside PEFT's own, and by the folders. Exit status 1 where they differ by more.
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
# Over the first steps rounding can't have grown; over all, pts may part from PEFT by some times what
# PEFT parts from itself.
FIRST, FIRST_TOLERANCE, TOLERANCE, TIMES = 10, 1e-4, 1e-3, 5


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


def run(given, work):
    """Runs everything; what PEFT's training and ours cost."""
    peft = [sys.executable, HERE / "peft_side.py"]
    pts = [os.environ["PTS"]]
    # A store of its own: a run that is kept from before would be found there and not trained again.
    home = {"PTS_HOME": str(work / f"runs-{os.getpid()}"), "PTS_THREADS": str(given.threads)}
    measured([*peft, "start", work])
    costs = {
        "PEFT": measured([*peft, "tune", work]), "pts": measured([*pts, HERE / "tune.pts", work], **home)}
    measured([*peft, "again", work])
    measured([*peft, "score", work])
    measured([*pts, HERE / "score.pts", work], **home)
    return costs


def report(given, work, costs):
    """Prints the figures; what is wrong with them."""
    start, theirs, ours, again, ours_theirs, theirs_ours = (
        json.loads((work / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("start", "peft", "pts", "again", "pts-on-peft", "peft-on-pts"))
    print(
        f"P {given.soft}, {given.init}, AdamW {given.lr}, {given.steps} steps of {given.batch}, "
        f"seed {given.seed}; {given.rows[0]} rows to train on, {given.rows[2]} to test; {given.threads} threads\n")

    print(f"{'step':>6} {'PEFT':>10} {'pts':>10} {'apart':>9} {'PEFT, rounded otherwise':>25}")
    for step in [*range(1, min(FIRST, given.steps) + 1), *range(2 * FIRST, given.steps + 1, 20)]:
        a, b, c = (side["losses"][step - 1] for side in (theirs, ours, again))
        print(f"{step:6} {a:10.6f} {b:10.6f} {abs(a - b):9.1e} {c:15.6f} {abs(a - c):9.1e}")
    first = farthest(theirs["losses"][:FIRST], ours["losses"][:FIRST])
    whole, own = (farthest(theirs["losses"], side["losses"]) for side in (ours, again))
    print(
        f"\nlosses apart at most: first {FIRST} steps {first:.1e}, all steps {whole:.1e}; "
        f"PEFT and itself {own:.1e}\n")

    print(f"{'test accuracy':34} {'loss':>13}")
    for name, value in (("majority guess", start["majority"]),
                        ("head alone, same steps and rate", start["head"]),
                        ("logistic regression on vectors", start["regression"])):
        print(f"  {name:32} {value:.3f}")
    for name, figures in (("PEFT", theirs), ("PEFT, rounded otherwise", again), ("pts", ours),
                          ("PEFT's folder in pts", ours_theirs), ("pts's folder in PEFT", theirs_ours)):
        print(f"  {name:32} {figures['accuracy']:.3f} {figures['loss']:.5f}")

    print(f"\n{'':10} {'training s':>10} {'process s':>10} {'CPU s':>8} {'peak MB':>8}")
    for (name, (seconds, busy, memory)), figures in zip(costs.items(), (theirs, ours)):
        print(f"{name:10} {figures['seconds']:10.1f} {seconds:10.1f} {busy:8.1f} {memory:8.0f}")

    faults = []
    if not first <= FIRST_TOLERANCE or not whole <= max(TOLERANCE, TIMES * own):
        faults.append("the losses part")
    for name, found, own in (
            ("PEFT's folder in pts", ours_theirs, theirs), ("pts's folder in PEFT", theirs_ours, ours)):
        apart = farthest(found["log_probabilities"], own["log_probabilities"])
        print(f"{name}: log p of a test row apart at most {apart:.1e}")
        if not apart <= 1e-4 or found["accuracy"] != own["accuracy"]:
            faults.append(f"{name} is another prompt")
    return faults


def main():
    given = arguments()
    work = given.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    options = {name: value for name, value in vars(given).items() if name not in ("archive", "work")}
    options["model"] = str(given.model.resolve())
    (work / "options.json").write_text(json.dumps(options), encoding="utf-8")
    snippets.write(given.archive, work, given.rows, given.seed)
    faults = report(given, work, run(given, work))
    if faults:
        sys.exit("compare-encoder: " + "; ".join(faults))


if __name__ == "__main__":
    main()
