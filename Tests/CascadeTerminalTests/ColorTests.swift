import CascadeTerminal
import Testing

@Suite struct ColorTests {
  @Test(arguments: ColorDepth.allCases)
  func everyColorBecomesOneTheTerminalHas(depth: ColorDepth) {
    for index in UInt8.min...UInt8.max {
      switch Color.palette(index).reduced(to: depth) {
      case .default: #expect(depth == .none)
      case .palette(let reduced): #expect(Int(reduced) < depth.rawValue)
      }
    }
    #expect(Color.default.reduced(to: depth) == .default)
  }

  @Test(arguments: [(196, 9, 1), (46, 10, 2), (226, 11, 3), (21, 4, 4), (231, 15, 7), (16, 0, 0), (244, 8, 7)])
  func theNearestIsTaken(index: UInt8, ofSixteen: UInt8, ofEight: UInt8) {
    #expect(Color.palette(index).reduced(to: .full) == .palette(index))
    #expect(Color.palette(index).reduced(to: .sixteen) == .palette(ofSixteen))
    #expect(Color.palette(index).reduced(to: .eight) == .palette(ofEight))
  }
}
