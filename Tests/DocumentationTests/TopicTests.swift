import Testing

/// Everything that is public can be found under a heading.
@Suite struct TopicTests {
  private static let targets = ["Cascade", "CascadeEvents", "CascadeSimulation"]

  /// Found once: there is a page for each of many types.
  private static let declarations = Result {
    try targets.map { target in
      try Documentation.sources(of: target).flatMap { PublicDeclaration.all(in: try Documentation.text($0)) }
    }
  }

  @Test(arguments: targets)
  func everyTypeAndFunctionIsOnTheLandingPage(target: String) throws {
    let page = try Documentation.text("Sources/\(target)/\(target).docc/\(target).md")
    for declaration in try Self.declarations(of: target) where declaration.depth == 0 {
      guard let name = declaration.name else { continue }
      #expect(Self.lists(page, name), "\(name) is under no heading of \(target)")
    }
  }

  /// Types with many members have a page of their own, `# ``Module/Type/Nested``` at its top.
  @Test(arguments: Documentation.articles.filter { $0.contains("/Symbols/") })
  func everyMemberIsOnThePageOfItsType(page: String) throws {
    let text = try Documentation.text(page)
    let title = try #require(text.firstMatch(of: /^# ``(\w+)\/([\w\/]+)(?:-swift.enum)?``/))
    let path = title.2.split(separator: "/")
    var members = 0
    for declaration in try Self.declarations(of: String(title.1)) {
      guard declaration.owner == path.last, declaration.depth == path.count else { continue }
      guard let name = declaration.name else { continue }
      members += 1
      #expect(Self.lists(text, name), "\(name) is under no heading of \(title.2)")
    }
    #expect(members > 0)
  }

  private static func declarations(of target: String) throws -> [PublicDeclaration] {
    let index = try #require(targets.firstIndex(of: target))
    return try declarations.get()[index]
  }

  /// Whether a page lists a symbol of this name, of whatever signature, below its topics.
  private static func lists(_ page: String, _ name: Substring) -> Bool {
    guard let topics = page.split(separator: "\n## Topics\n").last else { return false }
    return ["-", "`", "("].contains { topics.contains("- ``\(name)\($0)") }
  }
}
