import Foundation

/// The state of a terminal before it became a screen, and the way back to it from wherever the program ends.
///
/// What leads back may be called from a signal's handler: it allocates nothing and takes no lock.
enum ScreenKeeper {
  nonisolated(unsafe) private static var settings = termios()
  /// The terminal that is a screen; negative where none is.
  nonisolated(unsafe) private static var descriptor: Int32 = -1
  nonisolated(unsafe) private static var isPrepared = false
  /// What was to be done on a fault before.
  nonisolated(unsafe) private static var faultActions: [sigaction] = []

  /// Another screen, a hidden cursor, no breaking of lines.
  nonisolated(unsafe) private static let welcome = bytes(
    "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[0m\u{1B}[2J")
  nonisolated(unsafe) private static let farewell = bytes(
    "\u{1B}[?2026l\u{1B}[0m\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l")
  private static let faults = [SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV]

  /// Makes a screen of the terminal; false where it is none.
  static func enter(_ terminal: Int32) -> Bool {
    prepare()
    var before = termios()
    guard tcgetattr(terminal, &before) == 0 else { return false }
    var raw = before
    cfmakeraw(&raw)
    if descriptor < 0 { settings = before }
    descriptor = terminal
    guard tcsetattr(terminal, TCSANOW, &raw) == 0 else {
      descriptor = -1
      return false
    }
    put(welcome)
    return true
  }

  /// Makes it again what it was; does nothing where there is no screen.
  static func leave() {
    guard descriptor >= 0 else { return }
    put(farewell)
    tcsetattr(descriptor, TCSANOW, &settings)
    descriptor = -1
  }

  private static func prepare() {
    guard !isPrepared else { return }
    isPrepared = true
    // What a handler needs is made before the first signal can come.
    _ = (welcome, farewell, faults)
    atexit { ScreenKeeper.leave() }
    Interruption.beforeEnd = { ScreenKeeper.leave() }
    for fault in faults {
      var action = sigaction()
      var before = sigaction()
      action.__sigaction_handler.sa_handler = { ScreenKeeper.fail($0) }
      sigaction(fault, &action, &before)
      faultActions.append(before)
    }
  }

  /// A fault of the program: the terminal is given back, then it ends as it would have.
  private static func fail(_ fault: Int32) {
    leave()
    for place in 0..<faults.count where faults[place] == fault { sigaction(fault, &faultActions[place], nil) }
    raise(fault)
  }

  /// Writes as far as the terminal takes it within a fifth of a second.
  private static func put(_ text: UnsafeBufferPointer<UInt8>) {
    var done = 0
    for _ in 0..<20 where done < text.count {
      let count = write(descriptor, text.baseAddress.map { $0 + done }, text.count - done)
      if count > 0 {
        done += count
      } else {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, 10)
      }
    }
  }

  private static func bytes(_ text: String) -> UnsafeBufferPointer<UInt8> {
    let place = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
    _ = place.initialize(from: text.utf8)
    return UnsafeBufferPointer(place)
  }
}
