"""Listings: the first row of a folder, the whole of it beside the peers, and the memory of a key."""

from statistics import median

from programs import interleaved

SIZES = (1_000, 10_000, 100_000, 1_000_000)


def first_row(bench, report):
    """A folder of any size shows its first rows at the same time, after one request."""
    for delay in (20, 0):
        arms = {size: (lambda size=size: bench.run(
            bench.ours("first-row", f"list-numbered-{size}-{delay}ms"), keeps=True)["said"]) for size in SIZES}
        runs = interleaved(4, arms)
        middle = {size: median(run["ms"] for run in runs[size]) for size in SIZES}
        pages = max(run["pages"] for size in SIZES for run in runs[size])
        report.line(f"first row, {delay} ms a page: " + ", ".join(f"{size:,} keys {middle[size]:.1f} ms" for size in SIZES)
                    + f"; {pages} page(s) before it")
        flat = max(middle.values()) / min(middle.values())
        report.row(f"first row of 1 k … 1 M keys, {delay} ms a page", "itself", "≤ 1.1x, 1 request",
                   f"{flat:.2f}x, {pages} request(s)", flat <= 1.1 and pages == 1)


def whole(bench, report, keys, keys_of_aws, delay, rounds):
    """Keys a second of the whole listing."""
    bucket, short = f"list-numbered-{keys}-{delay}ms", f"list-numbered-{keys_of_aws}-{delay}ms"
    folder, short_folder = f"s3://{bucket}/data/", f"s3://{short}/data/"
    commands = {
        "ours": (keys, bench.ours("list", bucket)),
        "s5cmd": (keys, bench.s5cmd("ls", folder)),
        "rclone": (keys, bench.rclone("lsf", f"REMOTE:{bucket}/data")),
        "aws s3 ls": (keys_of_aws, bench.aws("s3", "ls", short_folder)),
        "aws s3api": (keys_of_aws, bench.aws("s3api", "list-objects-v2", "--bucket", short, "--prefix", "data/",
                                             "--output", "json")),
    }
    null = bench.run(bench.null("list", bucket if delay == 0 else f"list-numbered-{keys}-0ms"))
    report.line(f"null client, page after page at 0 ms: {keys / null['s']:,.0f} keys/s")
    arms = {name: (lambda name=name, command=command: bench.run(command, keeps=name == "ours"))
            for name, (_, command) in commands.items()}
    runs = interleaved(rounds, arms)
    rate = {}
    for name, (count, _) in commands.items():
        # The check of the order comes after the listing and does not count.
        seconds = median(run["said"]["s"] if run["said"] else run["s"] for run in runs[name])
        rate[name] = count / seconds
        report.line(f"whole listing, {delay} ms a page, {name:9}: {rate[name]:>10,.0f} keys/s ({count:,} keys in {seconds:.1f} s, "
                    f"cpu {median(run['cpu'] for run in runs[name]):.1f} s, "
                    f"at most {median(run['mb'] for run in runs[name]):.0f} MB)")
    told = runs["ours"][-1]["said"]
    assert told["keys"] == keys, f"{told['keys']} keys of {keys}"
    report.line(f"ours: {told['requests']} requests for {keys // 1000} pages, every key once and in order")
    best = max((name for name in rate if name != "ours"), key=rate.get)
    fastest_aws = max(rate["aws s3 ls"], rate["aws s3api"])
    if delay:
        ratio = rate["ours"] / rate[best]
        report.row(f"whole listing of {keys:,} keys, {delay} ms a page", f"best peer ({best})", "≥ 8x", f"{ratio:.1f}x", ratio >= 8)
    else:
        for name, other, reach in (("s5cmd", rate["s5cmd"], 1.5), ("aws", fastest_aws, 15)):
            ratio = rate["ours"] / other
            report.row(f"whole listing of {keys:,} keys, 0 ms", name, f"≥ {reach}x", f"{ratio:.1f}x", ratio >= reach)
    bytes_a_key = median(run["said"]["bytes_per_key"] for run in runs["ours"])
    peak = median(run["said"]["peak_bytes_per_key"] for run in runs["ours"])
    report.row(f"memory of a listed key at {keys:,}, {delay} ms", "rclone ~1 kB", "≤ 150 B",
               f"{bytes_a_key:.0f} B (at the peak {peak:.0f} B)", bytes_a_key <= 150)


def shapes(bench, report, keys):
    """Key spaces that are spread otherwise."""
    for shape in ("hashed", "dated"):
        for delay in (50, 0):
            said = bench.run(bench.ours("list", f"list-{shape}-{keys}-{delay}ms"), keeps=True)["said"]
            assert said["keys"] == keys
            report.line(f"ours, keys that are {shape}, {delay} ms a page: {keys / said['s']:,.0f} keys/s, "
                        f"{said['requests']} requests, {said['bytes_per_key']:.0f} B a key")


def measure(bench, report, options):
    first_row(bench, report)
    whole(bench, report, options.keys, options.keys_of_aws, 0, options.rounds)
    shapes(bench, report, options.keys)
    whole(bench, report, options.keys, options.keys_of_aws, 50, 1)
