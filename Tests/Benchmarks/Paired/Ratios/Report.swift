import Foundation

/// The table, one line for each ratio, as Markdown.
enum Report {
  static let head = """
    | what | ours | other | | ratio | middle half | aim | |
    | --- | ---: | --- | ---: | ---: | --- | ---: | --- |
    """

  static func line(_ ratio: Ratio) -> String {
    let verdict = ratio.aim.map { ratio.median <= $0 ? "reached" : "**not reached**" } ?? ""
    let aim = ratio.aim.map { "≤ \(text($0))" } ?? ""
    return "| \(ratio.what) | \(figure(ratio.ours, ratio.unit)) | \(ratio.label) | \(figure(ratio.theirs, ratio.unit)) "
      + "| \(text(ratio.median)) | \(text(ratio.spread.lowerBound))..\(text(ratio.spread.upperBound)) | \(aim) "
      + "| \(verdict) |"
  }

  private static func figure(_ value: Double, _ unit: String) -> String {
    if unit == "ns", value >= 1e6 { return "\(text(value / 1e6)) ms" }
    if unit == "ns", value >= 1e4 { return "\(text(value / 1e3)) µs" }
    return "\(text(value)) \(unit)"
  }

  private static func text(_ value: Double) -> String {
    String(format: abs(value) < 0.1 ? "%.3f" : abs(value) < 10 ? "%.2f" : abs(value) < 100 ? "%.1f" : "%.0f", value)
  }
}
