"""Ten million additions, timed: what `loop.pts` does."""

import json
import time


def add(count):
    sum = 0
    for i in range(count):
        sum = sum + i
    return sum


begin = time.perf_counter()
total = add(10_000_000)
print(json.dumps({"sum": total, "seconds": time.perf_counter() - begin}))
