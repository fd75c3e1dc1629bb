import Cascade

/// Runs that several tests look at.
package enum Stories {
  package static let root = "root"

  package static let allWell = Script { s in
    s.begin("All well")
    s.group("root")
    s.go("root/a", "root/b")
    s.wait("root")
    s.at(400)
    s.done("root/b")
    s.at(900)
    s.done("root/a")
    s.close("root")
    s.end()
  }

  /// One fails, one comes out at once, one cleans up, one is deaf, one starts late; a nested group is told as well.
  package static let dashboard = Script { s in
    s.begin("One service dies")
    s.group("root", options: ["limit(5)"])
    s.go("root/fetch-user", "root/fetch-orders", "root/fetch-recs", "root/render")
    s.group("root/render/thumbs", in: "root/render")
    s.go("root/render/thumbs/thumb-1", "root/render/thumbs/thumb-2")
    s.wait("root/render/thumbs", by: "root/render")
    s.go("root/audit-log")
    s.step("root/audit-log", listens: .no)
    s.spawn("root/notify")
    s.add("root/notify", .taskQueued)
    s.at(800)
    s.done("root/fetch-user")
    s.at(1200)
    s.fail("root/fetch-orders", "503")
    s.keep("root", "root/fetch-orders", "503")
    s.tell(
      [
        "root", "root/fetch-recs", "root/render", "root/render/thumbs", "root/render/thumbs/thumb-1",
        "root/render/thumbs/thumb-2", "root/audit-log",
      ], contexts: ["root", "root/render/thumbs"], .siblingFailed, cause: "503", origin: "root/fetch-orders")
    s.start("root/notify")
    s.wait("root")
    s.cleanup("root/render/thumbs/thumb-2", 180)
    s.cleanup("root/fetch-recs", 30)
    s.at(1220)
    s.cut("root/render/thumbs/thumb-1", kept: true)
    s.keep("root/render/thumbs", "root/render/thumbs/thumb-1", "context canceled")
    s.cut("root/notify")
    s.at(1230)
    s.cut("root/fetch-recs")
    s.at(1380)
    s.cut("root/render/thumbs/thumb-2")
    s.close("root/render/thumbs", "context canceled")
    s.pass("root/render", "context canceled", through: "root/render/thumbs", kept: false)
    s.at(2600)
    s.done("root/audit-log")
    s.close("root", "503")
    s.end()
  }

  /// An error goes up through two groups.
  package static let nested = Script { s in
    s.begin()
    s.group("root")
    s.go("root/page", "root/other")
    s.group("root/page/parts", in: "root/page")
    s.go("root/page/parts/x", "root/page/parts/y")
    s.wait("root/page/parts", by: "root/page")
    s.at(100)
    s.fail("root/page/parts/x", "boom")
    s.keep("root/page/parts", "root/page/parts/x", "boom")
    s.tell(
      ["root/page/parts", "root/page/parts/y"], contexts: ["root/page/parts"], .siblingFailed, cause: "boom",
      origin: "root/page/parts/x")
    s.cut("root/page/parts/y")
    s.close("root/page/parts", "boom")
    s.pass("root/page", "boom", through: "root/page/parts")
    s.keep("root", "root/page", "boom")
    s.tell(["root", "root/other"], contexts: ["root"], .siblingFailed, cause: "boom", origin: "root/page")
    s.cut("root/other")
    s.close("root", "boom")
    s.end()
  }

  package static let deadline = Script { s in
    s.begin()
    s.context("main", .background)
    s.context("main/limit", in: "main", .deadline, deadline: 500)
    s.group("root", in: "main/limit")
    s.go("root/a", "root/b", "root/c")
    s.step("root/c", listens: .no)
    s.at(500)
    s.tell(
      ["main/limit", "root", "root/a", "root/b", "root/c"], contexts: ["main/limit", "root"], .deadlineExceeded,
      cause: "too slow", origin: "main/limit")
    s.cut("root/a", "context deadline exceeded", kept: true)
    s.keep("root", "root/a", "context deadline exceeded")
    s.at(520)
    s.fail("root/b", "disk full", kept: false)
    s.at(700)
    s.done("root/c")
    s.close("root", "context deadline exceeded")
    s.end()
  }

  package static let outsideCancel = Script { s in
    s.begin()
    s.context("main", .cancel)
    s.group("root", in: "main")
    s.go("root/a")
    s.at(300)
    s.add("", .intervention(.init(.other("Ctrl-C"), on: "main")))
    s.tell(
      ["main", "root", "root/a"], contexts: ["main", "root"], .requested, cause: "stopped by hand", origin: "main")
    s.at(310)
    s.cut("root/a", "context canceled", kept: true)
    s.keep("root", "root/a", "context canceled")
    s.close("root", "context canceled")
    s.end()
  }

  /// A zero group: the error is kept, nobody is told; a second error isn't kept.
  package static let zeroGroup = Script { s in
    s.begin()
    s.group("root", kind: "zero-errgroup")
    s.go("root/a", "root/b", "root/c")
    s.at(100)
    s.fail("root/a", "first")
    s.keep("root", "root/a", "first")
    s.at(200)
    s.fail("root/b", "second", kept: false)
    s.at(300)
    s.done("root/c")
    s.close("root", "first")
    s.end()
  }

  package static let deadlock = Script { s in
    s.begin()
    s.group("root", options: ["limit(1)"])
    s.go("root/a")
    s.spawn("root/b")
    s.add("root/b", .taskQueued)
    s.at(50)
    s.add("", .deadlock([.init(who: "root/a", what: .slot(group: "root")), .init(who: "", what: .group("root"))]))
    s.end(.deadlocked)
  }

  package static let turnedAway = Script { s in
    s.begin()
    s.group("root", options: ["limit(1)"])
    s.go("root/a")
    s.spawn("root/b")
    s.add("root/b", .taskRefused(why: "the limit is reached"))
    s.spawn("root/c")
    s.add("root/c", .taskQueued)
    s.at(10)
    s.fail("root/a", "no")
    s.keep("root", "root/a", "no")
    s.tell(["root"], contexts: ["root"], .siblingFailed, cause: "no", origin: "root/a")
    s.add("root/c", .taskSkipped(why: "a task failed before"))
    s.close("root", "no")
    s.end()
  }

  package static let dropped = Script { s in
    s.begin()
    s.group("root")
    s.go("root/a", "root/b")
    s.at(10)
    s.done("root/a")
    s.add("", .dropped(count: 12))
    s.at(20)
    s.step("root/b")
    s.go("root/d")
    s.at(30)
    s.add("root/lost/g/x", .taskStarted)
  }

  package static let all: [(name: String, script: Script)] = [
    ("all well", allWell), ("dashboard", dashboard), ("nested", nested), ("deadline", deadline),
    ("outside cancel", outsideCancel), ("zero group", zeroGroup), ("deadlock", deadlock),
    ("turned away", turnedAway), ("dropped", dropped),
  ]
}
