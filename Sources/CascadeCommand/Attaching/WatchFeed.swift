import Cascade
import CascadeEvents
import CascadeNarration
import CascadeText
import CascadeTrace
import CascadeUI

/// The programs that are watched on the screen, of which one is open at a time: the recording of that one is with the model, those
/// of the others are here.
struct WatchFeed {
  /// How long reading may take between two frames, for all runs.
  private static let patience = Duration.milliseconds(15)

  private struct Kept {
    var recording = Recording()
    var title: String?
    var lack = ""
    var hasClosed = false
  }

  private let watch: Watch
  private let reach: Reach
  private var kept: [String: Kept] = [:]
  /// The name of the run that is open.
  private var open: String?
  /// From which on runs, in the order in which they were found, may follow the one that is open.
  private var next = 0

  init(_ watch: Watch, reach: Reach) {
    self.watch = watch
    self.reach = reach
  }

  var waiting: String { watch.waiting }

  /// What the list shows.
  var entries: [GalleryEntry] {
    watch.runs.map { run in
      let kept = kept[run.name]
      return GalleryEntry(name: run.name, title: kept?.title ?? run.name, about: kept?.lack ?? "")
    }
  }

  /// Takes in what the programs did, and lets the model know.
  mutating func take(into model: inout Model, now: Context.Instant) -> [Effect] {
    var effects: [Effect] = []
    var isNews = watch.look()
    if watch.runs.isEmpty, let problem = watch.problem {
      effects += model.update(.offered([], notice: problem))
    }
    let share = Self.patience / max(1, watch.runs.count)
    for run in watch.runs where kept[run.name]?.hasClosed != true {
      let events = run.take(within: share)
      isNews = take(events, of: run, now: now, into: &model, &effects) || isNews
    }
    effects += follow(in: &model)
    if isNews { effects += model.update(.offered(entries, notice: waiting)) }
    return effects
  }

  /// - Returns: whether the list changes.
  private mutating func take(
    _ events: [Event], of run: WatchedRun, now: Context.Instant, into model: inout Model, _ effects: inout [Effect]
  ) -> Bool {
    var state = kept.removeValue(forKey: run.name) ?? Kept()
    let isOpen = open == run.name && model.session?.name == run.name
    var isNews = false
    if !events.isEmpty {
      if state.title == nil {
        state.title = title(events) ?? run.name
        isNews = true
      }
      if isOpen {
        effects += model.update(.appended(events, now: now))
        let selected = model.session?.pinnedInNewest
        if let smaller = reach.folding(model.session?.newest, keeping: selected) {
          effects += model.update(.folded(smaller))
        }
      } else {
        state.recording.append(contentsOf: events)
        if let smaller = reach.folding(state.recording, keeping: nil) {
          state.recording = smaller
        }
      }
    }
    let folded = (isOpen ? model.session?.recording : state.recording)?.folded ?? Recording.Folded()
    let lack = RecordingWords(run.gaps, isLive: true, isOver: run.isOver, folded: folded).line
    if lack != state.lack {
      state.lack = lack
      if isOpen { effects += model.update(.lacks(lack)) }
    }
    if run.isOver {
      state.hasClosed = true
      isNews = true
      if isOpen { effects += model.update(.closed) }
    }
    kept[run.name] = state
    return isNews
  }

  /// Opens the first run, and the next one after one that is over and was watched to its end.
  private mutating func follow(in model: inout Model) -> [Effect] {
    if let open {
      guard kept[open]?.hasClosed == true, let session = model.session, session.name == open,
        session.cursor.position == session.recording.count, !session.isHeld
      else { return [] }
    }
    let runs = watch.runs
    guard let index = runs.indices.dropFirst(next).first(where: { kept[runs[$0].name]?.title != nil }) else {
      return []
    }
    let effects = show(runs[index].name, in: &model) ?? []
    next = index + 1
    return effects
  }

  private func title(_ events: [Event]) -> String? {
    guard case .runStarted(let start)? = events.first?.kind else { return nil }
    return start.scenario
  }

  /// Opens a run, and takes back the recording of the one that was open.
  ///
  /// - Returns: nil where there is none by this name.
  mutating func show(_ name: String, in model: inout Model) -> [Effect]? {
    guard watch.runs.contains(where: { $0.name == name }) else { return nil }
    if let open, let session = model.session, session.name == open { kept[open]?.recording = session.newest }
    guard var state = kept.removeValue(forKey: name) else { return [] }
    let recording = state.recording
    state.recording = Recording()
    kept[name] = state
    open = name
    // A run that was chosen stays until another one begins.
    next = watch.runs.count
    let opening = Opening(
      name: name, title: state.title ?? name, recording: recording, isLive: true, origin: .program, lack: state.lack)
    return model.update(.opened(opening)) + (state.hasClosed ? model.update(.closed) : [])
  }
}

/// How far a program that is watched can be scrolled back.
struct Reach {
  /// At most so many events are kept; where there are more, what is old and well is folded away until half of them are left.
  let events: Int

  static let usual = Reach(events: 60_000)
  /// With fewer there is little to see; more than this takes gigabytes.
  static let allowed = 1_000...10_000_000

  /// The recording with fewer events; nil where it may stay as it is.
  func folding(_ recording: Recording?, keeping selected: Int?) -> Recording? {
    recording?.folding(beyond: events, to: events / 2, keeping: selected)
  }
}
