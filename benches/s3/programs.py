"""The programs that are compared: how each is started, and what a run of it costs."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

TOOLS = Path(sys.executable).parent


def s5cmd_itself():
    """The program below Python's wrapper, whose start would count for it."""
    found = list(TOOLS.parent.glob("lib/python*/site-packages/s5cmd/bin/s5cmd"))
    return found[0] if found else TOOLS / "s5cmd"


class Bench:
    """The program of this bench, its server, and a folder to work in."""

    def __init__(self, binary, folder):
        self.binary, self.folder = Path(binary).resolve(), Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": "bench", "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
            "RCLONE_CONFIG": "/dev/null",
        }

    def __enter__(self):
        self.server = subprocess.Popen([self.binary, "serve"], stdout=subprocess.PIPE, text=True)
        self.url = self.server.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self.server.kill()
        self.server.wait()

    def counters(self):
        with urllib.request.urlopen(self.url + "/counters") as answer:
            return json.load(answer)

    def start(self, command):
        return subprocess.Popen([str(word) for word in command], env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, command, keeps=False):
        """Seconds, CPU seconds and megabytes at the peak of one process with its children, and what it said."""
        began = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE if keeps else subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = process.stdout.read() if keeps else b""
        complaint = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert status == 0, f"{command}: {complaint.decode(errors='replace')[-2000:]}"
        return {"s": time.monotonic() - began, "cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024,
                "said": json.loads(said) if said else None}

    def ours(self, *words):
        return [self.binary, "ours", words[0], self.url, *words[1:]]

    def raw(self, *words):
        return [self.binary, "raw", words[0], self.url, *words[1:]]

    def null(self, *words):
        return [self.binary, "null", words[0], self.url, *words[1:]]

    def s5cmd(self, *words):
        return [s5cmd_itself(), "--endpoint-url", self.url, *words]

    def rclone(self, *words):
        remote = f":s3,provider=Other,env_auth=true,endpoint='{self.url}',region=us-east-1,list_version=2,no_check_bucket=true:"
        return [TOOLS / "rclone", *[str(word).replace("REMOTE:", remote) for word in words]]

    def aws(self, *words):
        return [TOOLS / "aws", "--endpoint-url", self.url, *words]

    def fresh(self, name):
        """An empty folder."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


def interleaved(rounds, arms):
    """Runs every arm in every round, forwards and backwards by turns; arms are functions that give a run."""
    runs = {name: [] for name in arms}
    for n in range(rounds):
        for name in arms if n % 2 == 0 else reversed(arms):
            runs[name].append(arms[name]())
    return runs
