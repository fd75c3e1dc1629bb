#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How long properties are searched: `CASCADE_EFFORT=20 swift test --filter …` tries twenty times as many random cases.
package enum Effort {
  /// How many times as long as usual.
  package static let factor = getenv("CASCADE_EFFORT").flatMap { Int(String(cString: $0)) } ?? 1

  /// The numbers of so many rounds, times the factor.
  package static func rounds(_ usual: Int) -> Range<Int> { 0..<usual * max(1, factor) }

  /// The same as seeds.
  package static func seeds(_ usual: Int) -> Range<UInt64> { 0..<UInt64(rounds(usual).count) }
}
