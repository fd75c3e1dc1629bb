package import CascadeTrace

/// A format that a run can be exported in, as it is offered.
package struct ExportOffer: Hashable, Sendable {
  /// As it is called on the command line, too.
  package let name: String
  /// How the names of its files end, without the point.
  package let fileExtension: String
  /// What it is, in a few words.
  package let words: String
  /// Whether it is a picture of one moment, so that there can be one for each beat.
  package let isOfAMoment: Bool

  package init(name: String, fileExtension: String, words: String, isOfAMoment: Bool) {
    self.name = name
    self.fileExtension = fileExtension
    self.words = words
    self.isOfAMoment = isOfAMoment
  }

  /// What the file of a run is called that was opened under a name, without its extension: letters, digits, `-` and
  /// `_`, without the folders and the extension of the name.
  package static func fileName(for name: String) -> String {
    let file = name.split(separator: "/").last ?? ""
    let base = file.split(separator: ".").first ?? ""
    let safe = base.unicodeScalars.prefix(60).map { scalar -> Character in
      let isPlain =
        scalar == "-" || scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      return isPlain ? Character(scalar) : "-"
    }
    return safe.isEmpty ? "run" : String(safe)
  }
}

/// What is to be written, and where.
package struct ExportOrder: Hashable, Sendable {
  /// The name of the format.
  package var format: String
  package var path: String
  /// The moment that the cursor sees.
  package var moment: Cursor
  /// One file for each beat in place of one for the moment.
  package var everyBeat: Bool
  /// Whether a file that is there may be replaced.
  package var overwrites: Bool
}

/// What became of an order.
package enum ExportOutcome: Hashable, Sendable {
  /// It is there; words that say so.
  case written(String)
  /// There is such a file, and it wasn't to be replaced.
  case exists(path: String)
  /// It can't be, and why.
  case refused(String)
}
