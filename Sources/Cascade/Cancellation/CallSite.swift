/// Where a call stands in the source. It is spelled out only when somebody reads it: that takes longer than most calls.
struct CallSite: Sendable, CustomStringConvertible {
  private let fileID: StaticString
  private let line: UInt

  /// None for line 0, which an engine gives that acts on behalf of something else.
  init?(_ fileID: StaticString, _ line: UInt) {
    guard line != 0 else { return nil }
    self.fileID = fileID
    self.line = line
  }

  /// `Module/File.swift:12`.
  var description: String { "\(fileID):\(line)" }
}
