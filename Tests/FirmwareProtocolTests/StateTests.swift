import CFirmwareProtocol
import Testing

@testable import FirmwareProtocol

/// What needs memory from one frame to the next.
@Suite struct StateTests {
  @Test func `checks are those of their vectors`() throws {
    for one in try Vectors.read("crc", as: Vectors.CheckCase.self) {
      #expect(one.hex.bytes.withUnsafeBytes { Checksum.crc32($0) } == one.crc)
      #expect(swp_crc32(0, one.hex.bytes, one.hex.bytes.count) == one.crc)
      let (head, tail) = (one.hex.bytes.prefix(3), one.hex.bytes.dropFirst(3))
      #expect(swp_crc32(swp_crc32(0, Array(head), head.count), Array(tail), tail.count) == one.crc)
    }
  }

  @Test func `stuffed bytes come out as they were, however the stream is cut`() throws {
    let cases = try Vectors.read("cobs", as: Vectors.StuffingCase.self)
    for one in cases {
      var plain = [UInt8](repeating: 0, count: one.encoded.bytes.count)
      let length = one.encoded.bytes.withUnsafeBytes { stuffed in
        plain.withUnsafeMutableBytes { Stuffing.unstuff(stuffed, to: $0) }
      }
      #expect(length.map { Array(plain.prefix($0)) } == one.raw.bytes, "\(one.name)")
      var inPlace = one.encoded.bytes
      let count = inPlace.withUnsafeMutableBufferPointer {
        swp_unstuff($0.baseAddress, $0.count, $0.baseAddress)
      }
      #expect(Array(inPlace.prefix(Int(count))) == one.raw.bytes, "\(one.name)")
    }
  }

  @Test func `parts are put together as their vectors say`() throws {
    for one in try Vectors.read("fragments", as: Vectors.StepsCase.self) {
      var assembler = FragmentAssembler()
      for step in one.steps {
        guard case .fragment(let part) = try step.hex.bytes.frame() else {
          Issue.record("\(one.name): no part")
          continue
        }
        do throws(WireError) {
          #expect(try assembler.take(part) == step.whole?.bytes, "\(one.name)")
          #expect(step.error == nil, "\(one.name)")
        } catch {
          #expect(Named(error).name == step.error, "\(one.name)")
        }
      }
    }
  }

  @Test func `compact frames have the index and the samples of their vectors`() throws {
    for one in try Vectors.read("compact", as: Vectors.StepsCase.self) {
      var reader = CompactReader()
      for step in one.steps {
        var values: [Int32] = []
        switch try step.hex.bytes.frame() {
        case .data(let frame):
          reader.take(frame)
          step.hex.bytes.withUnsafeBytes { frame.read(&values, from: $0) }
          #expect(frame.index == step.index && values == step.samples, "\(one.name)")
        case .compact(let frame):
          do throws(WireError) {
            #expect(try reader.take(frame, into: &values) == step.index, "\(one.name)")
            #expect(values == step.samples, "\(one.name)")
          } catch {
            #expect(Named(error).name == step.error, "\(one.name)")
          }
        default: Issue.record("\(one.name): neither samples nor an anchor")
        }
      }
    }
  }
}

extension [UInt8] {
  /// The frame that these bytes are.
  func frame() throws -> Frame { try withUnsafeBytes { try Frame($0, needsCheck: false) } }
}
