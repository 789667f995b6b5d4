import ArgumentParser
import Diagnostics
import EpisodeRecorder
import Foundation
import Links
import Logging
import RecordingFormats
import Scoring
import Settings
import Signals

/// How trouble reaches the person and the calling program: one line on standard error, and an exit code.
enum Failure {
  /// Runs `body` and turns the project's own errors into their line and code.
  static func guarded(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as RecordingError {
      say(error.message, .error)
      throw code(of: error.kind)
    } catch let error as WritingError {
      say(error.message, .error)
      throw code(of: error.kind)
    } catch let error as ScoringError {
      say(error.message, .error)
      throw malformed
    } catch let error as LinkError {
      say(error.message, .error)
      throw code(of: error.kind)
    } catch let error as SessionError {
      say(error.message, .error)
      throw code(of: error.kind)
    } catch let error as SettingsError {
      for mistake in error.mistakes { say(mistake.message, .error) }
      throw error.isForbidden ? forbidden : error.isOfFlags ? usage : malformed
    } catch let error as StandardOutput.Failure {
      // Who closes the pipe has read enough; the code is the shell's for the signal.
      if error.isReaderGone { throw ExitCode(141) }
      say(error.message, .error)
      throw output
    } catch let error as CocoaError {
      say(error.localizedDescription, .error)
      throw error.code == .fileWriteNoPermission ? forbidden : output
    }
  }

  /// Writes one line to standard error, without anything that a terminal would obey; a reader that does not read is not
  /// waited for.
  static func say(_ text: String, _ level: Logger.Level = .notice) {
    pipe.put(line.bytes(level, text, saysLevel: false))
  }

  /// Writes what is worth nothing later, such as a bell or a line that is redrawn, where standard error takes it now.
  static func draw(_ bytes: [UInt8]) { pipe.draw(bytes) }

  /// What the monitoring tells, from `level` up.
  static func log(_ level: Logger.Level) -> Logger {
    Logger(label: "spasm") { _ in LineLog(level, line, to: pipe) }
  }

  private static let pipe = LogPipe()
  private static let line = LogLine(environment: ProcessInfo.processInfo.environment)

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
