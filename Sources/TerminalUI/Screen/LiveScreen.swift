public import Monitoring
public import Signals

/// The screen that a person leaves running.
public struct LiveScreen: ScreenPage {
  private var state: ScreenState
  private var latest: MonitorSnapshot
  private var frozen: MonitorSnapshot?
  private let snapshot: (Seconds) -> MonitorSnapshot
  private let perform: (ScreenAction) -> String
  public private(set) var isOver = false

  /// A screen of what `snapshot` gives for a time of traces; `perform` does what is asked for and answers in a few words.
  public init(
    window: Seconds = 20, snapshot: @escaping (Seconds) -> MonitorSnapshot,
    perform: @escaping (ScreenAction) -> String
  ) {
    state = ScreenState(window: window)
    self.snapshot = snapshot
    self.perform = perform
    latest = snapshot(window)
  }

  public mutating func draw(on cells: inout ScreenCells, at now: Seconds) {
    latest = snapshot(state.window)
    state.advance(to: now)
    let picture = LivePicture(snapshot: latest, frozen: frozen, state: state)
    let reach = picture.reach(columns: cells.columns, rows: cells.rows)
    state.keepWithin(channels: reach.channels, wearables: reach.wearables)
    LivePicture(snapshot: latest, frozen: frozen, state: state).draw(on: &cells)
  }

  public mutating func take(_ key: Key, at now: Seconds) {
    let isRecording = latest.wearables.contains { $0.recording != .off }
    let action = state.take(key, isRecording: isRecording)
    // A picture that stands still can be looked at with all that is kept.
    if !state.isPaused {
      frozen = nil
    } else if frozen == nil {
      frozen = snapshot(ScreenState.windows.last ?? state.window)
    }
    guard let action else { return }
    let answer = perform(action)
    if action == .quit { isOver = true }
    if !answer.isEmpty { state.say(answer, at: now) }
  }
}
