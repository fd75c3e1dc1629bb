import CascadeTerminal
import CascadeTrace

extension Canvas {
  /// A run: title, tree and lanes or the detail of a row, the sentences, the scrubber, the keys.
  mutating func drawMain(_ model: Model, watch: Watch, look: Look) {
    let detail = model.isDetailOpen ? DetailView(watch) : nil
    let rows = detail.map { $0.rows(columns: size.columns, look: look).count } ?? watch.recording.roster.order.count
    let layout = ScreenLayout(
      size: size, contentRows: rows, isDetail: detail != nil, hasWaste: model.isWasteShown, code: model.code)
    inside(layout.title) { $0.drawTitleBar(model, watch: watch, look: look) }
    inside(layout.body) {
      if let detail {
        $0.drawDetail(detail, turned: model.detailTurns, keyMap: model.keyMap, look: look)
      } else if layout.code != layout.body {
        $0.drawBody(watch, look: look, form: layout.bodyForm)
      }
    }
    if let pane = model.code, let code = layout.code, detail == nil || code != layout.body {
      inside(code) { $0.drawCode(pane, hints: model.codeHints, watch: watch, look: look) }
    }
    let branches = layout.branches(count: watch.branches.all.count)
    let why = layout.why.withoutRows(branches == nil ? 0 : 1)
    inside(model.dialog == nil ? why : why.besideDialog) { $0.drawWhy(watch, look: look) }
    if let branches {
      inside(branches) { $0.drawBranches(watch.branches, look: look) }
    }
    if model.isWasteShown { inside(layout.waste) { $0.drawWasteLine(watch, look: look) } }
    inside(layout.latest) { $0.drawLatestEvent(watch, look: look) }
    inside(layout.scrubber) { $0.drawScrubber(watch, look: look) }
    if let dialog = model.dialog {
      let end = layout.form == .compact ? layout.keys.minY : layout.latest.minY
      let room = Rect(x: 0, y: layout.body.minY, columns: size.columns, rows: end - layout.body.minY)
      inside(room) { $0.drawDialog(dialog, model: model, watch: watch, look: look) }
    }
    inside(layout.keys) {
      $0.drawKeyBar(model, look: look)
    }
  }
}
