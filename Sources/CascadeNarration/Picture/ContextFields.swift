import Cascade
import CascadeText
package import CascadeTrace

extension RunState {
  /// The four fields of a run that has neither groups nor tasks: what ended contexts last, which it told, which are done, and
  /// which are open.
  package var contextFields: [Field] {
    let contexts = rows.filter { $0.isContext && $0.isBorn && !$0.isShutdownSignal }
    let done = contexts.filter { $0.contextState == .cancelled }
    let open = contexts.filter { $0.contextState == .active || $0.contextState == .leftOver }
    var doneField = Field(
      role: .out, head: .part("DONE", done.count, of: contexts.count), lines: ["\(Self.names(done))"],
      look: done.isEmpty ? .calm : .counting)
    doneField.bar = (done.count, contexts.count)
    let openField = Field(
      role: .wait, head: .part("OPEN", open.count, of: contexts.count), lines: ["\(Self.names(open))"])
    let last = done.max { ($0.telling?.event ?? 0) < ($1.telling?.event ?? 0) }
    guard let telling = last?.telling else {
      return [
        Field(role: .cause, head: "CAUSE", lines: [isPartlyUnknown ? "none known" : "none so far"]),
        Field(role: .told, head: "TOLD", lines: [isPartlyUnknown ? "none known" : "none"]),
        doneField, openField,
      ]
    }
    let told = telling.told
    let reached = done.filter { $0.telling?.told.origin == told.origin && $0.id != told.origin }
    let subject = row(told.origin)?.label ?? SafeText.make(told.origin)
    let verb = told.reason == .deadlineExceeded ? "deadline" : "cancelled"
    var toldField = Field(
      role: .told, head: "TOLD \(reached.count)", lines: ["\(reached.isEmpty ? "none below" : Self.names(reached))"],
      look: .counting)
    toldField.bar = (reached.count, reached.count)
    return [
      Field(
        role: .cause, head: "CAUSE",
        lines: [
          "\(subject) \(verb)", "\(SafeText.make(told.causeText))",
          "at \(timeText(telling.t))",
        ], look: .cause), toldField, doneField, openField,
    ]
  }

  private static func names(_ rows: [Row]) -> String { rows.map(\.label).joined(separator: ", ") }
}
