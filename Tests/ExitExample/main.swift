import Cascade
import CascadeEvents

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// A program whose events go to a file, and that ends as it is told: `ExitExample FILE HOW`.

struct Failure: Error {}

let path = CommandLine.arguments[1]
let how = CommandLine.arguments[2]

/// Whether something stands in the file by now.
func isWritten(_ text: String) -> Bool {
  guard let file = fopen(path, "r") else { return false }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let count = fread(&bytes, 1, bytes.count, file)
  return String(decoding: bytes.prefix(count), as: UTF8.self).contains(text)
}

func work(in context: Context) async throws {
  try await withErrGroup(in: context, .named("work")) { group in
    await group.go("task") { context in
      for number in 0..<100 { context.note(.log("note \(number)")) }
      if how != "return" && how != "exit-at-once" {
        while !isWritten("note 99") { usleep(1_000) }
      }
      context.note(.log("last words"))
      switch how {
      case "exit", "exit-at-once": exit(3)
      case "term": kill(getpid(), SIGTERM)
      case "kill": kill(getpid(), SIGKILL)
      case "abort": abort()
      case "trap": fatalError("on purpose")
      case "throw": throw Failure()
      default: break
      }
    }
  }
}

// Nothing holds the root but this.
try await work(in: .background(observedBy: .file(path)))
