/// Where a call stands in the source. It is spelled out only when it is read: that takes longer than most calls.
///
/// Sendable because what it points to is a literal of the program, which stays where it is and never changes.
struct CallSite: @unchecked Sendable, CustomStringConvertible {
  let file: UnsafePointer<UInt8>
  let length: UInt32
  let line: UInt32

  init(file: UnsafePointer<UInt8>, length: UInt32, line: UInt32) {
    self.file = file
    self.length = length
    self.line = line
  }

  /// None for line 0, which an engine gives that acts on behalf of something else.
  init?(_ fileID: StaticString, _ line: UInt) {
    guard line != 0, fileID.hasPointerRepresentation else { return nil }
    file = fileID.utf8Start
    length = UInt32(truncatingIfNeeded: fileID.utf8CodeUnitCount)
    self.line = UInt32(truncatingIfNeeded: line)
  }

  /// What it consists of: the address of the file's name, which ends with a zero as those of literals do, and the line.
  var words: (file: UInt, line: UInt32) { (UInt(bitPattern: file), line) }

  /// The one that consists of this; none without a file.
  init?(words: (file: UInt, line: UInt32)) {
    guard let file = UnsafePointer<UInt8>(bitPattern: words.file) else { return nil }
    self.file = file
    var length: UInt32 = 0
    while file[Int(length)] != 0 { length += 1 }
    self.length = length
    line = words.line
  }

  /// `Module/File.swift:12`.
  var description: String {
    String(decoding: UnsafeBufferPointer(start: file, count: Int(length)), as: UTF8.self) + ":" + String(line)
  }
}
