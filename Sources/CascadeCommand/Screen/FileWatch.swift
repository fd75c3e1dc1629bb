import Foundation

/// Notices that a file was changed, written over or put in another's place: by looking at it now and then, since editors save
/// in many ways.
struct FileWatch {
  /// How often it is looked at.
  static let interval = Duration.milliseconds(500)

  private let paths: [String]
  private var stamps: [Stamp?]
  private var lastLook: Duration

  private struct Stamp: Equatable {
    var size: Int
    var modified: Date
    var number: Int
  }

  init(_ paths: [String], at now: Duration) {
    self.paths = paths
    stamps = paths.map(Self.stamp)
    lastLook = now
  }

  /// Whether one of the files is another than at the last look. At most one look in each interval.
  mutating func hasChanged(at now: Duration) -> Bool {
    guard now - lastLook >= Self.interval else { return false }
    lastLook = now
    let new = paths.map(Self.stamp)
    defer { stamps = new }
    return new != stamps
  }

  private static func stamp(_ path: String) -> Stamp? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
    return Stamp(
      size: attributes[.size] as? Int ?? 0, modified: attributes[.modificationDate] as? Date ?? .distantPast,
      number: attributes[.systemFileNumber] as? Int ?? 0)
  }
}
