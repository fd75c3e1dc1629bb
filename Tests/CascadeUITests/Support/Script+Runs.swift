import Cascade
import TestSupport

/// Runs that the tests look at.
extension Script {
  /// One service fails; the page gives up. A deaf task, a nested group, a limit with somebody who starts late.
  static let dashboard: [Event] = {
    var run = Script()
    run.beginInMain("One service dies, the page gives up")
    run.group(0, "root", in: "main", options: ["limit(5)"])
    for (name, step) in [("fetch-user", "GET /user"), ("fetch-orders", "GET /orders"), ("fetch-recs", "GET /recs")] {
      run.start(0, "root/\(name)", in: "root")
      run.step(0, "root/\(name)", step)
    }
    run.start(0, "root/render", in: "root")
    run.group(0, "root/render/thumbs", in: "root/render")
    run.start(0, "root/audit-log", in: "root")
    run.step(0, "root/audit-log", "busy", listens: .no)
    run.spawn(0, "root/upload", in: "root")
    run.at(0, "root/upload", .taskQueued)
    for name in ["thumb-1", "thumb-2"] {
      run.start(300, "root/render/thumbs/\(name)", in: "root/render/thumbs")
      run.step(300, "root/render/thumbs/\(name)", "resize")
    }
    run.at(300, "root/render/thumbs", .groupWaiting(who: "root/render"))
    run.out(800, "root/fetch-user", .completed)
    run.at(800, "root/upload", .taskStarted)
    run.spawn(800, "root/notify", in: "root")
    run.at(800, "root/notify", .taskQueued)
    run.fail(
      1200, "root/fetch-orders", in: "root", "503 from orders",
      telling: ["root/fetch-recs", "root/render"])
    run.tell(
      1200,
      [
        "root/render/thumbs", "root/render/thumbs/thumb-1", "root/render/thumbs/thumb-2", "root/audit-log",
        "root/upload", "root/notify",
      ],
      reason: .siblingFailed, cause: "503 from orders", origin: "root/fetch-orders", contexts: ["root/render/thumbs"])
    run.at(1200, "root/notify", .taskStarted)
    run.at(1200, "root", .groupWaiting(who: ""))
    for (name, time) in [
      ("fetch-recs", 30), ("render/thumbs/thumb-1", 20), ("upload", 20), ("render/thumbs/thumb-2", 180),
    ] {
      run.at(1200, "root/\(name)", .note(.cleanup(planned: .milliseconds(time))))
    }
    run.out(1200, "root/notify", .cancelled, "context canceled")
    run.out(1220, "root/render/thumbs/thumb-1", .cancelled, "context canceled", kept: true)
    run.at(1220, "root/render/thumbs", .groupFailureKept(task: "root/render/thumbs/thumb-1", error: .contextCanceled))
    run.out(1220, "root/upload", .cancelled, "context canceled")
    run.out(1230, "root/fetch-recs", .cancelled, "context canceled")
    run.out(1380, "root/render/thumbs/thumb-2", .cancelled, "context canceled")
    run.at(1380, "root/render/thumbs", .groupClosed(error: .contextCanceled))
    run.out(1380, "root/render", .propagated, "context canceled", through: "root/render/thumbs")
    run.out(2600, "root/audit-log", .completed)
    run.at(2600, "root", .groupClosed(error: "503 from orders"))
    run.end(2600)
    return run.events
  }()

  /// A deadline, and nobody who failed.
  static let deadline: [Event] = {
    var run = Script()
    run.beginInMain("Too slow")
    run.context(0, "main/timeout", in: "main", .deadline, deadline: 500)
    run.group(0, "root", in: "main/timeout")
    for name in ["a", "b"] { run.start(0, "root/\(name)", in: "root") }
    run.at(0, "root", .groupWaiting(who: ""))
    run.tell(
      500, ["main/timeout", "root", "root/a", "root/b"], reason: .deadlineExceeded,
      cause: "context deadline exceeded", origin: "main/timeout", contexts: ["main/timeout", "root"])
    run.out(510, "root/a", .cancelled, "context deadline exceeded", kept: true)
    run.at(510, "root", .groupFailureKept(task: "root/a", error: .deadlineExceeded))
    run.out(700, "root/b", .completed)
    run.at(700, "root", .groupClosed(error: .deadlineExceeded))
    run.end(700)
    return run.events
  }()

  /// Nothing goes wrong.
  static let calm: [Event] = {
    var run = Script()
    run.beginInMain("All well")
    run.group(0, "root", in: "main", kind: "waitgroup")
    run.start(0, "root/one", in: "root")
    run.start(0, "root/two", in: "root")
    run.out(100, "root/one", .completed)
    run.out(200, "root/two", .completed)
    run.at(200, "root", .groupClosed(error: nil))
    run.end(200)
    return run.events
  }()

  /// A thousand tasks, of which number 400 fails.
  static let crowd: [Event] = {
    var run = Script()
    run.beginInMain("A batch of a thousand")
    run.group(0, "root", in: "main", options: ["limit(1000)"])
    let ids = (1...1_000).map { "root/job-\($0)" }
    for id in ids { run.start(0, id, in: "root") }
    for id in ids[..<300] { run.out(100, id, .completed) }
    run.fail(400, ids[399], in: "root", "job 400 is bad", telling: Array(ids[300..<399] + ids[400...]))
    for id in ids[300..<399] + ids[400...] { run.out(450, id, .cancelled, "context canceled") }
    run.at(450, "root", .groupClosed(error: "job 400 is bad"))
    run.end(450)
    return run.events
  }()
}
