#!/usr/bin/env python3
"""Opens what `cascade export` writes with the tools that it is made for.

    Tests/Measurements/exports.py [PATH_TO_THE_PROGRAM]

- HTML in a real browser without a window (chromium): every key of the page, the buttons, no request that leaves it, what a
  screen reader finds, light and dark, two pages of paper (pdfinfo, of poppler-utils).
- SVG in the same browser: it is drawn, and it moves unless the reader wants less motion.
- Casts in asciinema, where it is installed: `asciinema cat` gives back what was written.
- Mermaid's text in Mermaid's own library, where MERMAID_JS names a file of it (mermaid.min.js); MERMAID_FILES names more
  texts to try, as *.mmd.

Only Python's standard library. What isn't there is said and left out; without a browser nothing fails. CHROMIUM names another one.
"""

import base64
import fcntl
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


def paper(browser, folder, name):
    pdf = folder / f"{name}.pdf"
    pdf.write_bytes(base64.b64decode(
        browser.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"]))
    if not shutil.which("pdfinfo"):
        print("  pdfinfo isn't there: pages aren't counted")
        return
    pages = re.search(r"Pages:\s+(\d+)", subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout)
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


def casts(program, folder):
    print("the recordings")
    asciinema = shutil.which(os.environ.get("ASCIINEMA", "asciinema"))
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


def mermaid(browser, program, folder):
    print("Mermaid")
    source = os.environ.get("MERMAID_JS")
    if not source:
        print("  MERMAID_JS isn't set: Mermaid's own parser isn't tried")
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
    casts(program, folder)
    chromium = shutil.which(os.environ.get("CHROMIUM", "chromium")) or shutil.which("google-chrome")
    if not chromium:
        print("no browser is there: pages aren't opened")
        return
    browser = Browser(chromium)
    try:
        page(browser, program, folder)
        moving(browser, program, folder)
        mermaid(browser, program, folder)
    finally:
        browser.close()
        if "KEEP" in os.environ:
            print(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    if FAILURES:
        sys.exit(f"{len(FAILURES)} failed")


main()
