extension Event {
  /// One line of a deadlock report.
  public struct Waiting: Hashable, Sendable {
    /// The path of a task, or empty for the run's own code.
    public var who: String
    /// What it waits for.
    public var what: Awaited

    /// Makes the payload.
    public init(who: String, what: Awaited) {
      self.who = who
      self.what = what
    }
  }

  /// What a task waits for.
  @nonexhaustive
  public indirect enum Awaited: Hashable, Sendable, CustomStringConvertible {
    /// A free slot in the group with this path.
    case slot(group: String)
    /// All tasks of the group with this path.
    case group(String)
    /// The end of the context with this path.
    case context(String)
    /// What the task with this path returns.
    case result(task: String)
    /// The next result of a task of the group with this path.
    case nextResult(group: String)
    /// That the task itself is told: it serves until then.
    case told
    /// That the task with this path starts.
    case start(task: String)
    /// That the task with this path returns.
    case out(task: String)
    /// That the task with this path returns an error.
    case failure(task: String)
    /// A signal with this name.
    case signal(String)
    /// To send on the channel with this name.
    case send(channel: String)
    /// To receive from the channel with this name.
    case receive(channel: String)
    /// The first of several, one of which may be a time.
    case first([Awaited])
    /// Anything else, in words.
    case other(String)

    /// In words: `a free slot in root`, `group root/a/g`.
    public var description: String {
      switch self {
      case .slot(let group): "a free slot in \(group)"
      case .group(let group): "group \(group)"
      case .context(let context): "context \(context) to end"
      case .result(let task): "the result of \(task)"
      case .nextResult(let group): "the next result of \(group)"
      case .told: "its context to be done"
      case .start(let task): "the start of \(task)"
      case .out(let task): "the return of \(task)"
      case .failure(let task): "the failure of \(task)"
      case .signal(let name): "the signal \(name)"
      case .send(let channel): "a send on \(channel)"
      case .receive(let channel): "a receive from \(channel)"
      case .first(let parts): parts.map(\.description).joined(separator: " or ")
      case .other(let words): words
      }
    }

    /// The task whose start, return or failure it is.
    package var task: String? {
      switch self {
      case .start(let task), .out(let task), .failure(let task): task
      case .slot, .group, .context, .result, .nextResult, .told, .signal, .send, .receive, .first, .other: nil
      }
    }

    /// The same with other paths in the place of its own.
    package func naming(_ path: (String) -> String) -> Awaited {
      switch self {
      case .slot(let group): .slot(group: path(group))
      case .group(let group): .group(path(group))
      case .context(let context): .context(path(context))
      case .result(let task): .result(task: path(task))
      case .nextResult(let group): .nextResult(group: path(group))
      case .start(let task): .start(task: path(task))
      case .out(let task): .out(task: path(task))
      case .failure(let task): .failure(task: path(task))
      case .first(let parts): .first(parts.map { $0.naming(path) })
      case .told, .signal, .send, .receive, .other: self
      }
    }

    /// What these words mean: those of ``description``, or any others.
    package init(words: String) {
      let parts = Self.parts(of: words)
      self = parts.count > 1 ? .first(parts) : Self(word: words)
    }

    /// The parts of `words` where each of them is known, with a time as the last one perhaps; else nothing.
    private static func parts(of words: String) -> [Awaited] {
      let texts = words.split(separator: " or ", omittingEmptySubsequences: false)
      guard texts.count > 1, let last = texts.last else { return [] }
      let isTime = last.first?.isNumber == true && last.allSatisfy { "0123456789.nsumh".contains($0) }
      let parts = texts.map { Self(word: String($0)) }
      let isKnown = (isTime ? parts.dropLast() : parts[...]).allSatisfy { part in
        switch part {
        case .start, .out, .failure, .signal: true
        case .slot, .group, .context, .result, .nextResult, .told, .send, .receive, .first, .other: false
        }
      }
      return isKnown ? parts : []
    }

    private init(word words: String) {
      func path(after start: String, before end: String = "") -> String? {
        guard words.hasPrefix(start), words.hasSuffix(end), words.utf8.count >= start.utf8.count + end.utf8.count else {
          return nil
        }
        return String(words.dropFirst(start.count).dropLast(end.count))
      }
      if let group = path(after: "a free slot in ") {
        self = .slot(group: group)
      } else if let group = path(after: "group ") {
        self = .group(group)
      } else if let context = path(after: "context ", before: " to end") {
        self = .context(context)
      } else if let task = path(after: "the result of ") {
        self = .result(task: task)
      } else if let group = path(after: "the next result of ") {
        self = .nextResult(group: group)
      } else if words == Self.told.description {
        self = .told
      } else if let task = path(after: "the start of ") {
        self = .start(task: task)
      } else if let task = path(after: "the return of ") {
        self = .out(task: task)
      } else if let task = path(after: "the failure of ") {
        self = .failure(task: task)
      } else if let name = path(after: "the signal ") {
        self = .signal(name)
      } else if let channel = path(after: "a send on ") {
        self = .send(channel: channel)
      } else if let channel = path(after: "a receive from ") {
        self = .receive(channel: channel)
      } else {
        self = .other(words)
      }
    }
  }
}
