"""Runs both sides, each measurement in a process of its own."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


class Refused(Exception):
    """A side that ended with an error; its last words."""


class Sides:
    def __init__(self, pts, probe, python, threads, folder):
        self.pts, self.probe, self.python = pts, probe, python
        self.threads, self.folder = threads, folder

    def output(self, command, **environment):
        settings = {"OMP_NUM_THREADS": str(self.threads), "PTS_THREADS": str(self.threads), **environment}
        done = subprocess.run(
            [str(part) for part in command], env={**os.environ, **settings}, capture_output=True, text=True)
        if done.returncode:
            lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
            errors = [line for line in lines if "rror" in line]
            raise Refused((errors or lines)[-1])
        return done.stdout

    def ours(self, script, *arguments):
        """What one of the scripts beside this file prints as JSON."""
        # A store of its own: a run that is kept from before would be found and not trained again.
        with tempfile.TemporaryDirectory(prefix="pts-bench-") as home:
            text = self.output([self.pts, HERE / script, *arguments], PTS_HOME=home)
        return json.loads(text) if text.strip() else None

    def python_loop(self):
        return json.loads(self.output([self.python, HERE / "loop.py"]))["seconds"]

    def theirs(self, command, *arguments):
        return json.loads(self.output([self.python, HERE / "peft_side.py", command, *arguments]))

    def seconds(self, run, times):
        """The shortest wall-clock seconds of a process, from its start to its end."""
        spent = []
        for _ in range(times):
            begin = time.perf_counter()
            run()
            spent.append(time.perf_counter() - begin)
        return min(spent)

    def rates(self, sizes, seconds=0.25):
        """By type, GFLOP/s of the fastest of the products M×K×N."""
        text = self.output([self.probe, self.threads, seconds, *("x".join(map(str, size)) for size in sizes)])
        return {dtype: max(found.values()) for dtype, found in json.loads(text).items()}

    def model(self, shape, counts):
        """The folder of a model with random weights, with a start for each number of soft tokens."""
        folder = self.folder / shape
        missing = [count for count in sorted(counts) if not (folder / f"start-{count}").exists()]
        if not missing and (folder / "model.safetensors").exists():
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.ours("model.pts", shape, folder)
        self.theirs("make", folder, *sorted(counts))
        return folder

    def case(self, model, case, batches):
        folder = self.folder / "cases" / f"{model.name}-{case}"
        folder.mkdir(parents=True, exist_ok=True)
        self.ours(
            "case.pts", model, folder, case.soft, case.batch, case.longest, case.demos, batches)
        return folder


def median_step(runs):
    """Of several processes' steps, the first of each left out."""
    return statistics.median(seconds for run in runs for seconds in run["seconds"][1:])
