/// A key as a program wants to know it.
package enum Key: Hashable, Sendable {
  /// A key that types something, the space bar included.
  case character(Character)
  /// Control with a letter (lower case) or with one of `@ [ \ ] ^ _`. What has a key of its own comes as that:
  /// Tab for control I, Enter for control M and J, Backspace for control H, Escape for control `[`.
  case control(Character)
  case up, down, left, right
  case pageUp, pageDown, home, end
  case enter, escape, tab, backTab
  case backspace, delete, insert
  /// F1 is 1.
  case function(Int)
}
