import Testing

/// Everything that is public says what it is.
@Suite struct DocCommentTests {
  @Test(arguments: Documentation.targets) func nothingPublicIsSilent(target: String) throws {
    let sources = Documentation.sources(of: target)
    #expect(!sources.isEmpty)
    for source in sources {
      for declaration in PublicDeclaration.all(in: try Documentation.text(source)) {
        #expect(declaration.isDocumented, "\(source):\(declaration.line): \(declaration.text)")
      }
    }
  }

  @Test func silenceIsFound() {
    let source = """
      /// Said.
      public struct Loud: Sendable {
        public var silent = 0
        /// Said.
        @inlinable
        public func loud() {}
        var hidden = "{"
      }

      /// Said.
      public enum Choice {
        case silent
        /// Said.
        case loud
        func hidden() {
          switch self {
          case .silent: break
          case .loud: break
          }
        }
      }

      /// Said.
      public protocol Silent {
        associatedtype Value
      }

      enum Hidden {
        case hidden
      }

      extension Loud {
        @discardableResult public static func silent() -> Int { 0 }
        public private(set) var silentToo: Int { get { 0 } set {} }
      }
      """
    let silent = PublicDeclaration.all(in: source).filter { !$0.isDocumented }.map(\.line)
    #expect(silent == [3, 12, 25, 33, 34])
  }
}
