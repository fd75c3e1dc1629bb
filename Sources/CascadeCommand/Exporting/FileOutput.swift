import CascadeText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes whole files: each is there with all of its text, or as it was before, whatever happens meanwhile.
enum FileOutput {
  /// Why a file wasn't written.
  enum Refusal: Error, Hashable, CustomStringConvertible {
    /// There is one, which wasn't to be replaced.
    case exists(path: String)
    /// In words, which begin with the path.
    case failed(String)

    /// In words that are safe to print.
    var description: String {
      switch self {
      case .exists(let path): "\(SafeText.make(path)) is there already"
      case .failed(let words): words
      }
    }

    /// The same for a command that has --force.
    var advice: String {
      switch self {
      case .exists: "\(self); --force replaces it"
      case .failed: description
      }
    }
  }

  /// Whether something has this path, even a link that leads nowhere.
  static func isThere(_ path: String) -> Bool {
    var entry = stat()
    return lstat(path, &entry) == 0
  }

  /// Writes a file.
  ///
  /// The text goes to a new file beside it, which then takes its name: a reader never sees half of it, and a full disk
  /// leaves what was there. What isn't a file of its own, such as a pipe or a device, is written to as it is.
  ///
  /// - Parameter replaces: Whether it may take the place of another; that one's permissions stay.
  static func write(_ text: String, to path: String, replaces: Bool) throws(Refusal) {
    var old = stat()
    var target = path
    let isThere = lstat(path, &old) == 0
    if isThere {
      // A link stays a link, what it leads to is replaced.
      if (old.st_mode & S_IFMT) == S_IFLNK, let real = realpath(path, nil) {
        target = String(cString: real)
        free(real)
        guard stat(target, &old) == 0 else { throw failure(path) }
      }
      switch old.st_mode & S_IFMT {
      case S_IFREG, S_IFLNK: if !replaces { throw .exists(path: path) }
      case S_IFDIR: throw .failed("\(SafeText.make(path)): it is a folder")
      default: return try writeInto(path, text)
      }
    }
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "./"
    let (file, temporary) = try create(in: folder, for: path)
    do throws(Refusal) {
      try fill(file, text, path: path, permissions: isThere ? old.st_mode & 0o7777 : nil)
      try give(temporary, the: target, path: path, replaces: replaces)
    } catch {
      unlink(temporary)
      throw error
    }
    // That the name is there outlasts a crash only with the folder.
    let directory = open(folder, O_RDONLY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  private static func create(in folder: String, for path: String) throws(Refusal) -> (file: Int32, name: String) {
    for _ in 0..<100 {
      let name = "\(folder).cascade-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).tmp"
      let file = open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
      if file >= 0 { return (file, name) }
      guard errno == EEXIST else { break }
    }
    throw failure(path)
  }

  /// Writes all of it, down to the disk, and closes the file.
  private static func fill(_ file: Int32, _ text: String, path: String, permissions: mode_t?) throws(Refusal) {
    if let permissions { fchmod(file, permissions) }
    guard writeAll(text, to: file), fsync(file) == 0 else {
      let refusal = failure(path)
      close(file)
      throw refusal
    }
    guard close(file) == 0 else { throw failure(path) }
  }

  /// Lets the new file have its name.
  private static func give(_ temporary: String, the target: String, path: String, replaces: Bool) throws(Refusal) {
    if !replaces {
      // Unlike a rename, this refuses a name that another program has taken meanwhile.
      if link(temporary, target) == 0 {
        unlink(temporary)
        return
      }
      if errno == EEXIST { throw .exists(path: path) }
      // Some file systems have no links.
      if isThere(target) { throw .exists(path: path) }
    }
    guard rename(temporary, target) == 0 else { throw failure(path) }
  }

  private static func writeInto(_ path: String, _ text: String) throws(Refusal) {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    guard writeAll(text, to: file) else { throw failure(path) }
  }

  private static func writeAll(_ text: String, to file: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { put(file, $0) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }

  private static func put(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(file, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(file, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(file, bytes.baseAddress, bytes.count)
    #endif
  }

  private static func failure(_ path: String) -> Refusal {
    .failed("\(SafeText.make(path)): \(String(cString: strerror(errno)))")
  }
}
