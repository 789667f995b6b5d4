import Events
import Foundation
import Monitoring
import Signals

/// Events on their way to the desk of alerts.
final class AlertsOutlet: MonitorOutlet {
  /// The desk, and what silences it.
  let desk: AlertDesk
  private let clock: MonitorClock
  private let board: Board
  private let names: [String]
  private let surroundings = AlertSurroundings(environment: ProcessInfo.processInfo.environment)
  /// How long alerts that are under way are waited for at the end.
  private static let farewell: Seconds = 3
  /// How long the programs of alerts are waited for when they are stopped.
  private static let lastFarewell: Seconds = 1

  /// Alerts as they are set; `tell` is given what a person should know of their outlets.
  init(
    _ settings: AlertSettings, board: Board, names: [String], clock: MonitorClock,
    vibrate: @escaping @Sendable (Int) -> Bool, tell: @escaping @Sendable (Health) -> Void
  ) {
    self.board = board
    self.names = names
    self.clock = clock
    let hasTerminal = isatty(STDERR_FILENO) == 1
    let bell: (@Sendable ([UInt8]) throws -> Void)? = hasTerminal ? { @Sendable in Failure.draw($0) } : nil
    desk = AlertDesk(
      rules: settings.rules,
      outlets: settings.outlets(
        in: surroundings, bell: bell, vibrate: vibrate),
      tell: tell)
  }

  func take(_ event: Event, from lane: Int) {
    show(desk.take(event, wearable: lane, now: clock.elapsed()))
  }

  /// Lets time pass.
  func turn() { show(desk.tick(clock.elapsed())) }

  /// Waits for the alerts that are under way.
  func finish() {
    for rule in desk.rulesWithoutChannel { Failure.say("alert '\(rule)': no wearable had such a channel") }
    if !desk.finish(within: Self.farewell) {
      surroundings.end.ask()
      desk.finish(within: Self.lastFarewell)
    }
  }

  private func show(_ alerts: [Alert]) {
    for alert in alerts { board.remark(alert.words(.full), isWarning: true) }
  }
}
