import Foundation
import Testing

/// How large the files of `Sources` are. A file holds a type with its private helpers until about 250 lines, and there
/// is a file of its own from about 60 lines or for a second user.
@Suite struct SizeTests {
  static let leastMedian = 120
  /// The share of files below 30 lines.
  static let mostTiny = 0.03
  static let mostLines = 500
  /// So many there are in all, and some more.
  static let mostFiles = 420

  private func sizes() throws -> [(path: String, lines: Int)] {
    try SourceFile.all().map { ($0.path, $0.lines) }.sorted { $0.lines < $1.lines }
  }

  @Test func `half of the files have enough in them`() throws {
    let sizes = try sizes()
    let median = sizes[sizes.count / 2].lines
    let byTarget = Dictionary(grouping: sizes) { $0.path.prefix { $0 != "/" } }
    let medians = byTarget.map { (target: $0.key, median: $0.value[$0.value.count / 2].lines, files: $0.value.count) }
      .sorted { $0.median < $1.median }.map { "\($0.target): \($0.median) in \($0.files) files" }
    #expect(median >= Self.leastMedian, "the median is \(median): \(medians.joined(separator: ", "))")
  }

  @Test func `few files are tiny`() throws {
    let sizes = try sizes()
    let tiny = sizes.filter { $0.lines < 30 }
    let share = Double(tiny.count) / Double(sizes.count)
    let named = tiny.map { "\($0.path) \($0.lines)" }.joined(separator: ", ")
    #expect(share <= Self.mostTiny, "\(tiny.count) of \(sizes.count) have less than 30 lines: \(named)")
  }

  @Test func `there are no more files than one can know`() throws {
    #expect(try sizes().count <= Self.mostFiles)
  }

  @Test func `no file is huge`() throws {
    for file in try sizes() where file.lines > Self.mostLines {
      Issue.record("\(file.path) has \(file.lines) lines, more than \(Self.mostLines)")
    }
  }
}
