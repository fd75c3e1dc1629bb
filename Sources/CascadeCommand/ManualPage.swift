import Foundation

/// The manual page, made of what `--help` is made of.
struct ManualPage {
  /// What the argument parser says of a command, as far as a page needs it.
  private struct Help: Decodable {
    struct CommandInfo: Decodable {
      var commandName: String
      var abstract: String?
      var discussion: String?
      var subcommands: [CommandInfo]?
      var arguments: [ArgumentInfo]?
    }

    struct ArgumentInfo: Decodable {
      struct Name: Decodable {
        var kind: String
        var name: String
      }

      var kind: String
      var shouldDisplay: Bool?
      var isOptional: Bool?
      var isRepeating: Bool?
      var names: [Name]?
      var valueName: String?
      var defaultValue: String?
      var allValues: [String]?
      var abstract: String?
    }

    var command: CommandInfo
  }

  private(set) var lines: [String] = []

  /// - Parameter help: What the argument parser knows, as JSON.
  init?(help: Data) {
    guard let command = (try? JSONDecoder().decode(Help.self, from: help))?.command else { return nil }
    lines = [
      ".TH CASCADE 1 \"\" \"cascade \(programVersion)\" \"User Commands\"", ".SH NAME",
      "cascade \\- \(Self.text(command.abstract ?? ""))", ".SH SYNOPSIS", ".B cascade",
      ".RI [ command ] \" \" [ options ]",
      ".SH DESCRIPTION",
    ]
    describe(command.discussion)
    lines.append(".SH COMMANDS")
    for one in command.subcommands ?? [] where one.commandName != "help" {
      add(one, name: "cascade \(one.commandName)")
    }
    lines += [
      ".SH FILES", ".TP", ".I $XDG_CONFIG_HOME/cascade/config.yaml",
      "Settings for every start; see cascade config init. Without the variable it is looked for in ~/.config.",
      ".SH ENVIRONMENT", ".TP", ".B NO_COLOR", "Set and not empty: no colours.", ".TP", ".B ACCESSIBLE",
      "Set: plain sentences instead of a screen.", ".TP", ".B TERM, LC_ALL, LC_CTYPE, LANG",
      "What the terminal is, and which characters it shows.",
    ]
  }

  private mutating func add(_ command: Help.CommandInfo, name: String) {
    lines.append(".SS \"\(Self.text(name))\"")
    if let abstract = command.abstract { lines.append(Self.line(abstract)) }
    for argument in command.arguments ?? [] where argument.shouldDisplay != false {
      lines += [".TP", ".B \(Self.text(Self.names(of: argument)))"]
      var words = argument.abstract ?? ""
      if let values = argument.allValues, !values.isEmpty { words += " One of \(values.joined(separator: ", "))." }
      if let value = argument.defaultValue { words += " Default: \(value)." }
      lines.append(words.isEmpty ? "\\&" : Self.line(words))
    }
    describe(command.discussion)
    for one in command.subcommands ?? [] where one.commandName != "help" {
      add(one, name: "\(name) \(one.commandName)")
    }
  }

  /// `-o, --output path`; for what has no name, what stands in its place.
  private static func names(of argument: Help.ArgumentInfo) -> String {
    let value = argument.valueName ?? "value"
    guard let names = argument.names, !names.isEmpty else {
      return "<\(value)>\(argument.isRepeating == true ? " ..." : "")"
    }
    let written = names.map { ($0.kind == "short" ? "-" : "--") + $0.name }.joined(separator: ", ")
    return argument.kind == "option" ? "\(written) <\(value)>" : written
  }

  /// A description: its sentences filled, and what is indented, such as examples, as it is.
  private mutating func describe(_ text: String?) {
    guard let text, !text.isEmpty else { return }
    var literal: [String] = []
    func close(_ lines: inout [String]) {
      guard let longest = literal.map(\.count).max() else { return }
      // As far to the right as all of them fit.
      lines += [".nf", ".in \(max(0, min(Self.indent, Self.width - longest)))n"]
      lines += literal.map(Self.line) + [".in", ".fi"]
      literal = []
    }
    lines.append(".PP")
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("  ") {
        literal.append(line)
        continue
      }
      close(&lines)
      lines.append(line.isEmpty ? ".PP" : Self.line(line))
    }
    close(&lines)
  }

  /// How far text stands from the left in a manual, and how wide one is.
  private static let (indent, width) = (7, 78)

  /// A line of text: none of its characters is a command.
  private static func line(_ line: String) -> String {
    let text = text(line.replacing("\n", with: " "))
    return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
  }

  private static func text(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("…", with: "...")
      .replacing("\"", with: "\\(dq")
  }
}
