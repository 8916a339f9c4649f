"""Transfers: many small objects and a large one, up and down, beside a raw arm and the peers; memory, resuming, stopping."""

import shutil
import signal
import time
from statistics import median

from programs import interleaved

MIB = 1 << 20
SMALL = 256 * 1024
# What stays free on the disk whatever is measured.
RESERVE = 15 << 30


def sparse(path, size):
    """A file of zeros that takes no place on the disk: what is compared is reading it and sending it."""
    with path.open("wb") as file:
        file.truncate(size)
    return path


def many(folder, count):
    folder.mkdir(exist_ok=True)
    for n in range(count):
        sparse(folder / f"{n:05}.bin", SMALL)
    return folder


def arms_of(bench, large, small, size, count):
    """For each piece of work, each client's command."""
    into = bench.folder / "into"
    return {
        "up large": {
            "raw": bench.raw("up", large, "raw-large"),
            "ours": bench.ours("up", large, "ours/"),
            "s5cmd": bench.s5cmd("cp", large, "s3://bench/s5-large"),
            "rclone": bench.rclone("copyto", large, "REMOTE:bench/rclone-large"),
            "aws": bench.aws("s3", "cp", large, "s3://bench/aws-large"),
        },
        "down large": {
            "raw": bench.raw("down", into, "raw-large", size),
            "ours": bench.ours("down", into, "raw-large"),
            "s5cmd": bench.s5cmd("cp", "s3://bench/raw-large", into / "s5"),
            "rclone": bench.rclone("copyto", "REMOTE:bench/raw-large", into / "rclone"),
            "aws": bench.aws("s3", "cp", "s3://bench/raw-large", into / "aws"),
        },
        "up small": {
            "raw": bench.raw("up-many", small, "raw/"),
            "ours": bench.ours("up", small, "ours-small/"),
            "s5cmd": bench.s5cmd("cp", f"{small}/*", "s3://bench/s5/"),
            "rclone": bench.rclone("copy", "--transfers", 32, small, "REMOTE:bench/rclone"),
            "aws": bench.aws("s3", "cp", "--recursive", small, "s3://bench/aws/"),
        },
        "down small": {
            "raw": bench.raw("down-many", into, "raw/", count),
            "ours": bench.ours("down", into, "raw/"),
            "s5cmd": bench.s5cmd("cp", "s3://bench/raw/*", f"{into}/"),
            "rclone": bench.rclone("copy", "--transfers", 32, "REMOTE:bench/raw", into),
            "aws": bench.aws("s3", "cp", "--recursive", "s3://bench/raw/", into),
        },
    }


def compare(bench, report, options):
    size = options.large_mib * MIB
    free = shutil.disk_usage(bench.folder).free - RESERVE
    if size > free // 2:
        size = max(free // 2 // MIB, 64) * MIB
        report.line(f"the disk allows a large object of {size // MIB} MiB only")
    large = sparse(bench.folder / "large.bin", size)
    small = many(bench.folder / "small", options.small)
    for way in ("up", "down"):
        seconds = bench.run(bench.null(way, 2048 * MIB))["s"]
        report.line(f"null client, {way}: {2048 / seconds:.0f} MiB/s")
    for what, commands in arms_of(bench, large, small, size, options.small).items():
        def run(command):
            bench.fresh("into")
            return bench.run(command)
        runs = interleaved(options.rounds, {name: (lambda command=command: run(command))
                                            for name, command in commands.items()})
        moved = size / MIB if "large" in what else options.small / 4
        for name, all_runs in runs.items():
            seconds, cpu, mb = (median(run[unit] for run in all_runs) for unit in ("s", "cpu", "mb"))
            report.line(f"{what:10} {name:7} {moved / seconds:7.0f} MiB/s {seconds:7.2f} s, cpu {cpu:6.2f} s, at most {mb:5.0f} MB")
        judge(report, what, runs, f"{size // MIB} MiB" if "large" in what else f"{options.small:,} x 256 KiB")
    bench.fresh("into")
    return large, size


def judge(report, what, runs, amount):
    way = what.split()[0]

    def ratio(unit, other):
        return median(b[unit] / max(a[unit], 0.01) for a, b in zip(runs["ours"], runs[other]))

    if "small" in what:
        for other, reach in (("s5cmd", 1.0), ("aws", 3.0)):
            times = ratio("s", other)
            report.row(f"{amount} {way}", other, f"≥ {reach}x", f"{times:.2f}x", times >= reach)
        return
    best = min(("s5cmd", "rclone", "aws"), key=lambda name: median(run["s"] for run in runs[name]))
    times, cpu = ratio("s", best), 1 / ratio("cpu", best)
    report.row(f"one object of {amount} {way}, checksum on", f"best peer ({best})", "≥ 0.95x at ≤ 1.1x the CPU",
               f"{times:.2f}x at {cpu:.2f}x the CPU", times >= 0.95 and cpu <= 1.1)


def memory(bench, report, sizes):
    peaks = {}
    for size in sizes:
        path = sparse(bench.folder / "memory.bin", size * MIB)
        up = bench.run(bench.ours("up", path, f"memory-{size}/"))["mb"]
        down = None
        if shutil.disk_usage(bench.folder).free - size * MIB > RESERVE:
            down = bench.run(bench.ours("down", bench.fresh("into"), f"memory-{size}/memory.bin"))["mb"]
            bench.fresh("into")
        peaks[size] = (up, down)
        report.line(f"memory while moving {size} MiB: up {up:.0f} MB, down " + (f"{down:.0f} MB" if down else "not measured"))
        path.unlink()
    most = max(peak for pair in peaks.values() for peak in pair if peak)
    report.row(f"memory while moving {sizes[0]} MiB … {sizes[-1]} MiB", "itself", "≤ 200 MB, flat", f"≤ {most:.0f} MB", most <= 200)


def killed_at_half(bench, report, large, size):
    for way, counter in (("up", "received"), ("down", "sent")):
        journal = bench.folder / f"journal-{way}"
        journal.unlink(missing_ok=True)
        into = bench.fresh("into")
        words = ("up", large, "killed/") if way == "up" else ("down", into, "raw-large")
        before = bench.counters()[counter]
        process = bench.start(bench.ours(*words, journal))
        while bench.counters()[counter] - before < size / 2:
            assert process.poll() is None, process.stderr.read().decode(errors="replace")
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        at_kill = bench.counters()[counter] - before
        bench.run(bench.ours("resume", journal), keeps=True)
        again = (bench.counters()[counter] - before - size) / size
        report.line(f"killed {way} after {at_kill / size:.2f} of the object")
        report.row(f"bytes sent again after a kill at half, {way}", "itself", "≤ 0.1 of the object", f"{again:.3f}", again <= 0.1)
    bench.fresh("into")


def stops(bench, report, large):
    said = bench.run(bench.ours("stops", large, bench.fresh("into"), "raw-large"), keeps=True)["said"]
    for what, milliseconds in said.items():
        report.row(f"{what}, p95", "", "≤ 200 ms", f"{milliseconds:.0f} ms", milliseconds <= 200)
    bench.fresh("into")


def measure(bench, report, options):
    large, size = compare(bench, report, options)
    memory(bench, report, [64, 512, options.large_mib])
    stops(bench, report, large)
    killed_at_half(bench, report, large, size)
    shutil.rmtree(bench.folder / "small")
    large.unlink()
