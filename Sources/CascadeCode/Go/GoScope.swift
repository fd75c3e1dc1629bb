/// What names mean at one place of a Go program.
struct GoScope {
  /// The context that code here listens to.
  var context: String
  /// The context of the innermost group, and the one that it was made from.
  var groupContext = "ctx"
  var parentContext = "ctx"
  /// The variable of the innermost group.
  var group = "g"
  /// The channel of slots of a wait group with a limit, if it has one.
  var slots: String?
  var isWaitGroup = false
  /// The instant at which the innermost group was opened, where somebody asks.
  var opened = ""
  /// The channel that is closed when everybody here is asked to finish, if anybody may ask.
  var asked: String?
  /// Whether `ctx` is a parameter of the function that we are in, so that it can't be declared again.
  var ownsContext = true
}
