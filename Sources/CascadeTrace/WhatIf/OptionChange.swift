/// A group that is made with another option than its file says.
package struct OptionChange: Hashable, Sendable {
  /// The path of the group.
  package var group: String
  /// The option, with its other value. What a kind of group doesn't know is refused when the scenario is run.
  package var option: GroupSetting

  package init(_ group: String, _ option: GroupSetting) {
    self.group = group
    self.option = option
  }
}
