import EpisodeRecorder
import Foundation
import Monitoring
import Signals

/// What a running monitor is to others: it answers `spasm status`, and tells systemd that all goes on.
final class MonitorService {
  private let board: Board
  private let monitor: Monitor
  private let clock: MonitorClock
  private let server: StatusServer?
  private let notifier: ServiceNotifier?
  private var nextLook: Seconds = 0

  /// So long a lane may take to look after its work.
  private static let patience: Seconds = 10
  private static let lookInterval: Seconds = 1

  /// A service of what `monitor` does and `board` shows.
  ///
  /// That it cannot be asked is told, and no reason not to monitor.
  init(_ monitor: Monitor, _ board: Board, clock: MonitorClock) {
    self.board = board
    self.monitor = monitor
    self.clock = clock
    let environment = ProcessInfo.processInfo.environment
    notifier = ServiceNotifier(environment: environment, now: clock.elapsed())
    let folder = PersonalLibrary.sockets
    // The monitor's lanes lock what they share for this question.
    nonisolated(unsafe) let asked = monitor
    do throws(SessionError) {
      server = try StatusServer(in: folder) {
        StatusReport(board.snapshot(), isStalled: !asked.isWell(within: Self.patience)).json
      }
    } catch {
      Failure.say("'spasm status' cannot ask this monitor: \(error.message)")
      server = nil
    }
    notifier?.ready()
  }

  /// Called several times a second.
  func turn() {
    let now = clock.elapsed()
    guard now >= nextLook, let notifier else { return }
    nextLook = now + Self.lookInterval
    let isWell = monitor.isWell(within: Self.patience)
    let troubles = StatusReport(board.snapshot(), isStalled: !isWell).troubles
    notifier.turn(at: now, status: troubles.first ?? "All is well.") { isWell }
  }

  /// Says that the monitor ends.
  func end() {
    notifier?.stopping()
    server?.stop()
  }
}
