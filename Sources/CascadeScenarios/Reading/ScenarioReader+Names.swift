extension ScenarioReader {
  /// A name of a task, group or after-function, as ``NameRule`` allows it. `what` names it in messages.
  mutating func name(_ node: YAMLNode, _ what: String) -> String? {
    guard let text = text(node, what) else { return nil }
    guard let complaint = NameRule.complaint(about: text) else { return text }
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
