import CascadeNarration
import CascadeText
import CascadeTrace

/// The dialog that chooses the two sides.
extension Model {
  mutating func openSides() -> [Effect] {
    guard let watch, !refusesToCompare() else { return [] }
    if comparing == nil || screen != .compare {
      let effects = compareAsUsual()
      guard let comparing else { return effects }
      dialog = .sides(chooser(comparing, watch))
      return effects
    }
    if let comparing { dialog = .sides(chooser(comparing, watch)) }
    return []
  }

  mutating func performInSides(_ chooser: SideChooser, _ command: Command, count: Int) -> [Effect] {
    var chooser = chooser
    if let field = chooser.field {
      guard command == .accept else { return [] }
      chooser.field = nil
      if let problem = take(field.text, for: &chooser) {
        status = problem
        chooser.field = field
      }
      dialog = .sides(chooser)
      return []
    }
    switch command {
    case .selectNext: chooser.select(by: count)
    case .selectPrevious: chooser.select(by: -count)
    case .start: chooser.select(by: -chooser.offers.count)
    case .end: chooser.select(by: chooser.offers.count)
    case .takeAsA: take(.a, &chooser)
    case .takeAsB: take(.b, &chooser)
    case .accept:
      if chooser.a == comparing?.a, chooser.b == comparing?.b {
        guard chooser.selected == 0 else {
          let (a, b) = (keyMap.firstName(of: .takeAsA, in: .sides), keyMap.firstName(of: .takeAsB, in: .sides))
          status = "Nothing is chosen so far: \(a) takes this line as side A, \(b) as side B."
          return []
        }
        dialog = nil
        return []
      }
      return compare(chooser.a, chooser.b)
    default: return []
    }
    dialog = .sides(chooser)
    return []
  }

  private func take(_ letter: SideChooser.Letter, _ chooser: inout SideChooser) {
    guard chooser.offers.indices.contains(chooser.selected) else { return }
    chooser.fieldLetter = letter
    switch chooser.offers[chooser.selected] {
    case .side(let side): chooser.set(letter, side)
    case .seed: chooser.field = TextField(label: "Seed, a whole number")
    case .limit: chooser.field = TextField(label: "Limit, how many tasks may run at once")
    case .file:
      chooser.field = TextField(
        label: "File with events, as cascade run --json prints them", limit: TextField.pathLimit)
    }
  }

  /// Takes what was typed.
  /// - Returns: words for what can't be.
  private func take(_ text: String, for chooser: inout SideChooser) -> String? {
    let words = text.trimming
    switch chooser.offers[chooser.selected] {
    case .side: return nil
    case .seed:
      guard let seed = UInt64(words) else { return "\(SafeText.quoted(words)) is no whole number." }
      chooser.set(chooser.fieldLetter, variation(.seed(seed), name: "seed \(seed)"))
    case .limit:
      guard let limit = Int(words), limit > 0 else { return "A limit is a whole number from 1." }
      guard let group = watch?.recording.latestState.outermostGroup else { return "There is no group." }
      chooser.set(
        chooser.fieldLetter, variation(.option(OptionChange(group.id, .limit(limit))), name: "limit \(limit)"))
    case .file:
      guard !words.isEmpty else { return "Type the path of a file." }
      chooser.set(chooser.fieldLetter, CompareSide(file: words))
    }
    return nil
  }

  private func variation(_ change: Variation.Change, name: String) -> CompareSide {
    let base = watch?.branches.branch.variation ?? .none
    return CompareSide(.variation(base.adding(change)), name: name)
  }

  private func chooser(_ comparing: Comparing, _ watch: Watch) -> SideChooser {
    let group = runs.recording(of: .none)?.latestState.outermostGroup
    let own = group?.policy ?? "the file"
    var offers: [SideChooser.Offer] = [.side(CompareSide(.variation(.none), name: own))]
    offers += watch.branches.all.indices.dropFirst().map { .side(side(ofBranch: $0)) }
    if let group {
      offers += KindWords.all.filter { $0 != own }.map { kind in
        let change = Variation.Change.option(OptionChange(group.id, .kind(kind)))
        return .side(CompareSide(.variation(Variation([change])), name: kind))
      }
    }
    offers += [.seed, .limit]
    offers += recordings.keys.sorted().map { .side(CompareSide(file: $0)) }
    offers.append(.file)
    return SideChooser(offers: offers, a: comparing.a, b: comparing.b)
  }
}

extension String {
  /// Without blanks at both ends.
  fileprivate var trimming: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
