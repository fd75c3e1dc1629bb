/// What the mouse did, and where.
package struct MouseEvent: Hashable, Sendable {
  package enum Button: Hashable, Sendable {
    case left, right
  }

  package enum Direction: Hashable, Sendable {
    case up, down, left, right
  }

  package enum Action: Hashable, Sendable {
    case press(Button)
    /// Moved to another cell with the left button down.
    case drag
    case release
    case wheel(Direction)
  }

  package var action: Action
  /// The cell, which may lie outside of the screen.
  package var point: Point

  package init(_ action: Action, at point: Point) {
    self.action = action
    self.point = point
  }
}

extension MouseEvent {
  /// No screen has more columns or rows.
  private static let farthest = 9_999

  /// What a terminal reports as numbers.
  ///
  /// With a modifier a mouse belongs to the terminal: Shift with a drag selects text there. So do its other buttons.
  ///
  /// - Parameters:
  ///   - code: the button, with a bit for each modifier, for motion and for the wheel.
  ///   - column: from 1.
  ///   - row: from 1.
  ///   - isRelease: whether the report says so; old forms have a button for it.
  /// - Returns: nil for what means nothing to a program.
  init?(code: Int, column: Int, row: Int, isRelease: Bool = false) {
    guard (0..<128).contains(code), (1...Self.farthest).contains(column), (1...Self.farthest).contains(row) else {
      return nil
    }
    point = Point(x: column - 1, y: row - 1)
    let (button, hasModifier) = (code & 3, code & 0b1_1100 != 0)
    let (isMotion, isWheel) = (code & 32 != 0, code & 64 != 0)
    switch (isWheel, isMotion) {
    case (false, false) where isRelease || button == 3: action = .release
    case _ where hasModifier || isRelease: return nil
    case (true, true): return nil
    case (true, false): action = .wheel([.up, .down, .left, .right][button])
    case (false, true):
      guard button == 0 else { return nil }
      action = .drag
    case (false, false):
      guard button != 1 else { return nil }
      action = .press(button == 0 ? .left : .right)
    }
  }

  /// From the parameters of a control sequence that ends with `M` or `m`: `<0;10;5` is the form of mode 1006, `32;10;5` that
  /// of mode 1015, whose button counts from 32 as in the oldest form.
  init?(parameters: ArraySlice<UInt8>, isRelease: Bool) {
    let isExact = parameters.first == UInt8(ascii: "<")
    let numbers = parameters.dropFirst(isExact ? 1 : 0).split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    // Digits alone: a number can be written with a sign, too.
    let values = numbers.compactMap { digits in
      digits.allSatisfy { (0x30...0x39).contains($0) } ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }
    guard numbers.count == 3, values.count == 3, isExact || !isRelease else { return nil }
    self.init(code: values[0] - (isExact ? 0 : 32), column: values[1], row: values[2], isRelease: isRelease)
  }
}

/// The oldest form of a report, `ESC [ M` and three characters after it: bytes, or in mode 1005 characters of UTF-8. The grammar of
/// control sequences doesn't know it.
enum OldMouseReport: Hashable {
  /// So many bytes, and what they mean, if anything.
  case whole(MouseEvent?, length: Int)
  case incomplete

  /// - Parameter data: what follows `ESC [ M`.
  init(_ data: ArraySlice<UInt8>) {
    var values: [Int] = []
    var rest = data
    while values.count < 3 {
      guard let first = rest.first else {
        self = .incomplete
        return
      }
      // A place beyond the largest number is sent as 0. Any other control breaks it off, and is read on its own.
      guard first == 0 || first >= 0x20 else {
        self = .whole(nil, length: data.count - rest.count)
        return
      }
      let second = rest.dropFirst().first
      if (0xC2...0xDF).contains(first), second.map({ $0 & 0xC0 == 0x80 }) ?? true {
        guard let second else {
          self = .incomplete
          return
        }
        values.append(Int(first & 0x1F) << 6 | Int(second & 0x3F))
        rest = rest.dropFirst(2)
      } else {
        values.append(Int(first))
        rest = rest.dropFirst()
      }
    }
    self = .whole(
      MouseEvent(code: values[0] - 32, column: values[1] - 32, row: values[2] - 32), length: data.count - rest.count)
  }
}
