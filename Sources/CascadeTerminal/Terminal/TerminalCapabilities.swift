/// What a terminal can show.
package struct TerminalCapabilities: Hashable, Sendable {
  package var colors: ColorDepth
  package var charset: Charset

  package init(colors: ColorDepth = .full, charset: Charset = .unicode) {
    self.colors = colors
    self.charset = charset
  }
}
