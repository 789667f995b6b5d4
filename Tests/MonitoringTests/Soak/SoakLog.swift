import Events
import Foundation
import Monitoring
import Signals
import Synchronization

/// What is told in a day, as far as it is needed: what named each fault, what was found, and where nothing could be.
///
/// Memory is fixed but for a few numbers an episode, for which there is room from the start; lines go into a file.
final class SoakLog: MonitorOutlet {
  struct State {
    /// What was told since each fault, until the next.
    var names: [Set<String>]
    /// Spasms as they were settled, by channel.
    var spasms: [[ClosedRange<Double>]]
    /// Stretches in which nothing can be found, by channel: gaps, learning, no values.
    var blind: [[ClosedRange<Double>]]
    var blindSince: [[Quality.Condition: Double]]
    var ledgers: [Ledger] = []
    /// Frames of each stream in gaps of what came too late.
    var late: [Int64]
    var counts: [String: Int] = [:]
  }

  private let state: Mutex<State>
  private let streams: [StreamDescription]
  private let writer: EventLineWriter
  /// Written to by the lane's thread alone.
  private nonisolated(unsafe) let file: UnsafeMutablePointer<FILE>?
  /// The number of the fault that came last.
  let latest = Atomic(-1)

  init(_ streams: [StreamDescription], faults: Int, lines path: String) {
    self.streams = streams
    writer = EventLineWriter(streams: streams)
    file = fopen(path, "w")
    let channels = streams.filter { $0.kind == .emg }.reduce(0) { $0 + $1.channels.count }
    var state = State(
      names: (0..<faults).map { _ in Set(minimumCapacity: 24) },
      spasms: Array(repeating: [], count: channels),
      blind: Array(repeating: [], count: channels), blindSince: Array(repeating: [:], count: channels),
      late: Array(repeating: 0, count: streams.count))
    for channel in 0..<channels {
      state.spasms[channel].reserveCapacity(8192)
      state.blind[channel].reserveCapacity(4096)
    }
    self.state = Mutex(state)
  }

  var result: State { state.withLock { $0 } }

  /// Writes out the lines.
  func close() { if let file { fclose(file) } }

  func take(_ event: Event, from lane: Int) {
    if !["recording", "device", "health", "note"].contains(event.type), let file {
      let line = writer.line(event)
      fwrite(line, 1, line.count, file)
    }
    let fault = latest.load(ordering: .relaxed)
    state.withLock { state in
      state.counts[event.type, default: 0] += 1
      if fault >= 0, let name = event.name { state.names[fault].insert(name) }
      state.take(event, streams)
    }
  }
}

extension SoakLog.State {
  fileprivate mutating func take(_ event: Event, _ streams: [StreamDescription]) {
    let channel = event.channel ?? 0
    switch event.body {
    case .episode(let episode) where episode.kind == .spasm:
      spasms[channel].append(episode.onset.value...max(episode.onset, episode.offset).value)
    case .gap(let gap) where gap.cause == .late: late[event.stream ?? 0] += gap.count
    case .gap(let gap) where streams[event.stream ?? 0].kind == .emg:
      let rate = streams[event.stream ?? 0].rate
      let span = rate.time(of: gap.firstIndex).value...rate.time(of: gap.firstIndex + gap.count).value
      for channel in blind.indices { blind[channel].append(span) }
    case .quality(let quality) where [.learning, .missing, .flat, .railed].contains(quality.condition):
      if quality.present {
        blindSince[channel][quality.condition] = event.at.value
      } else if let since = blindSince[channel].removeValue(forKey: quality.condition) {
        blind[channel].append(since...event.at.value)
      }
    case .summary(let summary): ledgers = summary.ledgers
    default: break
    }
  }
}

extension Event {
  /// What it names a fault, in a word.
  fileprivate var name: String? {
    switch body {
    case .health(let health) where health.condition != .alive: health.condition.rawValue
    case .gap(let gap): "gap \(gap.cause.rawValue)"
    case .note(let note): note.text
    case .device(let state):
      !state.electrodesOff.isEmpty
        ? "electrode off" : state.battery.map { $0 <= 0.1 } == true ? "battery low" : nil
    case .quality(let quality): quality.present ? quality.condition.rawValue : nil
    case .recording, .onset, .spasm, .episode, .bout, .floor, .summary, .health: nil
    }
  }
}
