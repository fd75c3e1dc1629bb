import Testing

/// Which files of a target need which others, by the types that they name. Where files need each other in a circle, none
/// can be read alone: circles stay small, and within a folder.
///
/// It reads text: a name counts as that of the one file that declares it, and as nothing where several do; which type an
/// extension adds to, and which one a nested type is in, doesn't count.
@Suite struct CircleTests {
  static let mostFiles = 3

  private struct Graph {
    var uses: [String: Set<String>] = [:]

    init(_ files: [SourceFile]) {
      var places: [String: Set<String>] = [:]
      let texts = files.map { file in
        file.text.replacing(/(?m)\/\/.*$/, with: "").replacing(/"(?:[^"\\\n]|\\.)*"/, with: "")
      }
      for (file, text) in zip(files, texts) {
        for found in text.matches(of: /\b(?:struct|class|enum|protocol|actor|typealias|associatedtype) ([A-Z]\w*)/) {
          places[String(found.1), default: []].insert(file.path)
        }
      }
      for (file, text) in zip(files, texts) {
        let named = text.replacing(/\bextension [\w.]+/, with: "").replacing(/\b[A-Z]\w*\.(?=[A-Z])/, with: "")
        for found in named.matches(of: /\b[A-Z]\w*/) {
          let name = String(found.0)
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

  /// Those in which circles are larger, or go across folders, until they are cut.
  static let later: Set = ["CascadeUI"]

  @Test func `files that need each other are few, and in one folder`() throws {
    let targets = Dictionary(grouping: try SourceFile.all()) { $0.target }
    for (target, files) in targets where !Self.later.contains(target) {
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
