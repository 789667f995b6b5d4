import Foundation
import Settings
import TerminalUI

/// One of the process's output streams, as a place where a person may read.
struct Terminal {
  /// Whether a person's terminal is at the other end.
  let isInteractive: Bool
  /// Whether it can draw over what it has drawn.
  let canMoveCursor: Bool
  /// Columns and rows that there are.
  let width: Int
  let height: Int
  /// Whether colour is wanted: on a terminal, unless `NO_COLOR` is set or the terminal is dumb.
  let style: Style

  /// Standard output.
  static let output = Terminal(STDOUT_FILENO)
  /// Standard error.
  static let error = Terminal(STDERR_FILENO)

  /// The stream of a descriptor, as it is now.
  init(_ descriptor: Int32) {
    let environment = ProcessInfo.processInfo.environment
    isInteractive = isatty(descriptor) == 1
    canMoveCursor = isInteractive && environment["TERM"] != "dumb"
    style = Style(isColoured: canMoveCursor && (environment["NO_COLOR"] ?? "").isEmpty)
    let size = Self.size(descriptor)
    width = min(max(environment["COLUMNS"].flatMap { Int($0) } ?? size?.columns ?? 80, 40), 400)
    height = size?.rows ?? 24
  }

  /// The style that a person has set.
  func style(_ colour: LiveSettings.Colour) -> Style {
    switch colour {
    case .auto: style
    case .always: Style(isColoured: true)
    case .never: Style(isColoured: false)
    }
  }

  private static func size(_ descriptor: Int32) -> (columns: Int, rows: Int)? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return nil
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
