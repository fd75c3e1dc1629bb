import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace
import CascadeUI

/// A run as one page that works from a disk, without a network: played with the keys of the screen, read by a screen reader,
/// printed on two pages. The pictures are the program's own, the page only turns them.
enum HTMLPage {
  static func text(_ run: ExportedRun) throws(ExportRefusal) -> String {
    var frames = PageFrames()
    let article = try PageArticle(run, &frames).markup
    return document(title: run.title, frames: frames, body: article)
  }

  /// A whole file.
  static func document(title: String, frames: PageFrames, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
    script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(Markup.escaped(title))</title>
    <style>
    \(String(decoding: PackageResources.page_css, as: UTF8.self))\(frames.rules)
    </style>
    </head>
    <body>
    \(body)
    <script type="application/json" id="pool">\(script(frames.poolValue))</script>
    <script>
    \(String(decoding: PackageResources.page_js, as: UTF8.self))</script>
    </body>
    </html>

    """
  }

  /// A value in an element of its own: nothing in it can end that.
  static func script(_ value: JSON) -> String { value.line.replacing("<", with: "\\u003c") }
}

/// A run on a page.
struct PageArticle {
  /// A run of more events is stepped through from beat to beat.
  private static let mostSteps = 600
  /// The table has no more rows.
  private static let mostTasks = 200
  /// So much of a run is on paper.
  private static let onPaper = (beats: 10, tasks: 14, branches: 3, sentences: 3)

  private let run: ExportedRun
  private let recording: Recording
  private var branches: [JSON] = []
  private var stills: [[Int]] = []
  private var markupOfStills = ""
  /// The places in the recording that are steps of the page.
  private let places: [Cursor]
  private let hasFilm: Bool
  private let place: Place?

  /// Where a run stands in a talk, and which part of it is shown.
  struct Place {
    var number: Int
    var count: Int
    /// The notes for the speaker, as elements.
    var notes = ""
    /// Whether those of the beats are there, too.
    var hasNotes = false
    /// In the place of the run's own title.
    var title: String?
    var from: Cursor?
    var until: Cursor?

    var label: String { "Step \(number) of \(count)" }
    /// Whether it isn't a whole run.
    var isPart: Bool { from != nil || until != nil }
  }

  /// - Parameter place: Where it stands in a talk; none for a page of its own.
  init(_ run: ExportedRun, _ frames: inout PageFrames, at place: Place? = nil) throws(ExportRefusal) {
    self.run = run
    self.place = place
    recording = run.recording
    // Nothing is on a page that comes after the end of a part: it may be asked about next.
    let shown = run.branches.count > 1 ? nil : place
    places = try Self.places(in: recording, shown)
    var hasFilm = false
    for index in run.branches.indices {
      var branch = run
      if index != run.branch { branch.choose(branch: index) }
      let (value, isPlayed) = try Self.branch(branch, index, shown, &frames)
      branches.append(value)
      hasFilm = hasFilm || isPlayed
    }
    self.hasFilm = hasFilm
    let cause = recording.latestState.causeTime.map { recording.cursor(at: recording.cursor(at: $0).position) }
    let end = place?.until ?? recording.end
    let moments = cause == end || place?.isPart == true ? [] : [cause].compactMap(\.self)
    for moment in moments + [end] {
      var still = run
      still.seek(moment)
      stills.append(frames.take(still))
      markupOfStills += """
        <p>\(Markup.escaped(run.title)) (\(Markup.escaped(recording.words(for: moment))))</p>
        <div class="picture" style="--points:\(Self.points(for: run.size))pt">
        \(frames.markup(stills[stills.count - 1]))
        </div>

        """
    }
  }

  // MARK: For the player

  /// Where the page can be: at every event and at beats between two of them, or, in a long run, at the beats.
  private static func places(in recording: Recording, _ place: Place?) throws(ExportRefusal) -> [Cursor] {
    let first = place?.from?.position ?? 0
    let last = max(first, place?.until?.position ?? recording.count)
    let positions = recording.count <= mostSteps ? Array(first...last) : [first, last]
    let stops = recording.beats.map(recording.stop).filter { first <= $0.position && $0.position <= last }
    let places = Set(stops + positions.map { recording.cursor(at: $0) }).sorted { $0.isBefore($1) }
    guard recording.count <= mostSteps || places.count <= mostSteps else {
      throw ExportRefusal("this run has \(stops.count) beats, too many for a page; export a moment of it as svg")
    }
    return places
  }

  /// The step that shows a place: the last one that isn't after it.
  private static func step(for place: Cursor, in places: [Cursor]) -> Int {
    places.lastIndex { !place.isBefore($0) } ?? 0
  }

  private static func branch(
    _ run: ExportedRun, _ index: Int, _ place: Place?, _ frames: inout PageFrames
  ) throws(ExportRefusal) -> (JSON, isPlayed: Bool) {
    let recording = run.recording
    let places = try places(in: recording, place)
    let beats = Set(recording.beats.map(recording.stop))
    var changes = PageFrames.Changes()
    var steps: [JSON] = []
    for moment in places {
      var step = run
      step.seek(moment)
      steps.append([
        "t": .integer(moment.t.nanoseconds / 1_000), "beat": .bool(beats.contains(moment)),
        "place": .string(recording.words(for: moment)), "says": .string(step.sentence),
        "rows": changes.next(frames.take(step)),
      ])
    }
    changes = PageFrames.Changes()
    var film: [JSON] = []
    if let played = try? Film(run) {
      for frame in played.frames
      where places[0].position <= frame.cursor.position
        && frame.cursor.position <= places[places.count - 1].position
      {
        let step = step(for: frame.cursor, in: places)
        film.append([
          "at": .integer(frame.at / 1_000_000), "step": .integer(Int64(step)),
          "rows": changes.next(frames.take(frame.run)),
        ])
      }
    }
    let failure = recording.firstFailure ?? recording.end
    let parent = run.branches[index].parent
    return (
      [
        "parent": .optional(parent), "steps": .array(steps), "film": .array(film),
        "failure": .integer(Int64(step(for: failure, in: places))),
      ], !film.isEmpty
    )
  }

  // MARK: The page

  var markup: String {
    """
    \(place.map { "<article class=\"page run\($0.isPart ? " part" : "")\" aria-label=\"\($0.label)\" tabindex=\"-1\">" } ?? "<article>")
    \(heading)
    <p>\(Markup.escaped(run.about))</p>
    <div class="screen">
    <div class="picture" role="img" aria-label="The picture of the run; the words below it say the same."></div>
    <p class="place"></p>
    <p class="says" aria-live="polite"></p>
    <div class="player">
    \(buttons)
    \(choice)
    </div>
    \(help)
    </div>
    <div class="stills">
    \(markupOfStills)</div>
    <section class="second">
    \(beats)
    \(tasks)
    \(whatIfs)
    \(place?.notes ?? "")
    </section>
    \(words)
    <script type="application/json">\(HTMLPage.script(start))</script>
    </article>
    """
  }

  private var heading: String {
    guard let place else { return "<h1>\(Markup.escaped(run.title))</h1>" }
    guard let title = place.title else { return "<h2>\(Markup.escaped(run.title))</h2>" }
    return "<h2>\(Markup.escaped(title))</h2>\n<p>\(Markup.escaped(run.title))</p>"
  }

  /// What the player begins with.
  private var start: JSON {
    let step = place?.from.map { Self.step(for: $0, in: places) } ?? 0
    return [
      "rows": .integer(Int64(run.size.rows)), "branches": .array(branches), "branch": .integer(Int64(run.branch)),
      "step": .integer(Int64(step)),
    ]
  }

  private static let commands: [(name: String, label: String, keys: [String], help: String)] = [
    ("first", "First", ["Home", "g g"], "to the start"),
    ("previousBeat", "Beat before", ["PgUp"], "the beat before"),
    ("previous", "Back", ["←", "h"], "the event before"),
    ("play", "Play", ["space", "F5"], "play, pause"),
    ("next", "Step", ["→", "l"], "the next event"),
    ("nextBeat", "Next beat", ["PgDn"], "the next beat"),
    ("last", "Last", ["End", "G"], "to the end"),
    ("failure", "First failure", ["f"], "to the first failure"),
    ("undo", "", ["u"], "back to the branch that this one was made from"),
    ("branch", "", ["b"], "the next branch"),
    ("theme", "Colours", ["T"], "for a dark or a light background"),
    ("help", "", ["?", "F1"], "these keys"),
    ("stop", "", ["Esc"], "stop playing; close the keys"),
  ]

  private var buttons: String {
    Self.commands.filter { !$0.label.isEmpty && ($0.name != "play" || hasFilm) }.map { command in
      "<button type=\"button\" data-does=\"\(command.name)\" title=\"\(command.keys.joined(separator: ", "))\">"
        + "\(command.label)</button>"
    }.joined(separator: "\n")
  }

  private var choice: String {
    let options = run.branches.enumerated().map { index, branch in
      "<option value=\"\(index)\">\(Markup.escaped(Self.words(for: branch)))</option>"
    }
    let hidden = options.count == 1 ? " hidden" : ""
    return "<label\(hidden)>Branch <select>\(options.joined())</select></label>"
  }

  private static func words(for branch: Branch) -> String {
    let name = branch.name.isEmpty ? branch.letter : "\(branch.letter), \(branch.name)"
    return branch.parent == nil ? "\(name): as it is" : "\(name): \(branch.change)"
  }

  private var help: String {
    let rows = Self.commands.map { command in
      let keys = command.keys.map { "<kbd>\(Markup.escaped($0))</kbd>" }.joined(separator: " ")
      return "<tr><td>\(keys)</td><td>\(command.help)</td></tr>"
    }
    let unplayed = hasFilm ? "" : "<p>This run is too long to play here.</p>"
    let skipped =
      places.count > recording.count ? "" : "<p>It has \(recording.count) events: a step goes from beat to beat.</p>"
    return """
      <details class="help"><summary>Keys</summary>
      <table>\(rows.joined())</table>\(unplayed)\(skipped)
      </details>
      """
  }

  private var beats: String {
    let (first, last) = (place?.from?.position ?? 0, place?.until?.position ?? recording.count)
    let items = recording.beats.filter { first <= $0.position && $0.position <= last }.enumerated().map { index, beat in
      let step = Self.step(for: recording.stop(of: beat), in: places)
      return "<li\(index < Self.onPaper.beats ? "" : " class=\"more\"")>"
        + "<button type=\"button\" data-step=\"\(step)\">\(recording.latestState.timeText(beat.t))</button> "
        + "\(Markup.escaped(recording.sentence(for: beat)))\(note(of: beat))</li>"
    }
    return "\(subheading("Beat by beat"))\n<ol class=\"beats\">\n\(items.joined(separator: "\n"))\n</ol>"
  }

  private func note(of beat: CascadeTrace.Beat) -> String {
    guard let place, place.hasNotes, let note = beat.note else { return "" }
    return " <aside class=\"notes\">\(Markup.escaped(note))</aside>"
  }

  /// A heading below that of the run.
  private func subheading(_ text: String) -> String { place == nil ? "<h2>\(text)</h2>" : "<h3>\(text)</h3>" }

  /// What became of each task; of many, those that failed or were told come first.
  private var tasks: String {
    let state = recording.latestState
    func time(_ t: Context.Instant?) -> String { t.map(state.timeText) ?? "" }
    func weight(_ row: Row) -> Int { row.isKept || row.out?.outcome == .failed ? 0 : row.isTold ? 1 : 2 }
    var all = state.tasks
    guard !all.isEmpty, place?.isPart != true else { return "" }
    if all.count > Self.onPaper.tasks {
      all = all.enumerated().sorted { (weight($0.element), $0.offset) < (weight($1.element), $1.offset) }.map(\.element)
    }
    let rows = all.prefix(Self.mostTasks).enumerated().map { index, row in
      let told = row.isTold ? row.toldAt : nil
      let cells = [
        row.label, row.taskState?.word ?? "", time(told), time(row.outAt), row.error.map(SafeText.make) ?? "",
      ]
      let name = index < Self.onPaper.tasks ? "" : " class=\"more\""
      return "<tr\(name)>\(cells.map { "<td>\(Markup.escaped($0))</td>" }.joined())</tr>"
    }
    let heads = ["Task", "In the end", "Told", "Out", "Error"].map { "<th scope=\"col\">\($0)</th>" }.joined()
    let count = all.count > Self.onPaper.tasks ? "<p>\(all.count) tasks in all.</p>\n" : ""
    return
      "\(subheading("Told and out"))\n\(count)<table>\n<tr>\(heads)</tr>\n\(rows.joined(separator: "\n"))\n</table>"
  }

  /// What the changes made of it.
  private var whatIfs: String {
    let parts = run.branches.indices.dropFirst().map { index -> String in
      var branch = run
      branch.choose(branch: index)
      var parent = run
      parent.choose(branch: run.branches[index].parent ?? 0)
      let sentences = Consequences(of: branch.recording, comparedWith: parent.recording).sentences
      let name = index <= Self.onPaper.branches ? "" : " class=\"more\""
      return "<div\(name)><p><strong>\(Markup.escaped(Self.words(for: run.branches[index])))</strong></p>"
        + sentences.enumerated().map { place, sentence in
          "<p\(place < Self.onPaper.sentences ? "" : " class=\"more\"")>\(Markup.escaped(sentence))</p>"
        }.joined() + "</div>"
    }
    return parts.isEmpty ? "" : "\(subheading("What if"))\n\(parts.joined(separator: "\n"))"
  }

  private var words: String {
    let last = place?.until?.position ?? recording.count
    let known = last < recording.count ? Recording(recording.log.prefix(last)) : recording
    let lines = PlainText.lines(of: known).prefix(2_000)
    let items = lines.map { "<tr><td>\($0.time)</td><td>\(Markup.escaped($0.text))</td></tr>" }
    return """
      <details class="words"><summary>Every event in words</summary>
      <table>\(items.joined(separator: "\n"))</table>
      </details>
      """
  }

  /// The size of letters with which two pictures fit on a page of paper, in points and tenths of these.
  static func points(for size: Size) -> String {
    let tenths = min(82, 5_000 * 100 / (size.columns * 61), 3_000 * 100 / (size.rows * 125))
    return "\(tenths / 10).\(tenths % 10)"
  }
}
