import Foundation

/// Whether the person has asked the command to stop, by SIGINT, SIGTERM or a terminal that goes (SIGHUP).
///
/// Once is to stop with everything done, twice at once; a terminal that goes may say so twice and means it once.
enum Interruption {
  nonisolated(unsafe) private static var count: sig_atomic_t = 0
  nonisolated(unsafe) private static var isHungUp: sig_atomic_t = 0

  /// What is done before a second signal ends the program, from its handler; a terminal has to be given back.
  nonisolated(unsafe) static var beforeEnd: (@convention(c) () -> Void)?

  /// From now on a signal is noted; a second one ends the program as it would have without this.
  ///
  /// A program may be started with these signals blocked, as by a test runner that keeps them for itself, so they are let through.
  static func watch() {
    var watched = sigset_t()
    sigemptyset(&watched)
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      sigaddset(&watched, signal)
      Foundation.signal(signal) { number in
        if number == SIGHUP {
          Interruption.isHungUp = 1
          return
        }
        Interruption.count += 1
        if Interruption.count > 1 {
          Interruption.beforeEnd?()
          Foundation.signal(number, SIG_DFL)
          raise(number)
        }
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &watched, nil)
  }

  /// Whether it is time to stop.
  static var isAsked: Bool { count > 0 || isHungUp > 0 }
}
