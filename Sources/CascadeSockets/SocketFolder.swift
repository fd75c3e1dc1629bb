import CascadeText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What keeps a socket from being used, in words that are safe to print.
package struct SocketProblem: Error, Hashable, CustomStringConvertible {
  /// What the caller can do about it.
  package enum Kind: Hashable, Sendable {
    /// Nothing listens there: nothing is there, or what is there was left behind.
    case absent
    /// Something listens there already.
    case taken
    /// It can't be used, or mustn't be.
    case unusable
  }

  package let kind: Kind
  package let description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// What a call of the system failed with just now.
  static func system(_ what: String, _ path: String, _ code: Int32 = errno) -> SocketProblem {
    let isAbsent = code == ENOENT || code == ECONNREFUSED
    let why = strerror(code).map { String(cString: $0) } ?? "error \(code)"
    return SocketProblem(isAbsent ? .absent : .unusable, "\(SafeText.make(path)): \(what): \(why)")
  }
}

/// The folder for the sockets of one user, which no other user may look into: `cascade` in `$XDG_RUNTIME_DIR`, or else
/// `cascade-UID` in the folder for temporary files.
package struct SocketFolder: Hashable, Sendable {
  package let path: String

  /// The user's folder; made, if it isn't there.
  ///
  /// - Throws: where it can't be made, or isn't this user's alone: another user may have made it first.
  package static func ofUser() throws(SocketProblem) -> SocketFolder {
    if let runtime = variable("XDG_RUNTIME_DIR"), isFolder(runtime) {
      return try SocketFolder(path: runtime + "/cascade")
    }
    return try SocketFolder(path: (variable("TMPDIR") ?? "/tmp") + "/cascade-\(geteuid())")
  }

  /// The folder at a path, whose parent is there; made, if it isn't there.
  ///
  /// - Throws: where it can't be made, or isn't this user's alone.
  package init(path: String) throws(SocketProblem) {
    self.path = path
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw .system("the folder for sockets can't be made", path) }
    var status = stat()
    // Not through a link: that would be checked elsewhere than used.
    guard lstat(path, &status) == 0 else { throw .system("the folder for sockets can't be used", path) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw SocketProblem(.unusable, "\(SafeText.make(path)): sockets need a folder here, and this is none")
    }
    guard status.st_uid == geteuid() else {
      throw SocketProblem(.unusable, "\(SafeText.make(path)): this folder belongs to another user")
    }
    if status.st_mode & 0o077 != 0, chmod(path, 0o700) != 0 {
      throw .system("this folder is open to others, and can't be closed to them", path)
    }
  }

  /// Whether a name may be that of a socket: 1 to 40 letters and digits of ASCII, `-`, `_` and `.`, which isn't the first.
  package static func isName(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
      default: false
      }
    }
    return isPlain && (1...40).contains(name.utf8.count) && !name.hasPrefix(".")
  }

  /// Where this process listens under a name: `NAME@PID`, and a number where it does so several times.
  package func path(of name: String, number: Int = 1) -> String {
    "\(path)/\(name)@\(getpid())" + (number > 1 ? ".\(number)" : "")
  }

  /// The sockets of all processes that listen under a name, in alphabetical order; those left behind are among them.
  package func sockets(named name: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var found: [String] = []
    while let entry = readdir(folder) {
      let file = withUnsafePointer(to: &entry.pointee.d_name) { field in
        // Right because the system ends the name with a zero within the field.
        field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
          String(cString: $0)
        }
      }
      if file.hasPrefix(name + "@") { found.append("\(path)/\(file)") }
    }
    return found.sorted()
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), value.hasPrefix("/") else { return nil }
    return value.count > 1 && value.hasSuffix("/") ? String(value.dropLast()) : value
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
