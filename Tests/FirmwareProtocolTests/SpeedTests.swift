import CFirmwareProtocol
import Foundation
import Testing

@testable import FirmwareProtocol

/// How much goes through: `SPASM_EVIDENCE=1 swift test --filter SpeedTests`.
@Suite struct SpeedTests {
  private static let isEvidence = ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] != nil

  /// Frames of 8 channels, 24 bits and 36 samples, as a byte stream.
  private func stream(frames: Int) throws -> [UInt8] {
    var stream: [UInt8] = []
    for number in 0..<frames {
      let values = (0..<288).map { Int32(truncatingIfNeeded: $0 &* 2_654_435_761 &+ number * 40503) >> 8 }
      let frame = DataFrame(
        stream: 0, index: UInt32(36 * number), time: UInt64(18000 * number), boot: 7, encoding: .i24,
        channels: 8,
        count: 36)
      var bytes: [UInt8] = []
      try frame.write(values, checked: true, onto: &bytes)
      bytes.withUnsafeBytes { Stuffing.stuff($0, onto: &stream) }
    }
    return stream
  }

  /// Bytes a second of the fastest of some runs, so that what else the machine does counts little.
  private func fastest(_ bytes: Int, _ body: () -> Void) -> Double {
    let times = (0..<(Self.isEvidence ? 20 : 2)).map { _ in ContinuousClock().measure(body) / .seconds(1) }
    return Double(bytes) / (times.min() ?? 1)
  }

  @Test
  func `frames of samples are decoded at more than 200 MB a second, and encoded in C at more than that`()
    throws
  {
    let stream = try stream(frames: Self.isEvidence ? 20_000 : 200)
    var values: [Int32] = []
    var (sum, frames) = (0, 0)
    let decoding = fastest(stream.count) {
      var deframer = Deframer()
      stream.withUnsafeBytes { raw in
        deframer.take(raw) { result, bytes in
          guard case .success(.data(let frame)) = result else { return }
          frame.read(&values, from: bytes)
          sum &+= Int(values.last ?? 0)
          frames += 1
        }
      }
    }
    #expect(frames > 0)
    let samples = values
    var frame = swp_frame()
    (frame.type, frame.flags, frame.encoding, frame.channels, frame.count) = (1, 0x80, 2, 8, 36)
    var (out, stuffed) = ([UInt8](repeating: 0, count: 4096), [UInt8](repeating: 0, count: 4200))
    var (length, bare) = (0, 0)
    let rounds = Self.isEvidence ? 20_000 : 200
    let encoding = fastest(rounds * 892) {
      for _ in 0..<rounds {
        length = swp_encode_data(&frame, samples, &out, out.count)
        length = swp_stuff(out, length, &stuffed)
      }
    }
    frame.flags = 0
    let plain = fastest(rounds * 884) {
      for _ in 0..<rounds { bare = swp_encode_data(&frame, samples, &out, out.count) }
    }
    #expect(length > 884 && bare == 884)
    guard Self.isEvidence else { return }
    print(
      "Swift: unstuffs, checks and decodes \(Int(decoding / 1e6)) MB/s, \(sum == 0 ? "" : "samples included")"
    )
    print("C: encodes, checks and stuffs \(Int(encoding / 1e6)) MB/s, encodes bare \(Int(plain / 1e6)) MB/s")
    #expect(decoding > 200e6 && encoding > 200e6)
  }
}
