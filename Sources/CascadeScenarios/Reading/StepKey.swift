enum StepKey: String, FileKey {
  case work, busy, until, signal, `repeat`, `try`, group, spawn, cancel, use, keep, log, `return`, fail, panic, exit
  case send, receive, range, close, each, count, blocking, `else`, timeout, acquire, release, limit, load, call
  case ignoreError = "ignore-error"

  static let owner = "a step"

  /// What other languages call the same.
  static let synonyms: [String: StepKey] = [
    "sleep": .work, "wait": .until, "run": .work, "error": .fail, "throw": .fail, "raise": .fail, "print": .log,
    "go": .spawn, "recv": .receive, "for": .range, "loop": .repeat, "lock": .acquire, "unlock": .release,
    "done": .return, "do": .try, "attempt": .try, "catch": .else, "notify": .signal,
    "within": .timeout, "deadline": .timeout, "throttle": .limit, "token": .limit,
  ]

  /// Whether an after-function can do it. What listens would be cut short at once there.
  var isForFunctions: Bool {
    switch self {
    case .busy, .signal, .cancel, .log, .close, .exit: true
    case .work, .until, .repeat, .try, .group, .spawn, .use, .keep, .return, .fail, .panic, .ignoreError: false
    case .send, .receive, .range, .each, .count, .blocking, .else, .timeout: false
    case .acquire, .release, .limit, .load, .call: false
    }
  }

  /// Whether the caller of a group can do it before it waits.
  var isForBeforeWait: Bool {
    switch self {
    case .work, .busy, .until, .signal, .repeat, .try, .spawn, .cancel, .keep, .log, .return, .fail, .exit: true
    case .send, .receive, .range, .close, .acquire, .release, .limit, .load: true
    case .group, .use, .panic, .ignoreError: false
    case .each, .count, .blocking, .else, .timeout, .call: false
    }
  }

  /// Whether the caller of a group can do it before it spawns the first task.
  var isForBeforeGo: Bool { isForBeforeWait && self != .spawn }

  /// Whether the caller of a group can do it, once wait has returned.
  var isForAfterWait: Bool {
    switch self {
    case .work, .busy, .signal, .try, .cancel, .use, .log, .fail, .exit: true
    case .send, .receive, .range, .close: true
    case .until, .repeat, .group, .spawn, .keep, .return, .panic, .ignoreError: false
    case .each, .count, .blocking, .else, .timeout: false
    case .acquire, .release, .limit, .load, .call: false
    }
  }

  /// Whether it can be among the steps that another one does again and again.
  var isForRounds: Bool {
    switch self {
    case .work, .busy, .until, .signal, .cancel, .use, .keep, .log, .return, .fail, .panic, .exit: true
    case .send, .receive, .close, .acquire, .release, .limit: true
    case .load, .try, .group, .spawn, .repeat: true
    case .range: false
    case .call, .ignoreError, .each, .count, .blocking, .else, .timeout: false
    }
  }

  /// Whether it has to do with a channel.
  var isOfChannels: Bool {
    switch self {
    case .send, .receive, .range, .close: true
    case .work, .busy, .until, .signal, .repeat, .try, .group, .spawn, .cancel, .use, .keep, .log, .return, .fail,
      .panic, .exit:
      false
    case .ignoreError, .each, .count, .blocking, .else, .timeout, .acquire, .release, .limit, .load, .call: false
    }
  }

  /// The steps that it stands beside; none for one that is a step of its own.
  var besides: [StepKey] {
    switch self {
    case .ignoreError: [.group]
    case .each: [.range]
    case .count: [.send, .receive, .acquire, .release]
    case .blocking: [.send, .receive, .range, .acquire, .load]
    case .else: [.send, .receive, .acquire, .try]
    case .timeout: [.work, .send, .receive, .load, .try]
    case .call: [.load]
    case .work, .busy, .until, .signal, .repeat, .try, .group, .spawn, .cancel, .use, .keep, .log, .return, .fail,
      .panic, .exit:
      []
    case .send, .receive, .range, .close, .acquire, .release, .limit, .load: []
    }
  }

  var meaning: String {
    switch self {
    case .work: "Works this long and listens to its context."
    case .busy: "Works this long and doesn't listen."
    case .until:
      "Goes on until this: told, a task's path and starts, fails or out, a signal, or several of these and a time with or between."
    case .signal: "Gives the signal with this name."
    case .repeat: "Does steps again and again (see A repeat)."
    case .try:
      "Does steps whose error the task handles itself: it goes on after them, whatever they return (see A try)."
    case .group: "Opens a nested group and waits for it."
    case .spawn: "Adds siblings to the task's own group, written as in tasks."
    case .cancel: "Cancels the group's context, with a cause if one is given."
    case .use: "group-context: what follows looks at the group's context."
    case .keep: "Keeps an error with this text, which the caller returns beside Wait's, as with errors.Join."
    case .log: "Logs a line."
    case .return: "Returns nil."
    case .fail: "Returns an error with this text."
    case .panic: "Panics with this text. Wait returns that, where a Go process would end."
    case .exit:
      "Ends the program at once, with this status (as os.Exit does) or with this text and status 1 (as log.Fatal does)."
    case .send: "Sends an item on this channel."
    case .receive: "Receives an item from this channel, or goes on if it is closed and empty."
    case .range: "Receives from this channel until it is closed and empty; an item that is a job is done."
    case .close: "Closes this channel."
    case .each: "Beside range: what it does with each item, as steps or as a duration of work."
    case .count: "Beside send, receive, acquire and release: how many items or permits. Default: 1."
    case .blocking:
      "Beside send, receive, range, acquire and load: whether it is no select with the context, and never listens."
    case .else:
      "Beside send, receive and acquire: what it does, as steps, where that would wait, instead of waiting. Beside try: what it does where those steps fail or are cut short."
    case .timeout:
      "Beside work, send, receive, load and try: it fails with the error of a context of its own, which is done after this long."
    case .acquire:
      "Waits for permits of this semaphore; without a release in the task, or in the try, they are given back as that ends."
    case .limit:
      "Takes a token of this limiter, or waits for the next one, as lim.Wait(ctx) of golang.org/x/time/rate does."
    case .release: "Gives permits of this semaphore back."
    case .load: "Asks for the result under this key: tasks that ask at the same time share one call."
    case .call: "Beside load: what the task does that asks first, as steps or as a duration of work."
    case .ignoreError: "Beside group: whether the error of its Wait is dropped."
    }
  }
}

/// Whose steps are read.
enum StepOwner: Hashable {
  case task(String)
  /// The caller of a group, before it spawns the first task, before it waits, or once wait has returned.
  case beforeGo, beforeWait, afterWait
  /// What this is: an after-function, or what is deferred.
  case function(String)

  /// As messages call it.
  var words: String {
    switch self {
    case .task: "a task"
    case .beforeGo: "before-go"
    case .beforeWait: "before-wait"
    case .afterWait: "after-wait"
    case .function(let words): words
    }
  }

  func allows(_ key: StepKey) -> Bool {
    switch self {
    case .task: true
    case .beforeGo: key.isForBeforeGo
    case .beforeWait: key.isForBeforeWait
    case .afterWait: key.isForAfterWait
    case .function: key.isForFunctions
    }
  }
}
