#!/usr/bin/env python3
"""Measures the program in a real pseudo-terminal and prints each figure beside its aim.

    swift build -c release --product cascade
    Tests/Measurements/screen.py [PATH_TO_THE_PROGRAM]
    Tests/Measurements/screen.py --quick      # without playing every built-in scenario (minutes)
    Tests/Measurements/screen.py --clone      # also times a fresh clone up to the first screen (minutes)

Only Python's standard library; Linux (it reads /proc).
"""

import fcntl
import os
import pathlib
import pty
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FRAME_START, FRAME_END = b"\x1b[?2026h", b"\x1b[?2026l"


class Terminal:
    """A program in a pseudo-terminal, and what it wrote, with times."""

    def __init__(self, command, columns=100, rows=30):
        self.started = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", LANG="C.UTF-8", LC_ALL="C.UTF-8")
            os.environ.pop("NO_COLOR", None)
            # The size has to be there before the program looks.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execv(command[0], command)
        self.output = b""

    def read(self, seconds, until=None):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.fd], [], [], left)[0]:
                break
            try:
                piece = os.read(self.fd, 1 << 16)
            except OSError:
                break
            if not piece:
                break
            self.output += piece
            if until and until in self.output:
                return time.monotonic() - self.started
        return None

    def type(self, keys):
        os.write(self.fd, keys)

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wakeups(self):
        total = 0
        for status in pathlib.Path(f"/proc/{self.pid}/task").glob("*/status"):
            for line in status.read_text().splitlines():
                if "ctxt_switches" in line:
                    total += int(line.split()[1])
        return total

    def close(self):
        self.type(b"q")
        self.read(0.3)
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def row(what, figure, aim):
    print(f"  {what:<46} {figure:<28} aim: {aim}")


def first_frame(program, count=21):
    times = []
    for _ in range(count):
        terminal = Terminal([program])
        times.append(terminal.read(5, until=FRAME_END))
        terminal.close()
    if None in times:
        sys.exit("the program drew no frame")
    times.sort()
    row("start to first frame", f"median {statistics.median(times) * 1000:.1f} ms, worst {times[-1] * 1000:.1f} ms", "<= 50 ms")


def idle(program, seconds=10):
    terminal = Terminal([program, "run", "first-failure"])
    terminal.read(1)
    before, cpu, wakes = len(terminal.output), terminal.cpu(), terminal.wakeups()
    terminal.read(seconds)
    row(
        f"idle for {seconds} s",
        f"{len(terminal.output) - before} B, {terminal.cpu() - cpu:.2f} s CPU, {terminal.wakeups() - wakes} wake-ups",
        "0 B, 0 s, 0")
    terminal.close()


def busy_scenario(tick):
    """22 tasks at work, one of which fails; no beats, at which playing would rest."""
    lines = ["title: Busy", f"tick: {tick}ms", "group:", "  tasks:"]
    for number in range(21):
        cleanup = tick + tick // 5 * number
        lines.append(f"    task-{number}: {{ line: \"{'-' * (8 + number)}|\", cleanup: {cleanup}ms }}")
    lines.append("    fails: \"---------------^ boom\"")
    file = tempfile.NamedTemporaryFile("w", suffix=".yaml", delete=False)
    file.write("\n".join(lines) + "\n")
    file.close()
    return file.name


def playing(program, columns, rows, tick, aim):
    scenario = busy_scenario(tick)
    terminal = Terminal([program, "run", scenario], columns, rows)
    terminal.read(1)
    before, cpu = len(terminal.output), terminal.cpu()
    terminal.type(b" ")
    started = time.monotonic()
    # The run ends after 20 ticks: all of it is watched, and nothing of the time after it.
    while (left := started + 0.0195 * tick - time.monotonic()) > 0:
        terminal.read(left)
    seconds = time.monotonic() - started
    sent = terminal.output[before:]
    frames = [piece for piece in sent.split(FRAME_START) if piece]
    rate = len(sent) / seconds / 1000
    sizes = sorted(len(frame) for frame in frames)
    row(
        f"playing 22 tasks for {tick * 20 // 1000} s at {columns}x{rows}",
        f"{rate:.1f} kB/s, {len(frames) / seconds:.0f} fps", aim)
    row("  bytes of a frame", f"median {sizes[len(sizes) // 2]}, p99 {sizes[int(len(sizes) * 0.99)]}", "p99 <= 3000 B")
    row("  CPU for each frame", f"{(terminal.cpu() - cpu) / max(1, len(frames)) * 1000:.2f} ms", "<= 1 ms")
    terminal.close()
    os.unlink(scenario)


def gallery(program):
    """The names of the built-in scenarios."""
    listed = subprocess.run([program, "list"], capture_output=True, text=True, check=True).stdout
    names = [line.split(":")[0] for line in listed.splitlines() if ":" in line and not line.startswith(" ")]
    return [name for name in names if " " not in name]


