/// The problems of one file, as they are found.
struct ProblemList {
  /// More than these are only counted: a file of another kind would give thousands.
  static let limit = 100

  let file: String
  private var problems: [Problem] = []
  private var omitted = 0

  init(file: String) {
    self.file = file
  }

  var isEmpty: Bool { problems.isEmpty }

  /// Adds a problem. Its place and suggestion are only worked out where they will be shown.
  mutating func add(
    _ message: String, at place: @autoclosure () -> Place?, suggestion: @autoclosure () -> String? = nil
  ) {
    guard problems.count < Self.limit else {
      omitted += 1
      return
    }
    problems.append(Problem(file: file, place: place(), message: message, suggestion: suggestion()))
  }

  /// All of them as an error, in the order of the file.
  var error: UnreadableScenario {
    let sorted = problems.enumerated().sorted { left, right in
      let (a, b) = (left.element.place ?? Place(line: 0, column: 0), right.element.place ?? Place(line: 0, column: 0))
      return a == b ? left.offset < right.offset : a < b
    }
    return UnreadableScenario(problems: sorted.map(\.element), omitted: omitted)
  }
}
