/// One thing that is measured, and what it is compared with.
struct Comparison {
  /// Somebody else's way of doing the same.
  struct Other {
    var label: String
    /// The ratio that is aimed at: ours is to take at most so many times as long. None: the ratio is only reported.
    var aim: Double?
    /// The figure per operation.
    var measure: () async throws -> Double
  }

  var what: String
  var unit = "ns"
  /// How many pairs are measured.
  var pairs = 15
  /// Our figure per operation.
  var ours: () async throws -> Double
  var others: [Other]
}

/// How one comparison went.
struct Ratio {
  var what: String
  var unit: String
  var ours: Double
  var label: String
  var theirs: Double
  var aim: Double?
  /// The quotients of the pairs, ascending.
  var quotients: [Double]

  var median: Double { quotients[quotients.count / 2] }
  var spread: ClosedRange<Double> { quotients[quotients.count / 4]...quotients[quotients.count * 3 / 4] }
}

extension Comparison {
  /// Measures ours and each of the others in turn, again and again. A ratio is made from neighbours in time only, so
  /// that a machine that gets slower half-way changes nothing.
  func run() async throws -> [Ratio] {
    _ = try await ours()
    for other in others { _ = try await other.measure() }
    var own: [Double] = []
    var figures = others.map { _ in [Double]() }
    var quotients = figures
    for pair in 0..<pairs {
      for (index, other) in others.enumerated() {
        // Neither side always comes second.
        var our = 0.0
        if pair.isMultiple(of: 2) { our = try await ours() }
        let their = try await other.measure()
        if !pair.isMultiple(of: 2) { our = try await ours() }
        own.append(our)
        figures[index].append(their)
        quotients[index].append(our / their)
      }
      if others.isEmpty { own.append(try await ours()) }
    }
    return others.indices.map { index in
      Ratio(
        what: what, unit: unit, ours: own.sorted()[own.count / 2], label: others[index].label,
        theirs: figures[index].sorted()[pairs / 2], aim: others[index].aim, quotients: quotients[index].sorted())
    }
  }
}
