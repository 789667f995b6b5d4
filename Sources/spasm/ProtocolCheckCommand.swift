import ArgumentParser
import FirmwareProtocol
import Foundation
import Links

/// `spasm protocol check`: what a device says, held to the rules.
struct ProtocolCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what in a device's frames breaks the specification, and where.",
    discussion: """
      A device is greeted, started, listened to and stopped. Every finding is a line: the offset in the device's bytes, the \
      time, the rule of Firmware-Protocol/conformance.md, and what is wrong. Exit code 0 where nothing is, 1 otherwise.
      """)

  @OptionGroup var listening: WireListening

  func run() throws {
    try Failure.guarded {
      let output = StandardOutput()
      var checker = Checker()
      var findings = 0
      let tell = { (finding: Checker.Finding) in
        findings += 1
        let time = String(format: "%.3f", finding.time)
        output.write("byte \(finding.offset), \(time) s: \(finding.rule): \(finding.text)\n")
      }
      try listening.run { record in
        record.bytes.withUnsafeBytes { raw in
          switch record.direction {
          case .fromDevice: checker.take(fromDevice: raw, at: record.time, tell)
          case .toDevice: checker.take(fromHost: raw, at: record.time, tell)
          case .connected: break
          }
        }
        try output.check()
      }
      checker.finish(tell)
      let held = checker.tried.sorted().joined(separator: " ")
      output.write("\(checker.frames) frames in \(checker.bytes) bytes; \(findings) findings\n")
      output.write(held.isEmpty ? "no rule had occasion to be tried\n" : "held to: \(held)\n")
      try output.flush()
      if findings > 0 || checker.frames == 0 { throw ExitCode(1) }
    }
  }
}
