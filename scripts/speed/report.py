"""The tables of `scripts/bench`."""

import cases

MEGABYTE = 1e6


def table(heads, rows):
    """Columns as wide as what stands in them, figures to the right."""
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    lines = [
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width) for index, (cell, width) in enumerate(zip(row, widths)))
        for row in [heads, ["-" * width for width in widths], *rows]]
    return "\n".join(line.rstrip() for line in lines)


def figure(value, digits=3):
    """So many significant digits, never as a power of ten."""
    if value is None:
        return "–"
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return f"{value:.{max(0, digits - whole)}f}"


def megabytes(count):
    return f"{count / MEGABYTE:.0f}"


def verdict(is_met):
    return "met" if is_met else "missed"


def tuning_table(records):
    heads = [
        "shape", "P", "B", "T", "demos", "dtype", "PEFT s", "pts s", "ratio", "floor s", "x floor", "PEFT MB", "pts MB",
        "ratio", "PEFT tok/s", "pts tok/s", "losses apart"]
    rows = []
    for r in records:
        start = [r["shape"], *(str(r[name]) for name in ("soft", "batch", "longest", "demos")), r["dtype"]]
        ours, theirs = r["pts"] or {}, r["peft"]
        apart = "–" if r.get("apart") is None else f"{r['apart']:.0e}" + ("" if r["equal"] else " DIFFER")
        rows.append([
            *start, figure(theirs["seconds"]), figure(ours.get("seconds")), figure(r.get("ratio")),
            figure(r.get("floor")), figure(r.get("times_floor")), megabytes(theirs["peak"]),
            megabytes(ours["peak"]) if ours else "–", figure(r.get("memory_ratio")),
            figure(theirs["tokens_per_second"]), figure(ours.get("tokens_per_second")), apart])
    return table(heads, rows)


def generation_table(records):
    heads = [
        "shape", "P", "B", "T", "new", "dtype", "transformers s", "pts s", "ratio", "theirs MB", "pts MB", "theirs tok/s",
        "pts tok/s", "same texts"]
    rows = []
    for r in records:
        ours, theirs = r["pts"] or {}, r["transformers"]
        rows.append([
            r["shape"], str(r["soft"]), str(r["batch"]), str(r["longest"]), str(r["new_tokens"]), r["dtype"],
            figure(theirs["seconds"]), figure(ours.get("seconds")), figure(r.get("ratio")), megabytes(theirs["peak"]),
            megabytes(ours["peak"]) if ours else "–", figure(theirs["tokens_per_second"]),
            figure(ours.get("tokens_per_second")), f"{r['same_texts']} of {r['batch']}" if ours else "–"])
    return table(heads, rows)


def program_table(records):
    return table(
        ["", "Python s", "pts s", "ratio"],
        [[r["name"], figure(r["python"]), figure(r["pts"]), figure(r["python"] / r["pts"])] for r in records])


def goals(result):
    """A record for each goal: what was wanted, what both sides took, and whether it is met."""
    found = []
    for r in result["tuning"]:
        name = f"{r['shape']} P {r['soft']} B {r['batch']} T {r['longest']}"
        name += f" + {r['demos']} demos" if r["demos"] else ""
        base = {
            "name": f"{name} {r['dtype']}", "python": r["peft"]["seconds"], "pts": r["pts"] and r["pts"]["seconds"],
            "floor": r.get("floor"), "python_peak": r["peft"]["peak"], "pts_peak": r["pts"] and r["pts"]["peak"]}
        is_equal = bool(r.get("equal"))
        if r["goal"]:
            found.append({
                **base, "ratio": r.get("ratio"), "wanted": f"{r['goal']}x PEFT",
                "met": is_equal and r["ratio"] >= r["goal"]})
        found.append({
            **base, "ratio": r.get("memory_ratio"), "wanted": f"memory 1/{cases.MEMORY_GOAL}",
            "met": is_equal and r["memory_ratio"] >= cases.MEMORY_GOAL})
        found.append({
            **base, "ratio": r.get("times_floor"), "wanted": f"<= {cases.FLOOR_GOAL} floor",
            "met": is_equal and r.get("times_floor", cases.FLOOR_GOAL + 1) <= cases.FLOOR_GOAL})
    for r in result["generation"]:
        if r["goal"]:
            found.append({
                "name": f"{r['shape']} generates, P {r['soft']} B {r['batch']} {r['dtype']}", "python": r["transformers"]["seconds"],
                "pts": r["pts"] and r["pts"]["seconds"], "floor": None, "python_peak": r["transformers"]["peak"],
                "pts_peak": r["pts"] and r["pts"]["peak"], "ratio": r.get("ratio"), "wanted": f"{r['goal']}x generate",
                "met": bool(r.get("equal")) and r["ratio"] >= r["goal"]})
    for r in result["program"]:
        ratio = r["python"] / r["pts"]
        wanted = f"<= {r['limit']} s" if "limit" in r else f"{r['goal']}x CPython"
        found.append({
            "name": r["name"], "python": r["python"], "pts": r["pts"], "floor": None, "python_peak": None,
            "pts_peak": None, "ratio": ratio, "wanted": wanted,
            "met": r["pts"] <= r["limit"] if "limit" in r else ratio >= r["goal"]})
    return found


def goals_table(found):
    return table(
        ["goal", "wanted", "Python s", "pts s", "found", "floor s", "theirs MB", "pts MB", ""],
        [[g["name"], g["wanted"], figure(g["python"]), figure(g["pts"]), figure(g["ratio"]), figure(g["floor"]),
          megabytes(g["python_peak"]) if g["python_peak"] else "–", megabytes(g["pts_peak"]) if g["pts_peak"] else "–",
          verdict(g["met"])] for g in found])
