import Foundation
import Testing

@testable import CascadeCommand

/// `cascade import`: from Go code to a skeleton that `check` takes. How right skeletons are is tested beside the reader, in
/// `demos/go/cmd/import`.
@Suite struct ImportTests {
  private static let hasGo = (try? Program.shell("go env GOVERSION"))?.status == 0

  /// The reader's source is part of the program, file by file.
  @Test func `brings the whole reader along`() throws {
    let folder = Program.root.appending(path: "demos/go/cmd/import").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(GoReader.files) == Set(files.filter { $0.hasSuffix(".go") && !$0.hasSuffix("_test.go") }))
  }

  @Test func `says so where there is no Go`() throws {
    let result = try Program.run(["import", "demos/go/cmd/import/testdata/page.go"], environment: ["PATH": "/nowhere"])
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(
      result.errors == "cascade import: there is no Go here: it needs the go command, 1.22 or newer, on the PATH\n")
  }

  @Test(.enabled(if: hasGo, "needs go")) func `a folder becomes a file that check takes`() throws {
    let file = try TemporaryFile("kept\n", name: "out.yaml")
    let folder = "demos/go/cmd/import/testdata/programs/34-two-files"
    let refused = try Program.run("import", folder, "-o", file.path)
    #expect(refused.status == 2)
    #expect(refused.errors.hasSuffix("out.yaml is there already; --force replaces it\n"))
    #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "kept\n")
    let written = try Program.run("import", folder, "-o", file.path, "--force")
    #expect(written.status == 0, "\(written.errors)")
    let text = try String(contentsOfFile: file.path, encoding: .utf8)
    for line in ["  limit: 5", "    import-all:", "        kind: zero-errgroup"] {
      #expect(text.contains(line + "\n"), "\(text)")
    }
    let check = try Program.run("check", file.path)
    #expect(check.status == 0, "\(check.errors)\(text)")
  }

  @Test(.enabled(if: hasGo, "needs go")) func `what isn't readable is told with its place, and nothing gets out of it`()
    throws
  {
    let hostile = try TemporaryFile(
      """
      package p\u{0}
      import "golang.org/x/sync/errgroup"
      """, name: "a\u{1B}[2J.go")
    let result = try Program.run("import", hostile.path)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.contains(".go:1:10: "))
    let sly = try TemporaryFile(
      """
      package p
      import "golang.org/x/sync/errgroup"
      // Run \u{1B}]0;x\u{7} \u{202E}runs.
      func Run() error {
      \tvar g errgroup.Group
      \tg.Go(func() error { return errors.New("\\x1b[31m # no: \\n- \\"x") })
      \treturn g.Wait()
      }
      """, name: "sly.go")
    let read = try Program.run("import", sly.path)
    #expect(read.status == 0, "\(read.errors)")
    #expect(!read.output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
    let file = try TemporaryFile(read.output)
    #expect(try Program.run("check", file.path).status == 0, "\(read.output)")
  }
}
