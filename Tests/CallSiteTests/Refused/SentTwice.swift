import Cascade

nonisolated final class Scratch {
  var count = 0
}

nonisolated func sentTwice(_ group: ErrGroup) async {
  let scratch = Scratch()
  group.tryGo { _ in scratch.count += 1 }  // refused
  group.tryGo { _ in scratch.count += 1 }
}