def played(program, name, columns=100, rows=30, options=(), seconds=90):
    """What playing a scenario from start to end sends: pieces with their times, until nothing moves any more."""
    terminal = Terminal([program, "run", name, *options], columns, rows)
    terminal.read(1)
    before = len(terminal.output)
    pieces = []
    terminal.type(b" ")
    end = time.monotonic() + seconds
    quiet = 0
    # Beats are held for 2.5 s, and events may lie seconds apart: six seconds without a byte are the end.
    while time.monotonic() < end and quiet < 6:
        seen = len(terminal.output)
        terminal.read(0.25)
        if len(terminal.output) > seen:
            pieces.append((time.monotonic(), len(terminal.output) - seen))
            quiet = 0
        else:
            quiet += 0.25
    sent = terminal.output[before:]
    terminal.close()
    return sent, pieces


def worst_rate(pieces, seconds=2):
    """The most bytes of any two seconds, a second."""
    return max((sum(size for t, size in pieces if start <= t < start + seconds) for start, _ in pieces), default=0) / seconds


def scenarios(program):
    """Every built-in scenario, played with full and with reduced motion."""
    names = gallery(program)
    results = {}

    def measure(name):
        full, pieces = played(program, name)
        reduced, _ = played(program, name, options=["--motion", "reduced"])
        still, _ = played(program, name, options=["--motion", "off"])
        results[name] = (len(full), worst_rate(pieces), len(reduced), len(still))

    threads = [threading.Thread(target=measure, args=[name]) for name in names]
    # Waiting is most of it; only so many at once that times aren't disturbed.
    for start in range(0, len(threads), 3):
        for thread in threads[start:start + 3]:
            thread.start()
        for thread in threads[start:start + 3]:
            thread.join()
    name, (_, rate, _, _) = max(results.items(), key=lambda item: item[1][1])
    row("playing any built-in scenario at 100x30", f"worst 2 s: {rate / 1000:.1f} kB/s ({name})", "<= 10 kB/s")
    shares = sorted((reduced / max(1, full), still / max(1, full), name) for name, (full, _, reduced, still) in results.items())
    row("reduced against full motion, bytes", f"{shares[0][0]:.2f} ({shares[0][2]}) to {shares[-1][0]:.2f} ({shares[-1][2]})", "<= 0.25")
    row("  the pictures at events alone (off)", f"{min(share[1] for share in shares):.2f} to {max(share[1] for share in shares):.2f}", "no less is possible")


def cause(program, seconds=8):
    """The most different pictures in any 1.6 s while first-failure plays over its cause."""
    terminal = Terminal([program, "run", "first-failure"], 80, 24)
    terminal.read(1)
    terminal.type(b"F")
    terminal.read(0.5)
    terminal.type(b" ")
    pictures = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = len(terminal.output)
        terminal.read(0.01)
        pictures += [(time.monotonic(), piece) for piece in terminal.output[seen:].split(FRAME_START) if piece]
    most = max((len({piece for t, piece in pictures if start <= t < start + 1.6}) for start, _ in pictures), default=0)
    row("first-failure over its cause, in 1.6 s", f"{most} different pictures", ">= 6")
    terminal.close()


def repaint(program):
    terminal = Terminal([program, "run", "first-failure"])
    terminal.read(1)
    terminal.type(b"f")
    terminal.read(0.5)
    before = len(terminal.output)
    terminal.type(b"\x0c")
    terminal.read(0.5)
    row("full repaint at 100x30", f"{len(terminal.output) - before} B", "<= 6000 B")
    terminal.close()


def keys(program):
    terminal = Terminal([program, "run", "first-failure"])
    terminal.read(1)
    times = []
    for _ in range(40):
        terminal.output, terminal.started = b"", time.monotonic()
        terminal.type(b"l")
        answer = terminal.read(1, until=FRAME_END)
        if answer is not None:
            times.append(answer)
    times.sort()
    row("key to frame", f"median {statistics.median(times) * 1000:.1f} ms, p95 {times[int(len(times) * 0.95)] * 1000:.1f} ms", "p95 <= 16 ms")
    terminal.close()


def thousand(program):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", delete=False) as file:
        file.write("title: A thousand\ngroup:\n  tasks:\n    job: { line: \"----^ boom\", count: 1000, delay: 1ms }\n")
    terminal = Terminal([program, "run", file.name])
    shown = terminal.read(10, until=FRAME_END)
    times = []
    for key in [b"\x1b[6~"] * 5 + [b"G", b"gg", b"f"] + [b"l"] * 20 + [b"j"] * 20:
        terminal.output, terminal.started = b"", time.monotonic()
        terminal.type(key)
        answer = terminal.read(2, until=FRAME_END)
        if answer is not None:
            times.append(answer)
    row("1,000 tasks: start to first frame", f"{shown * 1000:.0f} ms", "no pause you can feel (<= 100 ms)")
    row("1,000 tasks: a key", f"median {statistics.median(times) * 1000:.1f} ms, worst {max(times) * 1000:.1f} ms", "<= 16 ms")
    terminal.close()
    os.unlink(file.name)


