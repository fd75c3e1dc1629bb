/// The candidate that is closest to a mistyped word; none where nothing is close.
///
/// Case, `_` and spaces don't count. Of equally close ones the first wins.
package func closest(to word: String, in candidates: some Sequence<String>) -> String? {
  let longest = 64
  let wanted = folded(word)
  guard !wanted.isEmpty, wanted.count <= longest else { return nil }
  let tolerance = max(1, wanted.count / 3)
  var best: (candidate: String, distance: Int)?
  for candidate in candidates.prefix(1_000) {
    let other = folded(candidate)
    guard abs(other.count - wanted.count) <= tolerance else { continue }
    let distance = editDistance(wanted, other)
    if distance <= tolerance, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best.map { escaped($0.candidate) }
}

private func folded(_ word: String) -> [Unicode.Scalar] {
  word.lowercased().unicodeScalars.map { $0 == "_" || $0 == " " ? "-" : $0 }
}

/// How many insertions, deletions, replacements and swaps of neighbours lead from one word to the other.
func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
  guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
  var beforeLast: [Int] = []
  var last = Array(0...second.count)
  for i in first.indices {
    var row = [i + 1]
    for j in second.indices {
      let replacing = last[j] + (first[i] == second[j] ? 0 : 1)
      var least = min(replacing, last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
        least = min(least, beforeLast[j - 1] + 1)
      }
      row.append(least)
    }
    (beforeLast, last) = (last, row)
  }
  return last[second.count]
}
