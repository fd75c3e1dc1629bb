import Synchronization

/// The path of a context, a group or a task in its run: the names from the root down, with `#2`, `#3` … behind one that
/// was taken. It is spelled only when it is read. Empty where the run isn't observed, and for its outermost code.
struct Path: Sendable, CustomStringConvertible {
  /// None for the empty one.
  let place: NamedPlace?

  static let empty = Path(nil)

  init(_ place: NamedPlace?) {
    self.place = place
  }

  /// A bare name, of something that isn't observed.
  init(_ name: String) {
    self.init(NamedPlace(name, ordinal: 1, below: NamedPlace.nowhere, run: NamedPlace.nowhere.run))
  }

  var isEmpty: Bool { place == nil }

  /// - Complexity: O(length of the path).
  var text: String { place?.text ?? "" }

  var description: String { text }
}

/// What a name belongs to, and how often names have been used below it. It lives as long as what it names, or anything
/// named below it: what is kept for the events' sake is the recorder's.
///
/// Sendable because `number` and `uses` are touched only under the lock of the run's recorder, and `owner` changes only
/// in a deinit; the rest is constant.
class NamedPlace: @unchecked Sendable {
  /// The next place on the way up; none for the root of the run.
  private(set) final var owner: NamedPlace?
  final let name: String
  /// The how-manyeth of this name below its owner.
  final let ordinal: Int
  private final var uses: NameUses?
  /// The recorder of the run.
  final let run: UInt32
  /// The number of the path in the recorder's list, once it is there.
  @exclusivity(unchecked) final var number: UInt32 = 0

  init(_ name: String, ordinal: Int, below owner: NamedPlace?, run: UInt32) {
    self.owner = owner
    self.name = name
    self.ordinal = ordinal
    self.run = run
  }

  deinit {
    // One after the other: places may be deep.
    guard var place = owner.take() else { return }
    while isKnownUniquelyReferenced(&place), let next = place.owner.take() { place = next }
  }

  final var isRoot: Bool { owner == nil }

  /// The path down to here.
  ///
  /// - Complexity: O(length of the path).
  var text: String {
    // From the end to the beginning, without recursion.
    var names: [String] = []
    var place = self
    while let owner = place.owner {
      names.append(Self.spell(place.name, place.ordinal))
      place = owner
    }
    return names.count == 1 ? names[0] : names.reversed().joined(separator: "/")
  }

  /// One step of a path: the name, and its number unless it is the first.
  static func spell(_ name: String, _ ordinal: Int) -> String {
    ordinal == 1 ? name : name + "#" + String(ordinal)
  }

  /// How often names have been used below this place. Under the recorder's lock.
  final var nameUses: NameUses {
    if let uses { return uses }
    let new = NameUses()
    uses = new
    return new
  }

  /// Where names lie that are in no run.
  static let nowhere = NamedPlace("", ordinal: 1, below: nil, run: 0)

  private static let runs = Atomic<UInt32>(0)

  /// A number for one more run.
  static func nextRun() -> UInt32 { runs.add(1, ordering: .relaxed).newValue }
}

/// One whose path is read so often that it is spelled once.
///
/// Sendable because its text is constant.
final class SpelledPlace: NamedPlace, @unchecked Sendable {
  private let spelled: String

  init(_ name: String, ordinal: Int, below owner: NamedPlace) {
    let above = owner.text
    let step = Self.spell(name, ordinal)
    spelled = above.isEmpty ? step : above + "/" + step
    super.init(name, ordinal: ordinal, below: owner, run: owner.run)
  }

  override var text: String { spelled }
}

/// How often each name has been used below one owner.
///
/// While the recorder has room, every name is remembered: there are no more of them than events. Of one that goes on for
/// months after that, only so many are; a name beyond those gets a number of its own, which no other name of the run has.
final class NameUses {
  /// How many names are remembered when nothing is recorded any more.
  static let limit = 1_000

  @exclusivity(unchecked) private var last = ""
  @exclusivity(unchecked) private var countOfLast = 0
  @exclusivity(unchecked) private var others: [String: Int] = [:]
  /// So many numbers, from 0, have been used as names, each once, and aren't remembered otherwise.
  @exclusivity(unchecked) private var indices = 0
  /// Whether a number beyond those has been used as a name.
  @exclusivity(unchecked) private var hasOtherNumbers = false

  /// How often the index has been used as a name, with this time. As long as indices come in order, as those of tasks do,
  /// none is remembered by itself.
  ///
  /// - Complexity: O(1).
  func use(index: Int, isRecorded: Bool, spare: inout Int) -> Int {
    guard index == indices, !hasOtherNumbers else {
      return use(String(index), isRecorded: isRecorded, spare: &spare)
    }
    indices += 1
    return 1
  }

  /// Whether the name has been used as an index.
  private func isUsed(asIndex name: String) -> Bool {
    guard let first = name.utf8.first, (0x30...0x39).contains(first), let number = Int(name), String(number) == name
    else { return false }
    if number < indices { return true }
    hasOtherNumbers = true
    return false
  }

  /// How often the name has been used, with this time.
  ///
  /// - Parameters:
  ///   - isRecorded: Whether the recorder has room.
  ///   - spare: Counts the names that aren't remembered, in the whole run.
  /// - Complexity: O(1).
  func use(_ name: String, isRecorded: Bool, spare: inout Int) -> Int {
    // Most owners see the same name again and again.
    if countOfLast > 0, last == name {
      countOfLast += 1
      return countOfLast
    }
    var count = others[name]
    if count == nil, !isRecorded, others.count >= Self.limit {
      spare += 1
      return spare + 1
    }
    if countOfLast > 0 { others[last] = countOfLast }
    count = (count ?? (isUsed(asIndex: name) ? 1 : 0)) + 1
    last = name
    countOfLast = count ?? 1
    return countOfLast
  }

  /// How many names are remembered.
  var count: Int { others.count + (countOfLast > 0 && others[last] == nil ? 1 : 0) }
}
