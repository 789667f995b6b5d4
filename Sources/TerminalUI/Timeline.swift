internal import Events
internal import Signals

/// What happened on each channel, drawn along an axis of time.
///
/// Every kind has a mark of its own, so that it is told without colour.
struct Timeline {
  /// What a cell of the drawing can show, the one that wins a shared cell last.
  enum Mark: Int, CaseIterable {
    case rest
    case movement
    case noSignal
    case brief
    case twitch
    case artefact
    case partlySpasm
    case spasm

    /// The character that stands for it.
    var glyph: Character {
      switch self {
      case .rest: "·"
      case .movement: "░"
      case .noSignal: "?"
      case .brief: "▄"
      case .twitch: "│"
      case .artefact: "×"
      case .partlySpasm: "▓"
      case .spasm: "█"
      }
    }

    /// Its name in the legend.
    var words: String {
      switch self {
      case .rest: "rest"
      case .movement: "movement"
      case .noSignal: "no signal"
      case .brief: "brief contraction"
      case .twitch: "twitch"
      case .artefact: "artefact"
      case .partlySpasm: "partly spasm"
      case .spasm: "spasm"
      }
    }

    /// Its colour.
    var ink: Ink {
      switch self {
      case .rest: .faint
      case .movement: .movement
      case .noSignal: .warning
      case .brief: .brief
      case .twitch: .twitch
      case .artefact: .artefact
      case .partlySpasm, .spasm: .spasm
      }
    }

    /// The mark of a kind of episode.
    init(_ kind: Episode.Kind) {
      switch kind {
      case .twitch: self = .twitch
      case .brief: self = .brief
      case .spasm: self = .spasm
      case .movement: self = .movement
      case .artefact: self = .artefact
      }
    }
  }

  /// How long the drawing's axis is.
  let duration: Seconds
  /// How many cells it has.
  let cellCount: Int
  private var rows: [[Mark]]
  /// For each cell, the share of it that spasms cover.
  private var spasmShares: [[Double]]

  /// A drawing of `channels` rows at rest; `duration` is positive.
  init(channels: Int, duration: Seconds, cellCount: Int) {
    self.duration = duration
    self.cellCount = max(cellCount, 1)
    rows = Array(repeating: Array(repeating: .rest, count: self.cellCount), count: channels)
    spasmShares = Array(repeating: Array(repeating: 0, count: self.cellCount), count: channels)
  }

  /// Marks the cells that the time from `start` to `end` touches.
  ///
  /// A cell of a long recording is minutes wide: it is all spasm only where spasms fill half of it.
  mutating func mark(_ mark: Mark, from start: Seconds, to end: Seconds, channel: Int) {
    guard rows.indices.contains(channel), end >= start else { return }
    for cell in cell(at: start)...cell(at: end) {
      var mark = mark
      if mark == .spasm {
        let first = max(start / duration * Double(cellCount), Double(cell))
        let last = min(end / duration * Double(cellCount), Double(cell + 1))
        spasmShares[channel][cell] += max(0, last - first)
        if spasmShares[channel][cell] < 0.5 { mark = .partlySpasm }
      }
      if rows[channel][cell].rawValue < mark.rawValue { rows[channel][cell] = mark }
    }
  }

  private func cell(at time: Seconds) -> Int {
    let share = time / duration
    return Int(min(max(share * Double(cellCount), 0), Double(cellCount - 1)))
  }

  /// The cells of a channel.
  func line(channel: Int) -> Line {
    var line = Line()
    for mark in rows[channel] { line.append(String(mark.glyph), mark.ink) }
    return line
  }

  /// The marks that occur.
  var marks: [Mark] {
    Mark.allCases.filter { mark in rows.contains { $0.contains(mark) } }
  }
}
