import Cascade

nonisolated final class Scratch {
  var count = 0
}

nonisolated func usedAfterSending(_ group: ErrGroup) async {
  let scratch = Scratch()
  await group.go { _ in scratch.count += 1 }  // refused
  scratch.count += 1
}
