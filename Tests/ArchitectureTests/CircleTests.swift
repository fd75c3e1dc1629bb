import Testing

/// Which files of a target need which others, by the types that they name. Where files need each other in a circle, none
/// can be read alone: circles stay small, and within a folder.
///
/// It reads text: a name counts as that of the one file that declares it, and as nothing where several do; which type an
/// extension adds to, and which one a nested type is in, doesn't count.
@Suite struct CircleTests {
  static let mostFiles = 3

  /// The types that a file declares, and those that it names.
  private struct Names {
    var declared: Set<String> = []
    var used: Set<String> = []

    private static let kinds: Set = ["struct", "class", "enum", "protocol", "actor", "typealias", "associatedtype"]

    /// By hand: regular expressions take a hundred times as long for all the sources.
    init(_ text: String) {
      let bytes = Array(text.utf8)
      var place = 0
      var last = ""
      func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
      while place < bytes.count {
        switch bytes[place] {
        case UInt8(ascii: "/") where byte(place + 1) == UInt8(ascii: "/"):
          while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
        case UInt8(ascii: "\""):
          place += 1
          while byte(place) != UInt8(ascii: "\""), byte(place) != UInt8(ascii: "\n"), place < bytes.count {
            place += byte(place) == UInt8(ascii: "\\") ? 2 : 1
          }
          place += 1
          last = ""
        case let first where Self.isLetter(first):
          let start = place
          while Self.isLetter(byte(place)) || Self.isDigit(byte(place)) { place += 1 }
          let word = String(decoding: bytes[start..<place], as: Unicode.UTF8.self)
          if last == "extension" {
            while byte(place) == UInt8(ascii: ".") || Self.isLetter(byte(place)) || Self.isDigit(byte(place)) {
              place += 1
            }
          } else if Self.isCapital(first) {
            if Self.kinds.contains(last) { declared.insert(word) }
            let isPrefix = byte(place) == UInt8(ascii: ".") && Self.isCapital(byte(place + 1))
            if !isPrefix { used.insert(word) }
          }
          last = word
        case UInt8(ascii: " "): place += 1
        default:
          place += 1
          last = ""
        }
      }
    }

    private static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 > 0x60 && byte | 0x20 < 0x7B || byte == 0x5F }
  }

  private struct Graph {
    var uses: [String: Set<String>] = [:]

    init(_ files: [SourceFile]) {
      let names = files.map { Names($0.text) }
      var places: [String: Set<String>] = [:]
      for (file, names) in zip(files, names) {
        for name in names.declared { places[name, default: []].insert(file.path) }
      }
      for (file, names) in zip(files, names) {
        for name in names.used {
          guard let declared = places[name], declared.count == 1, let place = declared.first, place != file.path else {
            continue
          }
          uses[file.path, default: []].insert(place)
        }
      }
    }

    func reach(_ start: String) -> Set<String> {
      var seen: Set<String> = []
      var next = Array(uses[start] ?? [])
      while let file = next.popLast() { if seen.insert(file).inserted { next += uses[file] ?? [] } }
      return seen
    }

    /// The files that reach each other.
    var circles: [Set<String>] {
      let reached = Dictionary(uniqueKeysWithValues: uses.keys.map { ($0, reach($0)) })
      let circles = reached.map { file, others in others.filter { reached[$0]?.contains(file) == true }.union([file]) }
      return Set(circles).filter { $0.count > 1 }.sorted { $0.count > $1.count }
    }
  }

  @Test func `files that need each other are few, and in one folder`() throws {
    let targets = Dictionary(grouping: try SourceFile.all()) { $0.target }
    for files in targets.values {
      for circle in Graph(files).circles {
        let folders = Set(circle.map { $0.split(separator: "/").dropLast().joined(separator: "/") })
        #expect(folders.count == 1 && circle.count <= Self.mostFiles, "\(circle.sorted())")
      }
    }
  }

  @Test func `a circle is found`() {
    let files = [
      SourceFile(path: "a", text: "struct A { let b: B }"),
      SourceFile(path: "b", text: "struct B { var c: [C] }\nextension A {}"),
      SourceFile(path: "c", text: "class C { func f(_ a: A.B?) {} }"),
      SourceFile(path: "d", text: "enum D { case c(C) }"),
    ]
    #expect(Graph(files).circles == [["b", "c"]])
  }
}
