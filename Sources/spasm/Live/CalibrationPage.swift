import Monitoring
import Signals
import SpasmDetection
import TerminalUI

/// A calibration on a screen, beside a monitoring that goes on.
struct CalibrationPage: ScreenPage {
  private let board: Board
  private let lane: Int
  private var view: CalibrationView
  private(set) var isOver = false

  /// The calibration of a wearable whose channels a person calls `names`.
  init(_ board: Board, lane: Int, names: [String], plan: CalibrationPlan) {
    self.board = board
    self.lane = lane
    view = CalibrationView(names: names, hasKeys: true)
    board.calibrate(lane, plan)
  }

  mutating func draw(on cells: inout ScreenCells, at now: Seconds) {
    guard let (state, remarks) = board.calibration(of: lane) else { return }
    _ = view.take(remarks, of: state.calibration)
    let lines = view.lines(of: state.calibration, width: cells.columns)
    let alarm = board.snapshot().alarmLine(width: cells.columns)
    let rows = cells.rows - (alarm == nil ? 0 : 1)
    for (row, line) in lines.prefix(rows).enumerated() { cells.put(line, row: row) }
    if let alarm { cells.put(alarm, row: rows) }
    isOver = isOver || state.calibration.isOver
  }

  mutating func take(_ key: Key, at now: Seconds) {
    switch key {
    case .enter, .character(" "): board.tell(.next, of: lane)
    case .character("s"): board.tell(.skip, of: lane)
    case .character("r"): board.tell(.again, of: lane)
    case .character("q"), .escape, .control("c"):
      board.tell(.quit, of: lane)
      isOver = true
    default: break
    }
  }
}
