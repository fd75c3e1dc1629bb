import CascadeTerminal
import Testing

@testable import CascadeUI

extension Stage {
  /// The spots of a kind, from top to bottom, each with its first cell.
  func places(_ isWanted: (Spot) -> Bool) -> [(hit: Hit, point: Point)] {
    let canvas = canvas
    var found: [(hit: Hit, point: Point)] = []
    for y in 0..<size.rows {
      for x in 0..<size.columns {
        guard let hit = canvas.hit(at: Point(x: x, y: y)), isWanted(hit.spot), found.last?.hit != hit,
          !found.contains(where: { $0.hit == hit })
        else { continue }
        found.append((hit, Point(x: x, y: y)))
      }
    }
    return found
  }

  mutating func mouse(_ action: MouseEvent.Action, x: Int, y: Int) {
    let point = Point(x: x, y: y)
    send(.pointed(MouseEvent(action, at: point), canvas.hit(at: point)))
  }

  /// Clicks where a text stands.
  mutating func click(_ text: String) throws {
    let point = try #require(place(of: text))
    mouse(.press(.left), x: point.x, y: point.y)
  }

  mutating func wheel(_ direction: MouseEvent.Direction, over text: String) throws {
    let point = try #require(place(of: text))
    mouse(.wheel(direction), x: point.x, y: point.y)
  }

  private func place(of text: String) -> Point? {
    for (y, line) in canvas.lines.enumerated() {
      if let range = line.firstRange(of: text) {
        return Point(x: line.distance(from: line.startIndex, to: range.lowerBound), y: y)
      }
    }
    return nil
  }
}
