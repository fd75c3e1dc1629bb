package import CascadeQuestions
import CascadeTerminal
import CascadeTrace

extension Model {
  mutating func perform(_ command: AskingCommand) -> [Effect] {
    guard case .watching(var session) = screen, let open = session.asking.open else { return [] }
    let motion = settings.motion
    switch (open.phase, command) {
    case (.open, .accept):
      guard let reply = open.ballot.reply else {
        status = open.ballot.rule
        return []
      }
      lock(reply, in: &session)
    // What a clicker sends besides its keys for pages must not take the question away, or answer it.
    case (.open, .play) where session.asking.isPage, (.open, .skip) where session.asking.isPage,
      (.shown, .skip) where session.asking.isPage:
      return []
    case (.open, .reveal) where !isExam, (.open, .play) where !isExam:
      lock(open.ballot.reply ?? .none, in: &session)
    case (.open, .back) where session.asking.isPage: return goOn(.back)
    case (.shown, .back) where session.asking.isPage:
      session.openQuestion(open.index)
      session.asking.open?.ballot.put(draft)
    case (.shown, .accept) where session.asking.isPage, (.shown, .reveal) where session.asking.isPage:
      return goOn(.onward)
    case (.open, .reveal), (.open, .skip), (.open, .back), (.open, .play): session.closeQuestion()
    case (.open, .replay), (.running, _): break
    case (.shown, .replay), (.shown, .play): session.replay(motion: motion)
    case (.shown, .accept), (.shown, .reveal), (.shown, .skip), (.shown, .back): session.closeQuestion()
    }
    screen = .watching(session)
    return session.asking.open == nil ? goOnWithQuiz() : []
  }

  private mutating func lock(_ reply: Reply, in session: inout RunSession) {
    if session.asking.isPage { keep(reply, typed: session.asking.open?.ballot.typed) }
    session.lock(reply, motion: isExam ? .off : settings.motion)
    if isExam { session.closeQuestion() }
  }

  /// Types at the question on the screen, if there is one that takes answers.
  /// - Returns: whether the key was meant for that.
  mutating func takeVote(_ key: Key) -> Bool {
    guard help == nil else { return false }
    if case .watching = screen {
      var isTaken = false
      changeSession { isTaken = $0.asking.open?.take(key) ?? false }
      return isTaken
    }
    // A blank is a key for going on, unless counts are typed.
    guard case .card(.question(var question), behind: let session) = screen, question.reply == nil,
      key != .character(" ") || !question.ballot.typed.isEmpty, question.ballot.take(key)
    else { return false }
    screen = .card(.question(question), behind: session)
    return true
  }

  /// What is typed at the question that takes an answer at the moment; nil where there is none.
  var openBallot: Ballot? {
    if case .watching(let session) = screen, let open = session.asking.open, open.phase == .open { return open.ballot }
    if case .card(.question(let question), behind: _) = screen, question.reply == nil { return question.ballot }
    return nil
  }

  /// Takes what the room chose from another program.
  ///
  /// - Parameter isPartly: Whether more may be typed; else it must be an answer as it is.
  mutating func vote(_ text: String, isPartly: Bool) {
    guard let ballot = openBallot else {
      status = "No question is open."
      return
    }
    guard isPartly || Reply(text, answers: ballot.answers) != nil else {
      status = ballot.rule
      return
    }
    status = nil
    if case .card(.question(var question), behind: let session) = screen {
      question.ballot.put(text)
      screen = .card(.question(question), behind: session)
    } else {
      changeSession { $0.asking.open?.ballot.put(text) }
    }
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
          : "Questions are on: the run stops at \(count - replies) \(count - replies == 1 ? "question" : "questions")."
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

extension Model {
  /// What was answered in the quiz, the scenario that is open included.
  package var quizAnswers: [Answered] {
    guard let quiz else { return [] }
    guard let session, session.name == quiz.current else { return quiz.answers }
    return quiz.answers + session.asking.answers(of: session.name)
  }

  /// Begins to ask about the scenarios of a quiz.
  mutating func begin(_ quiz: Quiz) -> [Effect] {
    self.quiz = quiz
    settings.asks = true
    guard session?.name == quiz.current else { return quiz.current.map { [.open(name: $0)] } ?? [.quit] }
    changeSession { $0.prepareQuestions() }
    return goOnWithQuiz()
  }

  /// To the next question of the quiz, or the next scenario; when all are through, the program is.
  mutating func goOnWithQuiz() -> [Effect] {
    guard quiz != nil, case .watching(let session) = screen, session.asking.open == nil else { return [] }
    if session.name == quiz?.current,
      let next = session.asking.questions.indices.first(where: { session.asking.replies[$0] == nil })
    {
      changeSession { $0.openQuestion(next) }
      return []
    }
    quiz?.take(session.asking, of: session.name)
    return quiz?.current.map { [.open(name: $0)] } ?? [.quit]
  }
}
