public import Synchronization

/// Whether a context is over, and what tells its end: one word, which may be read without a lock.
///
/// It is written once, under the tree's lock; after that only ``record(_:)`` changes it, which is free to race.
@usableFromInline
struct EndState: ~Copyable, Sendable {
  /// 0 while the context lives; then ``plain``, or the address of the ``CancellationRecord``: one that this word holds,
  /// or, with ``isShared`` added, one that lives for ever.
  @usableFromInline let word = Atomic<UInt>(0)

  /// The lowest bit, which no address has.
  private static let isShared: UInt = 1
  /// The end is told by a ``PlainEnd``, which is kept elsewhere.
  private static let plain: UInt = 2
  private static let quiet = UInt(bitPattern: Unmanaged.passUnretained(CancellationRecord.ended).toOpaque()) | isShared

  deinit {
    let bits = word.load(ordering: .relaxed)
    if bits & Self.isShared == 0, bits != Self.plain { Self.held(bits)?.release() }
  }

  /// Whether the context is over. One atomic load.
  @inlinable var isOver: Bool { word.load(ordering: .acquiring) != 0 }

  /// Whether it ended with its task, which returned.
  var isQuiet: Bool { word.load(ordering: .acquiring) == Self.quiet }

  /// Why the context is over, if it is.
  ///
  /// - Parameter plainEnd: Called where the end is a plain one that has no record yet. The first caller makes the record
  ///   for all.
  func record(_ plainEnd: () -> PlainEnd) -> CancellationRecord? {
    let bits = word.load(ordering: .acquiring)
    if bits == Self.plain { return spellOut(plainEnd()) }
    return Self.held(bits & ~Self.isShared)?.takeUnretainedValue()
  }

  private func spellOut(_ end: PlainEnd) -> CancellationRecord? {
    let record = Unmanaged.passRetained(CancellationRecord.of(end))
    let (exchanged, found) = word.compareExchange(
      expected: Self.plain, desired: UInt(bitPattern: record.toOpaque()), ordering: .acquiringAndReleasing)
    if exchanged { return record.takeUnretainedValue() }
    record.release()
    return Self.held(found)?.takeUnretainedValue()
  }

  private static func held(_ bits: UInt) -> Unmanaged<CancellationRecord>? {
    UnsafeRawPointer(bitPattern: bits).map { .fromOpaque($0) }
  }

  /// The context ends with this record, which the word holds from now on.
  func end(_ record: CancellationRecord) {
    word.store(UInt(bitPattern: Unmanaged.passRetained(record).toOpaque()), ordering: .releasing)
  }

  /// The context ends with what the caller of ``record(_:)`` hands in.
  func endPlainly() {
    word.store(Self.plain, ordering: .releasing)
  }

  /// The context lives again, as a new one. Only while no other code has it, and where it ended quietly.
  func beginAnew() {
    word.store(0, ordering: .relaxed)
  }

  /// The context ends with its task, which returned: ``CancellationRecord/ended``.
  func endQuietly() {
    word.store(Self.quiet, ordering: .releasing)
  }
}
