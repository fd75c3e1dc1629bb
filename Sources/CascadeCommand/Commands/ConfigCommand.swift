import ArgumentParser
import CascadeText
import Foundation

/// `cascade config`
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Write the configuration file, or check it.",
    discussion: """
      Settings for every start: theme, colours, characters, motion, mouse, keys. None is needed, and a broken one never \
      blocks the start.

      Examples:
        cascade config init       write one with the defaults and comments
        cascade config check      say what can't be used
        cascade config path       say where it is looked for
      """,
    subcommands: [Initialize.self, Check.self, Locate.self])

  struct Initialize: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: "Write a configuration file with the defaults and comments.",
      discussion: "Example:\n  cascade config init")

    @Flag(help: "Replace the file that is there.")
    var force = false

    func run() throws {
      let path = try ConfigCommand.path()
      let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      do throws(FileOutput.Refusal) {
        try FileOutput.write(Configuration.template, to: path, replaces: force)
      } catch {
        printError("cascade: \(error.advice)")
        throw ExitStatus.unusable
      }
      try LineWriter.write(["\(SafeText.make(path)) is written."])
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Say what of the configuration file can't be used.",
      discussion: "Example:\n  cascade config check")

    func run() throws {
      let path = try ConfigCommand.path()
      let problems = Configuration.current.problems
      for problem in problems { printError(problem) }
      guard problems.isEmpty else { throw ExitStatus.failed }
      let isThere = FileOutput.isThere(path)
      try LineWriter.write(["\(SafeText.make(path)): \(isThere ? "ok" : "not there, and none is needed")"])
    }
  }

  struct Locate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "path", abstract: "Say where the configuration file is looked for.",
      discussion: "Example:\n  cascade config path")

    func run() throws { try LineWriter.write([SafeText.make(ConfigCommand.path())]) }
  }

  private static func path() throws -> String {
    guard let path = Configuration.path(ProcessInfo.processInfo.environment) else {
      printError("cascade: neither XDG_CONFIG_HOME nor HOME says where the configuration is")
      throw ExitStatus.unusable
    }
    return path
  }
}
