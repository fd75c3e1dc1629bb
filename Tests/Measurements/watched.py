#!/usr/bin/env python3
"""Measures what it costs a server under load that it is watched on the screen, and prints a table.

    swift build -c release --product cascade && swift build -c release --product WatchedServer
    Tests/Measurements/watched.py [--minutes 10] [--rate 10000] [--turn 15] [FOLDER_OF_THE_PROGRAMS]

Each request is a group of three. One server and one viewer, in a pseudo-terminal, run for the whole time; for every other turn
of so many seconds the viewer is stopped (SIGSTOP): it reads nothing then, and the server has nothing to do for it. So both
sides see the same machine, whatever else that does, and each ratio is made of two neighbours in time. A rate of 0 makes as many requests as can be. In the end two readers that print lines watch it, one of which is
stopped for a while: what each has received and what it was told that it missed have to give the same sum.

Only Python's standard library; Linux (it reads /proc).
"""

import argparse
import json
import os
import pathlib
import re
import select
import signal
import statistics
import subprocess
import sys
import threading
import time

from screen import Terminal

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAME = f"watched-{os.getpid()}"


def memory(pid):
    """In MiB."""
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def processor_time(pid):
    """In seconds."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    """The server, and how many requests it had by when."""

    def __init__(self, folder, seconds, rate):
        command = [str(folder / "WatchedServer"), str(seconds), NAME] + ([str(rate)] if rate else [])
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.requests = 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.requests = int(line.split()[2])

    def turn(self, seconds):
        """Requests a second, and the share of a processor, over the next seconds."""
        # From one line of the server to another.
        def next_line():
            last = self.requests
            while self.requests == last:
                time.sleep(0.002)
            return time.monotonic(), self.requests, processor_time(self.process.pid)

        start = next_line()
        end = start
        while end[0] - start[0] < seconds - 0.5:
            end = next_line()
        span = end[0] - start[0]
        return (end[1] - start[1]) / span, (end[2] - start[2]) / span


class Viewer:
    """`cascade attach` in a terminal that takes all that is written."""

    def __init__(self, folder):
        self.terminal = Terminal([str(folder / "cascade"), "attach", NAME], 100, 30)
        self.stopped = False
        self.thread = threading.Thread(target=self.drain, daemon=True)
        self.thread.start()

    def drain(self):
        while not self.stopped:
            self.terminal.read(0.2)
            self.terminal.output = self.terminal.output[-60_000:]

    def dropped(self):
        """What the screen says, drawn anew."""
        os.write(self.terminal.fd, b"\x0c")
        time.sleep(1)
        found = re.findall(rb"(\d+) events? dropped", self.terminal.output)
        return int(found[-1]) if found else None

    def stop(self):
        os.write(self.terminal.fd, b"q")
        time.sleep(0.5)
        self.stopped = True
        self.thread.join()
        try:
            os.kill(self.terminal.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.terminal.pid, 0)
        os.close(self.terminal.fd)


class Reader:
    """`cascade attach --json`: counts what it is given."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [str(folder / "cascade"), "attach", NAME, "--json"], stdout=subprocess.PIPE)
        self.events = self.dropped = 0
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        for line in self.process.stdout:
            if b'"kind":"dropped"' in line:
                self.dropped += json.loads(line)["count"]
            elif b'"kind":"run.' not in line:
                self.events += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=int, default=10_000)
    parser.add_argument("--turn", type=float, default=15)
    parser.add_argument("folder", nargs="?", default=ROOT / ".build" / "release", type=pathlib.Path)
    options = parser.parse_args()
    pairs = max(1, round(options.minutes * 60 / options.turn / 2))
    last = 20
    # What stands between the turns.
    seconds = int(pairs * (options.turn * 2 + 8) + last + 10)
    server = Server(options.folder, seconds, options.rate)
    time.sleep(2)
    alone, watched, ratios, cost = [], [], [], []
    server_memory, viewer_memory = [], []
    viewer = Viewer(options.folder)
    for pair in range(pairs):
        order = [False, True] if pair % 2 == 0 else [True, False]
        turn = {}
        for is_watched in order:
            os.kill(viewer.terminal.pid, signal.SIGCONT if is_watched else signal.SIGSTOP)
            # What came meanwhile is read by then.
            time.sleep(2)
            turn[is_watched] = server.turn(options.turn)
            server_memory.append(memory(server.process.pid))
            if is_watched:
                viewer_memory.append(memory(viewer.terminal.pid))
        alone.append(turn[False][0])
        watched.append(turn[True][0])
        ratios.append(turn[True][0] / turn[False][0])
        cost.append(turn[True][1] - turn[False][1])
        print(
            f"pair {pair + 1} of {pairs}: {turn[False][0]:.0f} and, watched, {turn[True][0]:.0f} requests a second;"
            f" server {server_memory[-1]:.1f} MiB, viewer {viewer_memory[-1]:.1f} MiB;"
            f" load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    os.kill(viewer.terminal.pid, signal.SIGCONT)
    time.sleep(2)
    dropped = viewer.dropped()
    viewer.stop()
    # Nothing is received and counted twice, or not at all.
    readers = [Reader(options.folder), Reader(options.folder)]
    time.sleep(4)
    os.kill(readers[1].process.pid, signal.SIGSTOP)
    time.sleep(6)
    os.kill(readers[1].process.pid, signal.SIGCONT)
    for reader in readers:
        reader.process.wait()
        reader.thread.join()
    server.process.wait()
    sums = [reader.events + reader.dropped for reader in readers]
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    quarter = max(1, len(server_memory) // 4)
    half = max(1, len(viewer_memory) // 4)
    quarters = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else [ratios[0]] * 3
    fall = 1 - statistics.median(ratios)
    print(f"""
{pairs} pairs of {options.turn:.0f} s, {options.rate or 'as many as can be'} requests a second, load at the end {load}

| what | | aim |
| --- | ---: | --- |
| requests a second, nothing attached | {statistics.median(alone):.0f} | |
| — watched on the screen | {statistics.median(watched):.0f} | |
| throughput falls by (median; middle half) | {100 * fall:.1f} % ({100 * (1 - quarters[2]):.1f} to {100 * (1 - quarters[0]):.1f}) | < 5 % |
| processor time of the server for being watched | {1_000 * statistics.median(cost):.0f} ms a second | |
| memory of the server, first and last quarter | {statistics.mean(server_memory[:quarter]):.1f} and {statistics.mean(server_memory[-quarter:]):.1f} MiB | flat |
| memory of the viewer, first and last quarter | {statistics.mean(viewer_memory[:half]):.1f} and {statistics.mean(viewer_memory[-half:]):.1f} MiB | flat |
| what the viewer says that it missed | {'nothing' if dropped is None else f'{dropped} events'} | counted |
| received and missed, a reader that keeps up | {readers[0].events} + {readers[0].dropped} = {sums[0]} | |
| — one that is stopped for 6 s | {readers[1].events} + {readers[1].dropped} = {sums[1]} | the same |
""")
    sys.exit(0 if sums[0] == sums[1] else 1)


if __name__ == "__main__":
    main()
