extension ScenarioReader {
  /// A name of a task, group or after-function. `what` names it in messages.
  ///
  /// Names become parts of paths and stand on screens, so `/`, control characters, and format characters such as
  /// bidirectional controls are refused, and so are spaces around them.
  mutating func name(_ node: YAMLNode, _ what: String) -> String? {
    guard let text = text(node, what) else { return nil }
    let complaint: String? =
      if text.contains("/") {
        "can't have a / in it, which separates names in a path"
      } else if text.unicodeScalars.contains(where: \.needsEscape) {
        "has a control character in it"
      } else if text.first?.isWhitespace == true || text.last?.isWhitespace == true {
        "has a space around it"
      } else if text.unicodeScalars.count > 80 {
        "is longer than 80 characters"
      } else {
        nil
      }
    guard let complaint else { return text }
    problems.add("\(what) \(complaint): \(quoted(text))", at: node.place)
    return nil
  }

  /// Takes a name in the innermost group, where it has to be the only one. Tells whether it is.
  @discardableResult
  mutating func take(_ name: String, at place: Place) -> Bool {
    let isNew = scopes[scopes.count - 1].taken.insert(name).inserted
    if !isNew { problems.add("the name \(quoted(name)) is already taken in this group", at: place) }
    return isNew
  }

  /// Takes a task's name, and its path, which has to be the only one in the file.
  mutating func takeTask(_ name: String, at place: Place) {
    guard take(name, at: place) else { return }
    let path = scopes[scopes.count - 1].pathPrefix + name
    if !paths.insert(path).inserted {
      problems.add("another task has the path \(quoted(path)), too; give one of their groups a name", at: place)
    }
  }
}
