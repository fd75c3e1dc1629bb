import CascadeQuestions
import CascadeTrace

/// What can be asked for while a question is on the screen.
package enum AskingCommand: CaseIterable, Hashable, Sendable {
  /// Locks the answer; goes on once the truth shows.
  case accept
  /// The truth without an answer; goes on once it shows.
  case reveal
  case replay
  case skip
}

extension Model {
  mutating func perform(_ command: AskingCommand) -> [Effect] {
    guard case .watching(var session) = screen, let open = session.asking.open else { return [] }
    let motion = settings.motion
    switch (open.phase, command) {
    case (.open, .accept):
      guard let reply = open.reply else {
        let count = open.question.answers.count
        status = "Type 1 to \(count), or \(count) counts: \((1...count).map(String.init).joined(separator: " "))."
        return []
      }
      session.lock(reply, motion: isExam ? .off : motion)
      if isExam { session.closeQuestion() }
    case (.open, .reveal) where !isExam: session.lock(.none, motion: motion)
    case (.open, .reveal), (.open, .skip): session.closeQuestion()
    case (.open, .replay), (.running, _): break
    case (.shown, .replay): session.replay(motion: motion)
    case (.shown, .accept), (.shown, .reveal), (.shown, .skip): session.closeQuestion()
    }
    screen = .watching(session)
    return session.asking.open == nil ? goOnWithQuiz() : []
  }

  /// Turns questions on or off.
  mutating func toggleQuestions() {
    settings.asks.toggle()
    let asks = settings.asks
    changeSession { session in
      if asks { session.prepareQuestions() } else { session.closeQuestion() }
    }
    let count = session?.asking.questions.count ?? 0
    let replies = session?.asking.replies.count ?? 0
    status =
      !asks
      ? "Questions are off."
      : session?.isLive == true
        ? "This run is live: nothing can be asked before it is over."
        : count == 0
          ? "Nothing can be asked about this run."
          : "Questions are on: the run stops at \(count - replies) of them."
  }

  /// Stops the open run at a question that lies between where it was and where it is.
  mutating func stopAtQuestion(since start: (name: String, cursor: Cursor)?) {
    guard case .watching(let session) = screen, let start, start.name == session.name else { return }
    if settings.asks {
      changeSession { $0.stopAtQuestion(from: start.cursor) }
    } else if session.cursor.position == session.recording.count, start.cursor.position < session.recording.count,
      !session.isLive, !hasOffered, !settings.isForAudience, talk == nil,
      session.recording.beats.contains(where: { $0.ask != nil })
    {
      hasOffered = true
      status = "Next time, answer first: \(keyMap.firstName(of: .watching(.questions), in: .main)) turns questions on."
    }
  }
}
