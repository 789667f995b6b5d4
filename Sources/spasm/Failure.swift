import ArgumentParser
import Foundation
import RecordingFormats
import Scoring

/// How trouble reaches the person and the calling program: one line on standard error, and an exit code.
enum Failure {
  /// Runs `body` and turns the project's own errors into their line and code.
  static func guarded(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as RecordingError {
      say(error.message)
      throw code(of: error.kind)
    } catch let error as ScoringError {
      say(error.message)
      throw malformed
    } catch let error as CocoaError {
      say(error.localizedDescription)
      throw output
    }
  }

  /// Writes one line to standard error.
  static func say(_ line: String) {
    FileHandle.standardError.write(Data("spasm: \(line)\n".utf8))
  }

  /// Input that cannot be understood.
  static let malformed = ExitCode(65)
  /// Reading or writing failed.
  static let output = ExitCode(74)

  private static func code(of kind: RecordingError.Kind) -> ExitCode {
    switch kind {
    case .absent: ExitCode(66)
    case .forbidden: ExitCode(77)
    case .malformed: malformed
    case .needsOption: ExitCode(64)
    case .input: output
    }
  }
}
