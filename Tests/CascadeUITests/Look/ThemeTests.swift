import CascadeTerminal
import Testing

@testable import CascadeUI

/// The colours of states can be told apart by everybody, and read.
@Suite struct ThemeTests {
  private static let hues: [ColorRole] = [.pending, .running, .done, .failed, .cancelled]

  @Test(arguments: Theme.allCases, Eyes.allCases)
  func theHuesAreFarApart(_ theme: Theme, _ eyes: Eyes) throws {
    let colours = try Self.hues.map { Lab(eyes.see(try colour(of: $0, in: theme))) }
    for (index, one) in colours.enumerated() {
      for (offset, other) in colours[(index + 1)...].enumerated() {
        let distance = one.distance(to: other)
        #expect(distance >= 12, "\(Self.hues[index]) and \(Self.hues[index + 1 + offset]): \(distance)")
      }
    }
  }

  @Test(arguments: Theme.allCases, ColorRole.allCases)
  func theHuesCanBeRead(_ theme: Theme, _ role: ColorRole) throws {
    let background = theme == .dark ? 0.0 : 1.0
    let luminance = try colour(of: role, in: theme).luminance
    let contrast = (max(luminance, background) + 0.05) / (min(luminance, background) + 0.05)
    #expect(contrast >= 4.5, "\(contrast)")
  }

  private func colour(of role: ColorRole, in theme: Theme) throws -> LinearRGB {
    guard case .palette(let index) = theme.style(role, depth: .full).foreground else { throw NotInThePalette() }
    return LinearRGB(palette: Int(index))
  }

  private struct NotInThePalette: Error {}
}
