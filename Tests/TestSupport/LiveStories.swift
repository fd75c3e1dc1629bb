import Cascade
import CascadeTrace

/// Runs on a real clock: what is one thing takes some microseconds.
extension Stories {
  /// The walk takes its time, one comes out while it is on its way, and one later.
  package static let live = Script { s in
    s.beginLive()
    s.group("root")
    s.micro(5)
    s.go("root/a", "root/b", "root/c", "root/d")
    s.micro(400)
    s.step("root/d", listens: .no)
    s.at(1203)
    s.micro(612)
    s.fail("root/a", "503")
    s.micro(5)
    s.keep("root", "root/a", "503")
    for (id, gap) in [("root", 6), ("root/a", 1), ("root/b", 1), ("root/c", 1_800), ("root/d", 1)] {
      s.micro(Int64(gap))
      s.tell([id], contexts: ["root"], .siblingFailed, cause: "503", origin: "root/a")
    }
    s.micro(40)
    s.cut("root/b")
    s.at(1230)
    s.micro(77)
    s.cut("root/c")
    s.at(1400)
    s.done("root/d")
    s.micro(28)
    s.close("root", "503")
    s.micro(2_500)
    s.end()
  }
}
