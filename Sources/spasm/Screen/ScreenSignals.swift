import Foundation

/// What a shell tells a screen by signals: to stop for a while, and to go on.
enum ScreenSignals {
  nonisolated(unsafe) private static var isStopAsked: sig_atomic_t = 0
  nonisolated(unsafe) private static var isContinued: sig_atomic_t = 0

  /// From now on they are noted.
  static func watch() {
    signal(SIGTSTP) { _ in ScreenSignals.isStopAsked = 1 }
    signal(SIGCONT) { _ in ScreenSignals.isContinued = 1 }
  }

  /// They do again what they always do.
  static func forget() {
    signal(SIGTSTP, SIG_DFL)
    signal(SIGCONT, SIG_DFL)
  }

  /// Whether it is time to stop; said once.
  static func takeStop() -> Bool {
    defer { isStopAsked = 0 }
    return isStopAsked != 0
  }

  /// Whether it goes on after a stop; said once.
  static func takeContinue() -> Bool {
    defer { isContinued = 0 }
    return isContinued != 0
  }
}
