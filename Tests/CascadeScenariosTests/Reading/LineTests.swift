import Testing

@testable import CascadeScenarios

@Suite struct LineTests {
  private let tick = Duration.milliseconds(50)

  @Test(
    arguments: [
      ("|", 0, [.finish]),
      ("---|", 0, [.work(.milliseconds(150), listens: true), .finish]),
      ("..-|", 2, [.work(.milliseconds(50), listens: true), .finish]),
      (
        "--===-|", 0,
        [
          .work(.milliseconds(100), listens: true), .work(.milliseconds(150), listens: false),
          .work(.milliseconds(50), listens: true), .finish,
        ]
      ),
      ("-^ 503 from orders", 0, [.work(.milliseconds(50), listens: true), .fail("503 from orders")]),
      ("^503", 0, [.fail("503")]),
      ("! index out of range  ", 0, [.panic("index out of range")]),
      (
        "-;-|", 0,
        [
          .work(.milliseconds(50), listens: true), .cancel(cause: nil), .work(.milliseconds(50), listens: true),
          .finish,
        ]
      ),
      ("^ a|b ^ c", 0, [.fail("a|b ^ c")]),
      (">", 0, [.wait(.told)]),
      ("--<", 0, [.rounds(Rounds(steps: [.work(.milliseconds(100), listens: true)]))]),
      (".-> ", 1, [.work(.milliseconds(50), listens: true), .wait(.told)]),
      ("-|  ", 0, [.work(.milliseconds(50), listens: true), .finish]),
    ] as [(String, Int, [Step])])
  func `turns marks into steps`(text: String, dots: Int, steps: [Step]) throws {
    let line = try LineText(text, tick: tick)
    #expect(line.dots == dots)
    #expect(line.steps == steps)
  }

  @Test(arguments: [
    ("--x", 2), ("-- |", 2), ("--", 2), ("", 0), ("-.", 1), ("-|-", 2), ("-^", 1), ("-!  ", 1), ("->-", 2), ("> |", 2),
    ("<", 0), ("-<-", 2),
    ("🙂|", 0),
  ])
  func `points at the mark that is wrong`(text: String, offset: Int) {
    #expect { try LineText(text, tick: tick) } throws: { ($0 as? LineText.Refusal)?.offset == offset }
  }
}
