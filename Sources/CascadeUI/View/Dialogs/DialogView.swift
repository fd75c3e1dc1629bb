import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// A box over the run, at the right and at the bottom, so that the rows stay in sight where there is room.
  mutating func drawDialog(_ dialog: Dialog, model: Model, watch: Watch, look: Look) {
    switch dialog {
    case .inject(let dialog): drawInject(dialog, model: model, watch: watch, look: look)
    case .options(let dialog): drawOptions(dialog, watch: watch, look: look)
    case .branches(let list): drawBranchList(list, watch: watch, look: look)
    case .sides(let chooser): drawSides(chooser, look: look)
    case .naming(let field): drawNaming(field, look: look)
    }
  }

  /// Draws a frame with a title and what stands in it.
  mutating func drawBox(_ title: String, rows: Int, look: Look, _ content: (inout Canvas) -> Void) {
    let room = region.size
    let columns = min(room.columns, DialogBox.columns)
    let height = min(room.rows, rows + 2)
    let y = room.rows - height
    let x = room.columns - columns >= 2 ? room.columns - columns - 1 : room.columns - columns
    inside(Rect(x: x, y: y, columns: columns, rows: height)) { box in
      box.fill()
      box.drawFrame(look)
      let words = Fitting.fit(title, columns: columns - 6, cut: .middle, glyphs: look.glyphs)
      box.write(" \(words) ", at: Point(x: 2, y: 0), style: Style(attributes: .bold))
      box.inside(Rect(x: 2, y: 1, columns: columns - 4, rows: height - 2), content)
    }
  }
}

enum DialogBox {
  /// How wide a dialog is where there is room.
  static let columns = 62
  /// Beside it sentences are told in no fewer columns than this.
  fileprivate static let leastBeside = 34
}

extension Rect {
  /// What a dialog leaves of a band of sentences; the whole band where that is too narrow to read.
  var besideDialog: Rect {
    let columns = size.columns - DialogBox.columns - 1
    guard columns >= DialogBox.leastBeside else { return self }
    return Rect(x: minX, y: minY, columns: columns, rows: size.rows)
  }
}
