import CFirmwareProtocol
import Foundation
import Testing

@testable import FirmwareProtocol

/// Any bytes: no trap, and both codecs say the same of them.
@Suite struct FuzzTests {
  private static let isEvidence = ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] != nil
  private let seeds: [[UInt8]]

  init() throws {
    let frames = try Vectors.read("frames", as: Vectors.FrameCase.self).map(\.hex.bytes)
    seeds = try frames + Vectors.read("malformed", as: Vectors.MalformedCase.self).map(\.hex.bytes)
  }

  /// xorshift64* (Vigna 2016, doi:10.1145/2845077).
  private struct Chance {
    var state: UInt64
    mutating func below(_ limit: Int) -> Int {
      state ^= state >> 12
      state ^= state << 25
      state ^= state >> 27
      return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % limit
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ chance: inout Chance) {
    for _ in 0..<chance.below(4) where !bytes.isEmpty {
      let place = chance.below(bytes.count)
      switch chance.below(5) {
      case 0: bytes[place] ^= 1 << chance.below(8)
      case 1: bytes[place] = UInt8(chance.below(256))
      case 2: bytes.removeSubrange(place...)
      case 3: bytes.remove(at: place)
      default: bytes.insert(UInt8(chance.below(256)), at: place)
      }
    }
    // A check that fits lets the mutation through to what lies behind it.
    if bytes.count > 8, chance.below(2) == 0 {
      bytes[1] |= 0x80
      let check = bytes.dropLast(4).withUnsafeBytes { Checksum.crc32($0) }
      bytes.replaceSubrange(
        (bytes.count - 4)..., with: (0..<4).map { UInt8(truncatingIfNeeded: check >> (8 * $0)) })
    }
  }

  @Test func `mutated frames are taken or refused by both codecs alike`() {
    var chance = Chance(state: 0x9E37_79B9_7F4A_7C15)
    let count = Self.isEvidence ? 10_000_000 : 100_000
    var (values, others) = ([Int32](), [Int32](repeating: 0, count: 1024))
    var taken = 0
    for number in 0..<count {
      var bytes = seeds[chance.below(seeds.count)]
      mutate(&bytes, &chance)
      var frame = swp_frame()
      let theirs = swp_decode(bytes, bytes.count, 0, &frame)
      let ours: WireError? = bytes.withUnsafeBytes { raw in
        do throws(WireError) {
          let frame = try Frame(raw, needsCheck: false)
          if case .data(let data) = frame { data.read(&values, from: raw) } else { values.removeAll() }
          return nil
        } catch {
          return error
        }
      }
      guard ours?.rawValue ?? 0 == UInt8(theirs.rawValue) else {
        Issue.record(
          "input \(number): \(Bytes(bytes)): \(ours.map { "\($0)" } ?? "taken") here, \(theirs.rawValue) in C"
        )
        return
      }
      guard ours == nil else { continue }
      taken += 1
      if frame.type == 1 {
        swp_samples(&frame, &others)
        #expect(values.elementsEqual(others.prefix(values.count)))
      }
    }
    // Enough get past the checks for the rest to be tried.
    #expect(taken > count / 10)
  }

  @Test func `a byte stream of damaged frames gives the frames that are whole, however it is cut`() throws {
    var chance = Chance(state: 7)
    for _ in 0..<(Self.isEvidence ? 20_000 : 200) {
      var stream: [UInt8] = []
      var whole: [[UInt8]] = []
      for _ in 0..<20 {
        var frame = seeds[chance.below(seeds.count)]
        guard frame.count >= 8, frame.count < 4000 else { continue }
        frame[1] |= 0x80
        frame += [0, 0, 0, 0]
        mutate(&frame, &chance)
        let start = stream.count
        frame.withUnsafeBytes { Stuffing.stuff($0, onto: &stream) }
        // Some stuffed bytes are lost or changed; the zero at the end stays.
        if chance.below(3) == 0, stream.count - start > 2 {
          stream[start + chance.below(stream.count - start - 1)] = UInt8(1 + chance.below(255))
        } else if !frame.isEmpty {
          whole.append(frame)
        }
      }
      var (at, once) = (0, [[UInt8]]())
      var deframer = Deframer()
      while at < stream.count {
        let end = min(stream.count, at + 1 + chance.below(100))
        stream[at..<end].withUnsafeBytes { part in
          deframer.take(part) { result, bytes in
            if case .success = result { once.append(Array(bytes)) }
          }
        }
        at = end
      }
      var all: [[UInt8]] = []
      var other = Deframer()
      stream.withUnsafeBytes { raw in
        other.take(raw) { result, bytes in if case .success = result { all.append(Array(bytes)) } }
      }
      #expect(once == all)
      let good = whole.filter { (try? $0.frame()) != nil && $0[1] & 0x80 != 0 }
      #expect(Set(good).isSubset(of: Set(all)))
    }
  }
}
