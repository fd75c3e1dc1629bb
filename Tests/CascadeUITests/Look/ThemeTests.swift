import CascadeTerminal
import Testing

@testable import CascadeUI

/// The colours of the picture can be told apart by everybody, and read.
@Suite struct ThemeTests {
  /// The seven that mean something.
  private static let meanings: [Paint] = [.cause, .told, .deaf, .out, .running, .done, .wait]

  /// What stands as words or thin lines on the terminal's own background.
  private static let texts: [Paint] = meanings + [.text, .strong, .faint, .asked, .lost]

  /// What is written on the ground of an area.
  private static let areas: [Paint] = [
    .causeArea, .causeLine, .toldArea, .flash, .deafArea, .outArea, .runningArea, .doneArea, .waitArea, .panel,
    .panelStrong, .clock, .askedOnRunning, .askedOnDone,
  ]

  @Test(arguments: Theme.allCases, Eyes.allCases)
  func theSevenMeaningsAreFarApart(_ theme: Theme, _ eyes: Eyes) throws {
    let palette = Palette(theme: theme, depth: .full)
    let colours = try Self.meanings.map { Lab(eyes.see(try colour(palette[$0].foreground))) }
    for (index, one) in colours.enumerated() {
      for (offset, other) in colours[(index + 1)...].enumerated() {
        let distance = one.distance(to: other)
        #expect(distance >= 12, "\(Self.meanings[index]) and \(Self.meanings[index + 1 + offset]): \(distance)")
      }
    }
  }

  @Test(arguments: Theme.allCases, texts)
  func wordsCanBeReadOnTheBackground(_ theme: Theme, _ paint: Paint) throws {
    let style = Palette(theme: theme, depth: .full)[paint]
    #expect(style.background == .default)
    let contrast = contrast(try colour(style.foreground).luminance, theme == .dark ? 0 : 1)
    #expect(contrast >= 4.5, "\(contrast)")
  }

  @Test(arguments: Theme.allCases, areas)
  func wordsCanBeReadOnAreas(_ theme: Theme, _ paint: Paint) throws {
    let style = Palette(theme: theme, depth: .full)[paint]
    let contrast = contrast(try colour(style.foreground).luminance, try colour(style.background).luminance)
    #expect(contrast >= 4, "\(contrast)")
  }

  /// Red is the cause, its line, and what it cost: nothing else has that colour, however few there are.
  @Test(arguments: Theme.allCases, [ColorDepth.full, .sixteen, .eight])
  func redIsTheCauseAlone(_ theme: Theme, _ depth: ColorDepth) {
    let palette = Palette(theme: theme, depth: depth)
    let reds = Set([palette[.cause].foreground, palette[.causeArea].background, palette[.causeLine].background])
    for paint in Paint.allCases where ![.cause, .causeArea, .causeLine, .lost].contains(paint) {
      #expect(!reds.contains(palette[paint].foreground), "\(paint)")
      #expect(!reds.contains(palette[paint].background), "\(paint)")
    }
  }

  /// Where there are few colours what ran is a line: no area may beat the cause's.
  @Test(arguments: Theme.allCases, [ColorDepth.full, .sixteen, .eight, .none])
  func withFewColoursRunningAndDoneAreLines(_ theme: Theme, _ depth: ColorDepth) throws {
    let appearance = PictureAppearance(charset: .unicode, theme: theme, depth: depth)
    for fill in [LaneFill.running, .done] {
      for height in 1...3 {
        let cell = try #require(fill.cell(row: 0, height: height, appearance: appearance))
        let isArea = cell.style.background != .default || cell.style.attributes.contains(.reverse)
        #expect(isArea == (depth == .full && height > 1))
        #expect(cell.scalar == (depth == .full ? height == 1 ? "▄" : " " : "─"))
      }
    }
  }

  private func contrast(_ one: Double, _ other: Double) -> Double {
    (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }

  private func colour(_ colour: Color) throws -> LinearRGB {
    guard case .palette(let index) = colour else { throw NotInThePalette() }
    return LinearRGB(palette: Int(index))
  }

  private struct NotInThePalette: Error {}
}
