import CascadeTerminal
import CascadeUI
import Foundation
import Testing

@Suite struct LookTests {
  @Test
  func look() {
    let size = ProcessInfo.processInfo.environment["SIZE"]!.split(separator: "x").map { Int($0)! }
    let keys = ProcessInfo.processInfo.environment["KEYS"]!
    let run = ProcessInfo.processInfo.environment["RUN"] ?? "dashboard"
    let ascii = ProcessInfo.processInfo.environment["ASCII"] != nil
    var stage = Stage(
      watching: run == "crowd"
        ? Script.crowd : run == "deadline" ? Script.deadline : run == "calm" ? Script.calm : Script.dashboard,
      Size(columns: size[0], rows: size[1]), charset: ascii ? .ascii : .unicode)
    for key in keys {
      switch key {
      case ">": stage.press(.right)
      case "<": stage.press(.left)
      case "n": stage.press(.pageDown)
      case "p": stage.press(.pageUp)
      case "e": stage.press(.enter)
      case "x": stage.press(.escape)
      case "|":
        print(stage.canvas)
        continue
      default: stage.press(.character(key))
      }
    }
    print(stage.canvas)
    if let path = ProcessInfo.processInfo.environment["ANSI"] {
      var text = "\u{1B}[2J\u{1B}[H"
      for y in 0..<stage.canvas.size.rows {
        for cell in stage.canvas.row(y) {
          var codes = ["0"]
          if cell.style.attributes.contains(.bold) { codes.append("1") }
          if cell.style.attributes.contains(.dim) { codes.append("2") }
          if cell.style.attributes.contains(.underline) { codes.append("4") }
          if cell.style.attributes.contains(.reverse) { codes.append("7") }
          if case .palette(let i) = cell.style.foreground { codes.append("38;5;\(i)") }
          text += "\u{1B}[\(codes.joined(separator: ";"))m" + String(Character(cell.scalar))
        }
        if y + 1 < stage.canvas.size.rows { text += "\u{1B}[0m\r\n" }
      }
      try? text.write(toFile: path, atomically: true, encoding: .utf8)
    }
  }
}
