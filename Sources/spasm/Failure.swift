import ArgumentParser
import EpisodeRecorder
import Foundation
import Links
import RecordingFormats
import Scoring
import Signals

/// How trouble reaches the person and the calling program: one line on standard error, and an exit code.
enum Failure {
  /// Runs `body` and turns the project's own errors into their line and code.
  static func guarded(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as RecordingError {
      say(error.message)
      throw code(of: error.kind)
    } catch let error as WritingError {
      say(error.message)
      throw code(of: error.kind)
    } catch let error as ScoringError {
      say(error.message)
      throw malformed
    } catch let error as LinkError {
      say(error.message)
      throw code(of: error.kind)
    } catch let error as SessionError {
      say(error.message)
      throw code(of: error.kind)
    } catch let error as StandardOutput.Failure {
      // Who closes the pipe has read enough; the code is the shell's for the signal.
      if error.isReaderGone { throw ExitCode(141) }
      say(error.message)
      throw output
    } catch let error as CocoaError {
      say(error.localizedDescription)
      throw error.code == .fileWriteNoPermission ? forbidden : output
    }
  }

  /// Writes one line to standard error, without anything that a terminal would obey.
  static func say(_ line: String) {
    let bytes = Array("spasm: \(printable(line, limit: 4000))\n".utf8)
    // There is nobody left to tell when standard error fails.
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// What was asked for cannot be done.
  static let usage = ExitCode(64)
  /// Input that cannot be understood.
  static let malformed = ExitCode(65)
  /// There is no such input.
  static let absent = ExitCode(66)
  /// The device is not there, or has gone.
  static let unavailable = ExitCode(69)
  /// Reading or writing failed.
  static let output = ExitCode(74)
  /// It is not allowed.
  static let forbidden = ExitCode(77)

  private static func code(of kind: RecordingError.Kind) -> ExitCode {
    switch kind {
    case .absent: absent
    case .forbidden: forbidden
    case .malformed: malformed
    case .needsOption: usage
    case .input: output
    }
  }

  private static func code(of kind: SessionError.Kind) -> ExitCode {
    switch kind {
    case .absent: absent
    case .malformed: malformed
    case .forbidden: forbidden
    case .failed, .diskFull: output
    case .unsuitable: usage
    }
  }

  private static func code(of kind: LinkError.Kind) -> ExitCode {
    switch kind {
    case .unavailable: unavailable
    case .forbidden: forbidden
    case .malformed: malformed
    case .failed: output
    }
  }

  private static func code(of kind: WritingError.Kind) -> ExitCode {
    switch kind {
    case .unsuitable: usage
    case .forbidden: forbidden
    case .output: output
    }
  }
}
