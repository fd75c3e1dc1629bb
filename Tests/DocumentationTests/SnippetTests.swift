import Testing

/// What the documentation shows as Swift is code that this target compiles and runs, word for word.
@Suite struct SnippetTests {
  /// Parts of a manifest, which only a package of its own could compile.
  private static let manifests = [
    """
    .product(name: "Cascade", package: "cascade"),
    .product(name: "CascadeSimulation", package: "cascade"),

    """,
    """
    .package(path: "../cascade", traits: ["ServiceLifecycle", "Tracing"]),
    .product(name: "CascadeServiceLifecycle", package: "cascade"),
    .product(name: "CascadeTracing", package: "cascade"),

    """,
  ]

  @Test func thereAreArticles() {
    #expect(Documentation.articles.count > 6)
    #expect(Documentation.articles.contains("Sources/Cascade/Cascade.docc/Cascade.md"))
  }

  @Test(arguments: Documentation.articles) func everyBlockCompiles(article: String) throws {
    let compiled = Set(try Documentation.snippets().map(\.text))
    for block in Documentation.swiftBlocks(in: try Documentation.text(article)) where !Self.manifests.contains(block) {
      let isCompiled = compiled.contains(block)
      #expect(isCompiled, "\(article) shows code that no snippet has:\n\(block)")
    }
  }

  @Test(arguments: Documentation.targets) func everyCommentCompiles(target: String) throws {
    let compiled = Set(try Documentation.snippets().map(\.text))
    for source in Documentation.sources(of: target) {
      for block in Documentation.commentBlocks(in: try Documentation.text(source)) {
        let isCompiled = compiled.contains(block)
        #expect(isCompiled, "\(source) shows code that no snippet has:\n\(block)")
      }
    }
  }

  @Test func everySnippetIsShown() throws {
    let articles = try Documentation.articles.flatMap { Documentation.swiftBlocks(in: try Documentation.text($0)) }
    let sources = Documentation.targets.flatMap(Documentation.sources(of:))
    let shown = Set(articles + (try sources.flatMap { Documentation.commentBlocks(in: try Documentation.text($0)) }))
    for snippet in try Documentation.snippets() {
      let isShown = shown.contains(snippet.text)
      #expect(isShown, "no page shows the snippet \(snippet.name)")
    }
    for manifest in Self.manifests { #expect(shown.contains(manifest)) }
  }

  @Test func everyMarkIsPaired() throws {
    for file in Documentation.snippetFiles {
      let marks = try Documentation.text(file).matches(of: /\/\/ snippet: .*/).count
      #expect(try Documentation.snippets(in: file).count * 2 == marks, "\(file)")
    }
    let names = try Documentation.snippets().map(\.name)
    #expect(Set(names).count == names.count)
  }
}
