import ArgumentParser
import FirmwareProtocol
import Foundation
import Links

/// `spasm protocol dump`: frames as JSON lines.
struct ProtocolDumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump", abstract: "Print the frames of a capture or a device as JSON, one a line.")

  @OptionGroup var listening: WireListening

  @Flag(help: "Print the samples too.")
  var samples = false

  func run() throws {
    try Failure.guarded {
      let output = StandardOutput()
      var down = Deframer()
      var up = Deframer()
      try listening.run { record in
        let write = { (result: Result<Frame, WireError>, bytes: UnsafeRawBufferPointer) in
          var line = FrameText.fields(result, bytes, withSamples: samples)
          line["at_us"] = record.time / 1000
          line["from"] = record.direction == .fromDevice ? "device" : "host"
          let text = try? JSONSerialization.data(
            withJSONObject: line, options: [.sortedKeys, .withoutEscapingSlashes])
          output.write(Array(text ?? Data()) + [UInt8(ascii: "\n")])
        }
        record.bytes.withUnsafeBytes { raw in
          if record.direction == .fromDevice { down.take(raw, write) } else { up.take(raw, write) }
        }
        try output.check()
      }
      try output.flush()
    }
  }
}
