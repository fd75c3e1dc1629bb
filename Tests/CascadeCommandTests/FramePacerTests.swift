import Testing

@testable import CascadeUI

/// A terminal that can't keep up gets fewer frames, and more again when it can.
@Suite struct FramePacerTests {
  @Test func atFullSpeedTheModelDecides() {
    var pacer = FramePacer()
    for frame in 0..<100 { pacer.frame(deferred: false, at: .milliseconds(33 * frame)) }
    #expect(pacer.shortest == .zero)
  }

  @Test func eachFrameThatHadToWaitHalvesTheRateDownToFive() {
    var pacer = FramePacer()
    var rates: [Duration] = []
    for frame in 0..<5 {
      pacer.frame(deferred: true, at: .milliseconds(33 * frame))
      rates.append(pacer.shortest)
    }
    #expect(rates == [66, 100, 200, 200, 200].map { .milliseconds($0) })
  }

  @Test func twoSecondsWithoutTroubleDoubleIt() {
    var pacer = FramePacer()
    for _ in 0..<3 { pacer.frame(deferred: true, at: .zero) }
    pacer.frame(deferred: false, at: .milliseconds(1999))
    #expect(pacer.shortest == .milliseconds(200))
    pacer.frame(deferred: false, at: .milliseconds(2000))
    #expect(pacer.shortest == .milliseconds(100))
    pacer.frame(deferred: false, at: .milliseconds(3000))
    #expect(pacer.shortest == .milliseconds(100))
    pacer.frame(deferred: false, at: .milliseconds(4000))
    pacer.frame(deferred: false, at: .milliseconds(6000))
    #expect(pacer.shortest == .zero)
  }
}
