import CNcurses
import CascadeTerminal

/// What the keys send according to the description of the terminal that is open.
func describedKeySequences() -> [(bytes: [UInt8], key: Key)] {
  var capabilities: [(name: String, key: Key)] = [
    ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("kpp", .pageUp), ("knp", .pageDown),
    ("khome", .home), ("kend", .end), ("kent", .enter), ("kcbt", .backTab), ("kdch1", .delete), ("kich1", .insert),
  ]
  capabilities += (1...12).map { ("kf\($0)", .function($0)) }
  return capabilities.compactMap { name, key in
    cn_key_sequence(name).map { (Array(String(cString: $0).utf8), key) }
  }
}
