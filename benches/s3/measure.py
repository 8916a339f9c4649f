"""`cargo xtask bench`: listings and transfers of the app's `files` beside other people's clients, turn by turn on one
server that is faster than all of them. Ratios hold within this run; the figures themselves are this machine's.

    measure.py <s3-bench> <folder to work in> [listings] [transfers]
"""

import argparse
import json
import os
import shutil
from pathlib import Path

import listings
import transfers
from programs import Bench


class Report:
    """What is told as it comes, and the table at the end."""

    def __init__(self):
        self.lines, self.rows = [], []

    def line(self, text):
        self.lines.append(text)
        print(text, flush=True)

    def row(self, work, against, reach, measured, met):
        self.rows.append({"work": work, "against": against, "reach": reach, "measured": measured, "met": bool(met)})

    def table(self):
        heads = {"work": "Work", "against": "Against", "reach": "Reach", "measured": "Measured", "met": ""}
        rows = [heads, *[{**row, "met": "met" if row["met"] else "MISSED"} for row in self.rows]]
        wide = {name: max(len(row[name]) for row in rows) for name in heads}
        return "\n".join("  ".join(row[name].ljust(wide[name]) for name in heads).rstrip() for row in rows)


parser = argparse.ArgumentParser()
parser.add_argument("binary")
parser.add_argument("folder", type=Path)
parser.add_argument("parts", nargs="*")
parser.add_argument("--keys", type=int, default=1_000_000)
parser.add_argument("--keys-of-aws", type=int, default=100_000)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--large-mib", type=int, default=5120)
parser.add_argument("--small", type=int, default=10_000)
options = parser.parse_args()

report = Report()
with Bench(options.binary, options.folder) as bench:
    report.line(f"{os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f} at the beginning, "
                f"{shutil.disk_usage(bench.folder).free >> 30} GiB free")
    for part in options.parts or ["listings", "transfers"]:
        {"listings": listings, "transfers": transfers}[part].measure(bench, report, options)
    report.line(f"load {os.getloadavg()[0]:.1f} at the end")
    print(report.table(), flush=True)
    (bench.folder / "report.json").write_text(json.dumps({"lines": report.lines, "rows": report.rows}, indent=1))
