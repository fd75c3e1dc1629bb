#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes lines to standard error.
func printError(_ text: String) {
  var rest = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    guard written > 0 else { return }
    rest = rest.dropFirst(written)
  }
}
