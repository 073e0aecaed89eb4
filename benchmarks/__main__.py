"""`make bench`: every benchmark with moderate sizes, one after the other."""

import subprocess
import sys
import time

RUNS = (
    ("updates", "--rounds", "7"),
    ("webhook", "--visits", "60"),
    ("beside", "--floor", "--seconds", "5", "--rounds", "2"),
    ("beside", "--floor", "--door", "webchat", "--seconds", "5", "--rounds", "2"),
    ("start", "--times", "3"),
    ("imports",),
    ("evaluation", "--villages", "2000", "--grids", "12000", "--visits", "50000"),
    ("nation",),
    (
        *("month_end", "--villages", "2000", "--grids", "12000", "--visits", "8000"),
        *("--people", "1000", "--rounds", "1"),
    ),
    (
        *("wecom_press", "--villages", "2000", "--grids", "12000", "--visits", "50000"),
        *("--city", "500", "2000", "3000", "--seconds", "8"),
    ),
)


def main() -> None:
    for name, *options in RUNS:
        print(f"\n== {name} {' '.join(options)}", flush=True)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *options], check=True)
        print(f"({time.perf_counter() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
