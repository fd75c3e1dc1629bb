import Cascade
package import CascadeNarration
package import CascadeTrace

/// A run and how it is looked at.
package struct RunSession: Sendable {
  package let name: String
  package let title: String
  /// What stands in the place of a sentence before anything has happened.
  package let about: String
  package let isLive: Bool
  package let origin: RunOrigin
  /// What isn't known of the run, in one line; empty for nothing.
  package internal(set) var lack: String
  package private(set) var recording: Recording
  /// The same run as far as it is known, while its past is looked at: so that nothing is folded away under the eyes.
  private var ahead: Recording?
  package private(set) var cursor: Cursor
  /// What the cursor sees.
  package private(set) var state: RunState
  /// What the beat teaches that the cursor is in: the author's sentence from its first event to its last; a made one
  /// only after the last, since it would run ahead before. Empty after the next event, when it is history and what has
  /// happened since may contradict it.
  package private(set) var lead = ""
  /// The story at the cursor. Telling it takes a look at every row: it is told where it is shown, and only there.
  package var narration: Narration { recording.narration(at: cursor) }
  /// The author's sentence for the last beat that was reached; empty where he has said nothing yet.
  package private(set) var said = ""
  /// The rows of the picture, and which tasks were told and out by when.
  private(set) var rows: PictureRows
  private(set) var index: CascadeIndex
  /// The equal tasks of the run, where there are so many that they may become a block.
  private(set) var crowd: Crowd?
  package internal(set) var selection = Selection.following
  package internal(set) var playback: Playback
  /// The futures of this run, and which of them is looked at.
  package internal(set) var branches = Branches() {
    didSet { refreshGhost() }
  }
  /// Another future to be seen beside this one.
  private(set) var ghost: Ghost?
  /// What came of running the scenario with changes.
  package internal(set) var runs: Runs
  /// What is shown besides the run itself.
  package internal(set) var panes = Panes()
  /// The part of the run that a talk shows; all of it otherwise, and of branches that the speaker makes.
  var bounds: RunBounds {
    get { boundBranch == branches.current ? part : RunBounds() }
    set { (part, boundBranch) = (newValue, branches.current) }
  }
  private var part = RunBounds()
  private var boundBranch = 0
  /// Words in the place of those that the run itself has at one place.
  var caption: Caption? {
    didSet { refreshStory() }
  }
  /// All about the selected row, while it stands in the place of tree and lanes.
  package internal(set) var detail: Detail?
  /// What is asked about this run before it is seen.
  var asking = Asking()
  /// The run as it is known when the question is asked that is open: nothing of what comes later is in it.
  var beforeQuestion: RunSession? {
    get { if case .session(let session) = known { session } else { nil } }
    set { known = newValue.map { .session($0) } ?? .none }
  }
  private var known = Known.none
  /// The goal, where it is a challenge.
  var challenge: ChallengeNote?
  /// Whether this is only the beginning of a run, as it was known at some moment.
  let isCut: Bool
  /// Which task worked when.
  private(set) var ledger: WorkLedger
  /// Whether nothing more comes of a live run, whether it ended or not.
  private var isClosed = false
  /// How far the live run's own clock is ahead of the one on the wall, in nanoseconds.
  private var liveOffset: Int64?
  /// What was said last of a beat of this recording.
  private var beatSentence: (beat: Beat, secrets: Set<Secret>, text: String)?

  init(_ opening: Opening) {
    name = opening.name
    title = opening.title
    about = opening.about
    isLive = opening.isLive
    isCut = false
    challenge = opening.challenge
    origin = opening.origin
    lack = opening.lack
    recording = opening.recording
    cursor = isLive ? recording.end : recording.start
    state = recording.state(at: cursor)
    runs = Runs(original: recording)
    ledger = WorkLedger(recording)
    rows = PictureRows(recording)
    index = CascadeIndex(recording)
    playback = isLive ? .present : .paused
    crowd = rows.crowd(in: recording)
    refreshStory()
    refreshGhost()
  }

  /// The beginning of another run, of which nothing more is known.
  init(cutOff known: Recording, of other: RunSession, title: String) {
    name = other.name
    self.title = title
    about = ""
    isLive = false
    isCut = true
    origin = other.origin
    lack = ""
    recording = known
    cursor = known.start
    state = known.state(at: cursor)
    runs = Runs(original: known)
    ledger = WorkLedger(known)
    rows = PictureRows(known)
    index = CascadeIndex(known)
    playback = .paused
    crowd = rows.crowd(in: known)
  }

  /// A run holds another one.
  private indirect enum Known: Sendable {
    case none
    case session(RunSession)
  }

  private mutating func refreshGhost() { ghost = refusesWhatIf == nil ? Ghost(branches, in: recording) : nil }

  /// Whether more events are to come.
  package var isGrowing: Bool { isLive && !isClosed && newest.latestState.ending == nil }

  /// The run as far as it is known, whatever of it is looked at.
  package var newest: Recording { ahead ?? recording }

  /// Whether more has come than is looked at.
  package var isHeld: Bool { ahead != nil }

  // MARK: Panes

  /// Closes what is open besides tree and lanes, one at a time.
  /// - Returns: whether there was anything.
  mutating func closePane() -> Bool {
    if detail != nil {
      detail = nil
      return true
    }
    defer { panes.isProgramOpen = false }
    return panes.isProgramOpen
  }

  // MARK: Moving

  /// Looks from somewhere else.
  mutating func look(from place: Cursor) {
    let isOtherState = place.position != cursor.position
    let isOtherStory = isOtherState || isLater(place) != isLater(cursor)
    cursor = place
    if isOtherState { refreshState() }
    if isOtherStory { refreshStory() }
  }

  /// Whether the clock has moved on since the latest event: some things are only known then.
  private func isLater(_ place: Cursor) -> Bool {
    place.t > recording.cursor(at: place.position).t
  }

  private mutating func refreshStory() {
    lead = cursor.position == 0 && !isLive ? about : ""
    said = ""
    if let caption, caption.position == cursor.position { lead = caption.text }
    guard let index = recording.beatIndex(at: cursor) else { return }
    said = recording.beats[...index].last { $0.sentence != nil }.map(recording.sentence) ?? ""
    let beat = recording.beats[index]
    if let caption, caption.position == cursor.position { return }
    let isIn = beat.sentence == nil ? cursor.position == beat.position : cursor.position <= beat.position
    if isIn { lead = sentence(for: beat) }
  }

  /// A beat may have very many events, and most steps stay at one.
  private mutating func sentence(for beat: Beat) -> String {
    if let known = beatSentence, known.beat == beat, known.secrets == recording.secrets { return known.text }
    let text = recording.sentence(for: beat)
    beatSentence = (beat, recording.secrets, text)
    return text
  }

  private mutating func refreshState() {
    state = recording.state(at: cursor)
  }

  /// - Parameter isNewRoster: Whether the run may have other rows than before.
  private mutating func refreshRows(isNewRoster: Bool) {
    if isNewRoster || !rows.areOf(recording) { rows = PictureRows(recording) }
    index = CascadeIndex(recording)
    crowd = rows.crowd(in: recording)
  }

  /// Lets no word tell these.
  mutating func hide(_ secrets: Set<Secret>) {
    guard recording.secrets != secrets else { return }
    recording.secrets = secrets
    refreshState()
    refreshStory()
  }

  /// Takes another run in place of this one.
  mutating func replace(_ other: Recording, from place: Cursor) {
    recording = other
    beatSentence = nil
    ahead = nil
    ledger = WorkLedger(other)
    cursor = place
    playback = .paused
    refreshRows(isNewRoster: true)
    refreshState()
    refreshStory()
    let isAsked = !asking.questions.isEmpty
    asking = Asking()
    beforeQuestion = nil
    if isAsked { prepareQuestions() }
  }

  /// Goes where the user wants: what played stops.
  mutating func seek(_ place: Cursor) {
    playback = .paused
    look(from: bounds.held(place))
  }

  /// Takes in what a live run did, and stays in the present if that is where it is.
  mutating func append(_ events: [Event], now: Context.Instant) {
    if let last = events.last {
      // Events arrive late, never early: the largest difference is the nearest to the truth.
      let offset = last.t.nanoseconds - now.nanoseconds
      liveOffset = max(liveOffset ?? offset, offset)
    }
    if ahead != nil {
      ahead?.append(contentsOf: events)
      return
    }
    let count = recording.roster.members.count
    recording.append(contentsOf: events)
    beatSentence = nil
    ledger.follow(recording)
    refreshRows(isNewRoster: recording.roster.members.count != count)
    if playback == .present {
      look(from: Cursor(position: recording.count, t: max(recording.endTime, cursor.t)))
      if !isGrowing { seek(recording.end) }
    } else {
      // The rows to come are part of what the cursor sees, and the beat it stands at may have grown.
      refreshState()
      refreshStory()
    }
  }

  /// Nothing more will come.
  mutating func close() {
    isClosed = true
    if playback == .present { seek(recording.end) }
  }

  /// Takes the same run with fewer events. While its past is looked at that stands still: it waits with all that is to come.
  mutating func fold(into smaller: Recording) {
    ahead = smaller
    guard playback == .present else { return }
    takeHeld()
    playback = .present
  }

  /// Takes in what has come since the past is looked at, and goes to its end.
  mutating func takeHeld() {
    guard let ahead else { return }
    self.ahead = nil
    show(ahead, from: ahead.end)
    runs = Runs(original: ahead)
  }

  /// The number of the row that the user chose.
  package var pinned: Int? { if case .pinned(let row) = selection { row } else { nil } }

  /// The same in the newest of the run.
  package var pinnedInNewest: Int? { pinned.flatMap { newest.roster.number(of: recording.roster.members[$0].id) } }

  /// Puts the author's beats in the place of those found.
  mutating func place(_ beats: [GivenBeat]) {
    recording.useBeats(beats)
    refreshStory()
  }

  /// The speed that it plays at where none was chosen: that of the run without changes, so that branches play as fast.
  package var ownSpeed: Speed {
    isLive ? .normal : .own(ofRunUntil: (runs.recording(of: .none) ?? recording).endTime)
  }

  /// Moves on to where the clock says.
  mutating func tick(now: Context.Instant, speed: Speed, motion: Motion) {
    switch playback {
    case .paused: return
    case .travelling(var travel, let last):
      _ = travel.advance(by: last.map { max(0, now.nanoseconds - $0.nanoseconds) } ?? 0)
      guard let frame = travel.current else { return seek(travel.destination) }
      playback = .travelling(travel, lastTick: now)
      look(from: recording.cursor(at: frame.position))
    case .revealing(var head, let end, let speed):
      head.advance(to: now, speed: speed, in: recording, travels: motion == .full)
      guard head.travel != nil || head.cursor.isBefore(end) else { return showTruth() }
      playback = .revealing(head, until: end, speed: speed)
      look(from: head.cursor)
    case .present:
      guard isGrowing, let liveOffset else { return }
      let t = Context.Instant(nanoseconds: now.nanoseconds &+ liveOffset)
      look(from: Cursor(position: recording.count, t: max(t, recording.endTime)))
    case .playing(var head):
      head.advance(to: now, speed: speed, in: recording, travels: motion == .full)
      let isOver = head.hold == 0 && head.travel == nil && head.t >= recording.endTime
      guard !isOver, head.position < recording.count else { return seek(recording.end) }
      playback = .playing(head)
      look(from: motion == .off ? recording.cursor(at: head.position) : head.cursor)
      if let until = bounds.until, head.travel == nil, cursor.position >= until.position { seek(until) }
    }
  }

  /// After how many nanoseconds the next tick is wanted.
  func nextTick(speed: Speed, motion: Motion) -> Int64? {
    switch playback {
    case .paused: return nil
    case .present: return isGrowing && liveOffset != nil ? motion.frame ?? Self.lookAhead : nil
    case .travelling(let travel, _): return travel.untilNextFrame
    case .revealing(let head, until: _, _): return head.travel?.untilNextFrame ?? motion.frame ?? Self.lookAhead
    case .playing(let head):
      if let travel = head.travel { return travel.untilNextFrame }
      if let frame = motion.frame, head.hold == 0 { return min(frame, head.untilBeat(speed: speed, in: recording)) }
      return min(Self.lookAhead, head.wait(speed: speed, in: recording))
    }
  }

  /// The longest wait while something plays, in nanoseconds.
  private static let lookAhead: Int64 = 250_000_000
}

extension RunSession {
  struct Caption: Hashable, Sendable {
    var position: Int
    var text: String
  }
}

extension RunSession {
  /// Shows another branch from the same time on the clock. A pinned row stays pinned where that branch has it, too.
  mutating func show(_ recording: Recording, from place: Cursor? = nil) {
    let pinned: String? =
      if case .pinned(let row) = selection { self.recording.roster.members[row].id } else { nil }
    replace(recording, from: place ?? recording.cursor(at: min(cursor.t, recording.endTime)))
    if let pinned { selection = recording.roster.number(of: pinned).map(Selection.pinned) ?? .following }
  }
}
