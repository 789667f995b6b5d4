import Events
import Signals
import SpasmDetection

@testable import Monitoring
@testable import TerminalUI

/// Snapshots made up for the tests: what a screen shows of them is known beforehand.
enum ScreenSample {
  static let time: Seconds = 743.5

  /// A wearable with these channels, a state each.
  static func wearable(
    _ channels: [(String, ChannelSnapshot.State)], name: String = "sim:back-spasm"
  ) -> WearableSnapshot {
    var wearable = WearableSnapshot(
      name: name, device: "simulated", preset: "limb",
      channels: channels.enumerated().map { channel($1.0, $1.1, number: $0) })
    wearable.time = time
    wearable.motion = MotionSnapshot(acceleration: 0.012, posture: 3.2, isMoving: false)
    wearable.ledger.receive(1_000_000)
    wearable.state = DeviceState(battery: 0.83, drift: 12, jitter: 0.004)
    wearable.recording = .on(path: "/home/wade/sessions/2026-11-28T12-00-00-calf")
    wearable.freeBytes = 120_000_000_000
    return wearable
  }

  /// A channel in a state: rest, and what goes on in the last seconds.
  static func channel(_ label: String, _ state: ChannelSnapshot.State, number: Int = 0) -> ChannelSnapshot {
    var channel = ChannelSnapshot(label: label, unit: "uV")
    channel.state = state
    let onset = state.onset
    channel.trace = (0..<TraceHistory.most).map { place in
      let last = TraceHistory.lastColumn(before: time)
      let column = last - Int64(TraceHistory.most - 1 - place)
      guard column >= 0 else { return .unknown }
      let moment = Seconds(Double(column) * TraceHistory.columnSpan)
      let isActive = onset.map { moment >= $0 } ?? false
      // A saw whose height swells, about the offset of an electrode.
      let height = Float(isActive ? 40 : 4) * (0.6 + 0.4 * Float((column + Int64(7 * number)) % 50) / 50)
      if case .electrodeOff = state { return .unknown }
      let isKnown = state != .learning
      return TraceColumn(
        low: 300 - height, high: 300 + height, envelope: height / 2, rest: isKnown ? 1.6 : .nan,
        threshold: isKnown ? 3.6 : .nan)
    }
    if state != .learning {
      channel.reading = ChannelReading(
        time: time, fast: 2, medium: onset == nil ? 1.7 : 18, rest: 1.6, limits: nil, state: .resting,
        motion: nil,
        posture: nil, isMoving: nil, flaws: [])
    }
    return channel
  }

  /// Settled episodes, the newest first.
  static func episodes(channels: Int) -> [RecentEpisode] {
    (0..<WearableSnapshot.mostEpisodes).map { number in
      let kind = Episode.Kind.allCases[number % Episode.Kind.allCases.count]
      var episode = Sample.episode(
        kind, kind == .spasm ? .unexplained : nil, from: time - Seconds(Double(number) * 31 + 22),
        lasting: kind == .spasm ? 12.3 : 0.3, bout: kind == .spasm ? 2 : nil)
      episode.id = number + 1
      return RecentEpisode(
        channel: number % channels, episode: episode, correction: number == 2 ? .movement : nil)
    }
  }

  /// Every state that a channel can be in.
  static var allStates: WearableSnapshot {
    var wearable = Self.wearable([
      ("calf left", .spasm(since: time - 12)), ("calf right", .rest), ("shin left", .learning),
      ("shin right", .active(since: time - 0.8)), ("thigh left", .movement(since: time - 3)),
      ("thigh right", .twitch(at: time - 1)), ("back", .electrodeOff(.railed)),
    ])
    wearable.channels[0].maximum = 60
    wearable.channels[1].conditions = [.hum: 50]
    wearable.channels[6].conditions = [.railed: 0]
    wearable.episodes = episodes(channels: 7)
    wearable.counts = [.spasm: 4, .twitch: 12, .movement: 2]
    wearable.bout = CurrentBout(channel: 0, id: 2, start: 701, end: 713, spasms: 2)
    return wearable
  }

  static let remarks = [
    MonitorSnapshot.Remark(at: 700, text: "begun", isWarning: false),
    MonitorSnapshot.Remark(at: 740, text: "little room on the disk, 3 hours left", isWarning: true),
  ]

  /// The rows of a screen without colour.
  static func rows(
    _ wearables: [WearableSnapshot], remarks: [MonitorSnapshot.Remark] = [],
    state: ScreenState = ScreenState(),
    columns: Int, rows: Int
  ) -> [String] {
    var cells = ScreenCells(columns: columns, rows: rows)
    LivePicture(
      snapshot: MonitorSnapshot(wearables: wearables, uptime: time, remarks: remarks), frozen: nil,
      state: state
    ).draw(on: &cells)
    return (0..<rows).map { cells.text(row: $0) }
  }
}
