import Cascade
import CascadeText
import CascadeTrace

/// What is said of code that ends its process in the middle of a run.
enum ExitWords {
  /// As Go writes it: `os.Exit(1)`, `log.Fatal("no config")`.
  static func call(_ status: Int, _ text: String?) -> String {
    guard let text else { return "os.Exit(\(status))" }
    return status == 1 ? "log.Fatal(\(SafeText.quoted(text)))" : "os.Exit(\(status)) after \(SafeText.quoted(text))"
  }

  /// Which code did it, and what became of the tasks that still ran; none before it happened.
  static func sentences(of run: RunState) -> [String] {
    guard let exit = run.exit, let t = run.time(at: run.fold.exit) else { return [] }
    let who = exit.row?.opening ?? "The caller"
    return ["\(who) ended the program at \(run.timeText(t)): \(call(exit.status, exit.text)).", cutOff(in: run)]
  }

  private static func cutOff(in run: RunState) -> String {
    let cut = run.tasks.filter { $0.taskState == .cutOff }
    guard !cut.isEmpty else { return "No other task was running." }
    let words =
      switch (cut.count { $0.isTold }, cut.count) {
      case (0, 1): "it was never told"
      case (_, 1): "it had been told"
      case (0, _): "none of them was told"
      case (cut.count, _): "all of them had been told"
      case (let told, _): "\(told) of them had been told"
      }
    return "\(English.subject(cut)) never got out; \(words)."
  }
}
