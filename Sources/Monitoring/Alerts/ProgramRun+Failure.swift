internal import Glibc
internal import Signals

extension ProgramRun {
  /// What went wrong, in plain words; nil where the program exited with 0.
  func trouble(_ program: Program, limit: Double) -> String? {
    let name = printable(program.path, limit: 200)
    let said = lastLine.isEmpty ? "" : ": \(lastLine)"
    return switch outcome {
    case .exited(0): nil
    case .exited(let code): "\(name) ended with exit code \(code)\(said)"
    case .signalled(let number): "\(name) was ended by signal \(number)\(said)"
    case .timedOut: "\(name) took longer than \(Int(limit)) s and was stopped\(said)"
    case .ended: "\(name) was still running when the monitor ended, and was stopped"
    case .notStarted(let code): "\(name) does not start: \(String(cString: strerror(code)))"
    }
  }

  /// The last line that was printed, for a person to read: programs end with what matters.
  var lastLine: String {
    let line = output.split(separator: UInt8(ascii: "\n")).last ?? []
    return printable(String(decoding: line, as: UTF8.self), limit: 160)
  }
}
