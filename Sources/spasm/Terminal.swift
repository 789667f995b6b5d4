import Foundation
import Settings
import TerminalUI

/// One of the process's output streams, as a place where a person may read.
struct Terminal {
  /// Whether a person's terminal is at the other end.
  let isInteractive: Bool
  /// Columns that there are.
  let width: Int
  /// Whether colour is wanted: on a terminal, unless `NO_COLOR` is set or the terminal is dumb.
  let style: Style

  /// Standard output.
  static let output = Terminal(STDOUT_FILENO)
  /// Standard error.
  static let error = Terminal(STDERR_FILENO)

  private init(_ descriptor: Int32) {
    let environment = ProcessInfo.processInfo.environment
    isInteractive = isatty(descriptor) == 1
    let isColoured = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    style = Style(isColoured: isColoured)
    width = min(max(environment["COLUMNS"].flatMap { Int($0) } ?? Self.columns(descriptor) ?? 80, 40), 400)
  }

  /// The style that a person has set.
  func style(_ colour: LiveSettings.Colour) -> Style {
    switch colour {
    case .auto: style
    case .always: Style(isColoured: true)
    case .never: Style(isColoured: false)
    }
  }

  private static func columns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
