import ArgumentParser

/// `cascade gallery`, or just `cascade`.
struct GalleryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Choose one of the built-in scenarios, and step through it.",
    discussion: "Example:\n  cascade gallery --charset ascii")

  @Flag(help: "List the scenarios in plain text, without drawing.")
  var plain = false

  @OptionGroup var look: LookOptions

  func run() throws {
    switch Face.choose(plain: plain, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try printGallery()
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look)
      try loop.runGallery()
    }
  }
}
