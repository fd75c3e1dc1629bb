import Cascade
import CascadeScenarios

/// What comes after a step in a Swift program.
enum SwiftEnding {
  case goesOn
  /// Nothing: the task returns.
  case ends
  /// The same, and the task returns so where the step is cut short, too.
  case endsQuietly

  var attempt: String { self == .endsQuietly ? "try?" : "try" }
}

/// Steps of a task that follow each other in a Swift program.
struct StepBlock {
  var steps: [(index: Int, step: Step)]
  /// Whether what cuts them short is caught around them.
  var isCaught = false

  /// Whether one of them may be late, which reads as if they were cut short.
  var mayBeLate: Bool { steps.contains { $0.step.withUncaught.contains(where: \.isTimed) } }

  /// Whether they may throw something besides.
  var mayThrowElse = false
}

/// What throws in a Swift program, and where that is caught.
extension SwiftProgram {
  /// The steps of a task that isn't tried again.
  func blocks(of steps: [Step], of plan: TaskPlan, in scope: SwiftScope) -> [StepBlock] {
    let last = steps.count - 1
    var rest = steps.reachable[...]
    var blocks: [StepBlock] = []
    while let first = rest.first {
      var count = 0
      if plan.catchesCancellation(else: scenario.onCancel),
        mayThrow(first.step, of: plan, in: scope, first.index == last)
      {
        // A group's error isn't the end of a step: what is caught around steps has no group in it.
        count = rest.prefix { $0.step.canBeCaught }.caughtCount(isDeaf: plan.isDeaf, last: last)
      }
      var block = StepBlock(steps: Array(rest.prefix(max(count, 1))), isCaught: count > 0)
      block.mayThrowElse = block.steps.contains { mayThrowElse($0.step, of: plan) }
      blocks.append(block)
      rest = rest.dropFirst(max(count, 1))
    }
    return blocks
  }

  /// Whether the last steps of a task need nothing around them, for what it does when they are cut short.
  func canBeStraight(_ block: StepBlock, of plan: TaskPlan) -> Bool {
    guard block.steps.count == 1, let step = block.steps.first?.step else { return false }
    let finishes = plan.onShutdown == .finish
    let isSilent = isSilent(plan)
    if step.isUntilTold {
      return switch plan.onCancel ?? scenario.onCancel {
      case .contextError, .success, .error: !finishes
      case .cause, .wrapped: false
      }
    }
    if case .work = step { return isSilent }
    if case .wait = step { return isSilent }
    if case .channel(.receive(_, count: 1, _)) = step { return isSilent }
    if case .channel(.send(_, count: 1, _)) = step { return isSilent && !mayPanic(step, of: plan) }
    return false
  }

  /// Whether a step may throw something besides the end of its context.
  func mayThrowElse(_ step: Step, of plan: TaskPlan?) -> Bool {
    step.withUncaught.contains { $0.traits.mayThrowElse || mayPanic($0, of: plan) }
  }

  /// Whether a task that is cut short returns, and that is all.
  func isSilent(_ plan: TaskPlan) -> Bool {
    plan.cleanup == .zero && (plan.onCancel ?? scenario.onCancel) == .success
  }

  /// Whether a task's code may throw.
  func mayThrow(_ plan: TaskPlan, in scope: SwiftScope) -> Bool {
    if plan.timeout != nil && plan.isTimed || plan.attempts.count > 1 { return true }
    return blocks(of: plan.attempts[0], of: plan, in: scope).contains { block in
      let isSwallowed = block.isCaught && (plan.onCancel ?? scenario.onCancel) == .success && !block.mayThrowElse
      return !isSwallowed
        && block.steps.contains { one in
          mayThrow(one.step, of: plan, in: scope, one.index == plan.attempts[0].count - 1)
        }
    }
  }

  /// Whether a step's code may throw.
  ///
  /// - Parameters:
  ///   - plan: The task; none for the caller of a group.
  ///   - isLast: Whether no step follows.
  func mayThrow(_ step: Step, of plan: TaskPlan?, in scope: SwiftScope, _ isLast: Bool = false) -> Bool {
    let isDeaf = plan?.isDeaf == true
    if case .work(_, let listens) = step { return listens && !isDeaf }
    if case .wait(let awaited) = step { return mayThrow(awaited, isDeaf: isDeaf, isLast) }
    if case .channel(let step) = step {
      return step.listens && !isDeaf || step.doesJobs || isThrowing(step)
        || step.each.contains { mayThrow($0, of: plan, in: scope) }
    }
    if case .attempt(let step) = step {
      if case .send = step.action, closesChannels { return true }
      return step.otherwise.contains { mayThrow($0, of: plan, in: scope) }
    }
    if case .handling(let step) = step { return step.otherwise.contains { mayThrow($0, of: plan, in: scope) } }
    if case .rounds(let rounds) = step {
      let looks = !isDeaf && (rounds.every != nil || rounds.times == nil && !rounds.listens)
      let steps = (rounds.repeatsSteps ? rounds.steps : []) + (rounds.last ?? [])
      return looks || steps.contains { mayThrow($0, of: plan, in: scope) }
    }
    if case .group(let group, let ignoreError) = step {
      // A handle is made by a call that throws.
      return !ignoreError || !group.kind.isSwift && group.isHandle(inSwiftGroup: scope.isInSwiftGroup)
    }
    return step.traits.mayThrowElse || step.traits.givesContextOn
  }

  /// The same for a wait. One for the first of several, or for a failure, is a call that throws.
  private func mayThrow(_ awaited: Awaited, isDeaf: Bool, _ isLast: Bool) -> Bool {
    if case .told = awaited { return isLast }
    if case .any = awaited { return true }
    if case .failure = awaited { return true }
    return !isDeaf
  }
}

extension GroupPlan {
  /// Whether a Swift program holds it by a name, and doesn't give it a closure.
  func isHandle(inSwiftGroup: Bool) -> Bool {
    !(hasOwnContext && isOverWithWait && (kind.isSwift || !inSwiftGroup))
  }
}

extension Rounds {
  /// Whether there are rounds of the usual kind.
  var repeatsSteps: Bool { times.map { $0 > (last == nil ? 0 : 1) } ?? true }
}

extension Step {
  /// Whether what cuts it short can be caught around it.
  fileprivate var canBeCaught: Bool {
    if case .rounds = self { return true }
    return nestedGroup == nil && !endsTask
  }
}

extension ArraySlice where Element == (index: Int, step: Step) {
  /// How many of the first have to be caught: up to the last one that can be cut short.
  fileprivate func caughtCount(isDeaf: Bool, last: Int) -> Int {
    lastIndex { $0.step.canBeCutShort(isDeaf: isDeaf) && ($0.index == last || !$0.step.isUntilTold) }
      .map { $0 - startIndex + 1 } ?? 0
  }
}