def many(program, count, most):
    """Very many tasks, all at work at the same time: the start, keys at both ends, memory, and a signal at the worst moments."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", delete=False) as file:
        file.write(f"title: Many\ngroup:\n  tasks:\n    a: {{ line: \"--|\", count: {count - 1} }}\n    f: \"-^ boom\"\n")
    name = f"{count:,} tasks"
    few = Terminal([program, "run", "first-failure"])
    few.read(2)
    starts = []
    for _ in range(5):
        terminal = Terminal([program, "run", file.name])
        starts.append(terminal.read(60, until=FRAME_END))
        if len(starts) < 5:
            terminal.close()
    row(f"{name}: start to first frame", f"median {statistics.median(starts):.2f} s, worst {max(starts):.2f} s", "median <= 2.5 s")
    terminal.read(2)
    for place, key in [("at the start", b"g"), ("at the end", b"G")]:
        terminal.type(key)
        terminal.read(1)
        times = []
        for key in [b"l", b"h", b"j", b"k"] * 15:
            terminal.output, terminal.started = b"", time.monotonic()
            terminal.type(key)
            answer = terminal.read(1, until=FRAME_END)
            if answer is not None:
                times.append(answer)
        p95 = sorted(times)[len(times) * 95 // 100] * 1000
        row(f"{name}: a key {place}", f"median {statistics.median(times) * 1000:.1f} ms, p95 {p95:.1f} ms", f"p95 <= {most} ms")
    beats = []
    for key in [b"\x1b[5~"] * 4 + [b"\x1b[6~"] * 4:
        terminal.output, terminal.started = b"", time.monotonic()
        terminal.type(key)
        answer = terminal.read(2, until=FRAME_END)
        if answer is not None:
            beats.append(answer * 1000)
        terminal.read(0.2)
    row(f"{name}: from beat to beat", f"median {statistics.median(beats):.0f} ms, worst {max(beats):.0f} ms", "")
    each = (memory(terminal.pid) - memory(few.pid)) / count
    row(f"{name}: memory of one on the screen", f"{each:.0f} B", "<= 4096 B")
    terminal.close()
    few.close()
    ends = []
    for keys, wait in [([b"v"], 0.5), ([b"o", b"\x1b[B", b"\x1b[C"], 0.2), ([b"c"], 0.05), ([b"G"], 0.01)]:
        terminal = Terminal([program, "run", file.name])
        terminal.read(60, until=FRAME_END)
        for key in keys:
            terminal.type(key)
            terminal.read(0.1 if key != keys[-1] else wait)
        started = time.monotonic()
        os.kill(terminal.pid, signal.SIGTERM)
        while os.waitpid(terminal.pid, os.WNOHANG)[0] == 0 and time.monotonic() < started + 10:
            terminal.read(0.002)
        ends.append((time.monotonic() - started) * 1000)
        os.close(terminal.fd)
    row(f"{name}: TERM while it computes", f"worst {max(ends):.0f} ms", "<= 200 ms")
    os.unlink(file.name)


def memory(pid):
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def clone():
    folder = tempfile.mkdtemp(prefix="cascade-clone-")
    started = time.monotonic()
    subprocess.run(["git", "clone", "-q", str(ROOT), folder], check=True)
    subprocess.run(["swift", "build", "--product", "cascade"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    terminal = Terminal([f"{folder}/.build/debug/cascade"])
    terminal.read(10, until=FRAME_END)
    row("fresh clone to first screen", f"{time.monotonic() - started:.0f} s", "<= 150 s on two cores")
    terminal.close()
    shutil.rmtree(folder)


def main():
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    program = arguments[0] if arguments else str(ROOT / ".build/release/cascade")
    if not os.access(program, os.X_OK):
        sys.exit(f"{program}: no such program; build it with: swift build -c release --product cascade")
    print(f"{program}, {os.cpu_count()} cores")
    first_frame(program)
    idle(program)
    # The shorter a run, the more happens in each second of it.
    for tick in [100, 250]:
        playing(program, 80, 24, tick, "<= 10 kB/s")
        playing(program, 100, 30, tick, "<= 10 kB/s")
        playing(program, 200, 60, tick, "<= 25 kB/s")
    cause(program)
    if "--quick" not in sys.argv:
        scenarios(program)
    repaint(program)
    keys(program)
    thousand(program)
    for count, most in [(10_000, 16), (100_000, 50)]:
        many(program, count, most)
    if "--clone" in sys.argv:
        clone()


if __name__ == "__main__":
    main()
