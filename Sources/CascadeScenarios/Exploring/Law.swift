import Cascade
import CascadeText
import CascadeTrace

/// What should hold in every run of a scenario: claims about how a run ends, joined by `and`, `or` and `not`.
///
///     wait = none or kept = first failure
///     not (audit-log out > 2s)
package indirect enum Law: Hashable, Sendable {
  case claim(Claim)
  case not(Law)
  case all([Law])
  case any([Law])

  /// One comparison of something that a run did with a value.
  package struct Claim: Hashable, Sendable {
    package var subject: Subject
    package var relation: Relation
    package var value: Fact
    /// As it was written, without spaces at its ends.
    package var text: String
  }

  /// What a claim is about.
  package enum Subject: Hashable, Sendable {
    /// The error that the wait for the outermost group returns.
    case wait
    /// When it returns, since the start of the run.
    case waitTime
    /// The cause that the outermost group's context has just after that.
    case cause
    /// The task whose error the outermost group keeps.
    case kept
    /// The longest time that a task takes from being told to being out.
    case slowest
    /// How many tasks are still inside when wait returns.
    case left
    /// The work that was done after the first cause and is of no use.
    case wasted
    /// How many tasks fail with an error of their own.
    case failed
    /// How long wait goes on after the first of these failures.
    case waitAfter
    /// One task, by its path in files.
    case task(String, Aspect)
  }

  /// What a claim says of a task.
  package enum Aspect: String, Hashable, Sendable, CaseIterable {
    case outcome, told, out, error
  }

  package enum Relation: String, Hashable, Sendable, CaseIterable {
    case atMost = "<="
    case atLeast = ">="
    case unequal = "!="
    case equal = "="
    case less = "<"
    case more = ">"
  }

  /// Something that a run did, and what a claim compares it with.
  package enum Fact: Hashable, Sendable {
    /// There is none: no error, no cause, never told.
    case none
    /// Wait never returns.
    case never
    case text(String)
    case time(Duration)
    case count(Int)
    case outcome(TaskOutcome)
    /// A task, by its path in files.
    case task(String)
    /// The task that failed first in the run with an error of its own.
    case firstFailure
  }
}

extension Law {
  /// Its claims, in the order in which they were written.
  package var claims: [Claim] {
    switch self {
    case .claim(let claim): [claim]
    case .not(let law): law.claims
    case .all(let laws), .any(let laws): laws.flatMap(\.claims)
    }
  }
}

extension Law.Fact {
  /// Safe to print.
  package var words: String {
    switch self {
    case .none: "none"
    case .never: "never"
    case .text(let text): SafeText.quoted(text)
    case .time(let time): time.inWords
    case .count(let count): "\(count)"
    case .outcome(let outcome): outcome.rawValue
    case .task(let path): SafeText.make(path)
    case .firstFailure: "the first failure"
    }
  }
}

/// What a challenge is about: a law that the run as it is written breaks, and that is to hold after so many changes.
package struct Goal: Hashable, Sendable {
  /// The goal in words.
  package var say: String
  package var law: Law
  /// How many changes may be made; each intervention, option or seed is one.
  package var moves: Int
  /// Where the file says so.
  package var place: Place?

  package init(say: String, law: Law, moves: Int, place: Place? = nil) {
    self.say = say
    self.law = law
    self.moves = moves
    self.place = place
  }
}
