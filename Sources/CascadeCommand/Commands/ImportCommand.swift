import ArgumentParser
import CascadeText

/// `cascade import FILE.go…|FOLDER`
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Write a scenario's skeleton from Go code.",
    discussion: """
      Reads groups, tasks, limits, contexts and waits of code that uses errgroup or sync.WaitGroup, without running \
      it. What the code doesn't say is marked FILL IN; what couldn't be read is a comment with its line. Files of one \
      package are read together; a folder's tests are left out. It needs Go (1.22 or newer), and no network.

      A file is written whole or not at all, and none is replaced without --force. Without -o it goes to \
      standard output. Status 2: a file isn't Go, or makes no group; there is no Go here.

      Examples:
        cascade import main.go -o main.yaml && cascade check main.yaml
        cascade import ./internal/sync --func Run > sync.yaml
      """)

  @Argument(
    help: ArgumentHelp("Go files of one package, or its folder.", valueName: "file.go|folder"),
    completion: .files("go"))
  var paths: [String]

  @Option(
    name: .customLong("func"),
    help: ArgumentHelp("The function to read, where several have groups of their own.", valueName: "name"))
  var function: String?

  @Option(
    name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("The file.", valueName: "path"),
    completion: .file())
  var output: String?

  @Flag(help: "Replace a file that is there.")
  var force = false

  func run() throws {
    let result: GoReader.Result
    do {
      result = try GoReader.read(paths, function: function)
    } catch {
      printError("cascade import: \(error)")
      throw ExitStatus.unusable
    }
    if !result.notes.isEmpty { printError(result.notes) }
    guard result.isRead else { throw ExitStatus.unusable }
    guard let output, output != "-" else {
      var writer = LineWriter()
      try writer.write(text: SafeText.lines(result.scenario))
      return try writer.flush()
    }
    do {
      try FileOutput.write(SafeText.lines(result.scenario), to: output, replaces: force)
    } catch {
      printError("cascade import: \(error.advice)")
      throw ExitStatus.unusable
    }
  }
}
