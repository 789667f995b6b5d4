import FirmwareProtocol
import Foundation
import Signals
import Simulation
import Testing

@testable import Wearables

/// The checker over sessions of a virtual wearable, as they were and spoilt.
@Suite struct CheckerTests {
  private typealias Heard = VirtualDevice.Heard

  /// Half a minute of a session over a good link.
  private func session() throws -> [Heard] {
    let source = try NoiseSource(seconds: 40, rates: [500, 100], channels: [2, 3])
    var device = VirtualDevice(VirtualWearable(source), faults: LinkFaults(), seed: 3)
    device.keepsTraffic = true
    device.run(until: 26)
    device.host.stop()
    device.run(until: 27)
    return device.traffic
  }

  /// A frame of the device's as its plain bytes, changed, and checked and stuffed again.
  private func changed(_ heard: Heard, checked: Bool = true, _ change: (inout [UInt8]) -> Void) -> Heard {
    var plain: [UInt8] = []
    var deframer = Deframer()
    heard.bytes.withUnsafeBytes { raw in deframer.take(raw) { _, bytes in plain = Array(bytes) } }
    var body = Array(plain.dropLast(4))
    change(&body)
    if checked {
      let check = body.withUnsafeBytes { Checksum.crc32($0) }
      body += (0..<4).map { UInt8(truncatingIfNeeded: check >> (8 * $0)) }
    }
    var copy = heard
    copy.bytes = []
    body.withUnsafeBytes { Stuffing.stuff($0, onto: &copy.bytes) }
    return copy
  }

  /// The type of the frame, or 0 where it is the host's.
  private func type(_ heard: Heard) -> UInt8 {
    // The type is the first byte after the code byte: no type is 0.
    heard.isFromDevice && heard.bytes.count > 1 ? heard.bytes[1] : 0
  }

  @Test func `a device that keeps the rules breaks none`() throws {
    let (findings, tried) = try session().check()
    #expect(findings.isEmpty, "\(findings.prefix(3))")
    let always: Set = [
      "R01", "R02", "R03", "R04", "R05", "R06", "R07", "R09", "R11", "R13", "R14", "R15", "R16", "R17", "R18",
      "R19", "R21",
      "R22", "R26", "R29",
    ]
    #expect(tried.isSuperset(of: always), "\(always.subtracting(tried))")
  }

  @Test func `what a device does wrong is told by its rule, and where`() throws {
    let good = try session()
    let data = good.indices.filter { type(good[$0]) == 0x01 && good[$0].time > 5 }
    let place = try #require(data.first)
    func spoil(_ rule: String, _ change: (inout [Heard]) -> Void) {
      var traffic = good
      change(&traffic)
      let findings = traffic.check().findings
      #expect(findings.contains { $0.rule == rule }, "\(rule): \(findings.prefix(3))")
      guard let first = findings.first(where: { $0.rule == rule }) else { return }
      // The place is that of a frame, after all that came before it.
      #expect(first.offset <= traffic.filter(\.isFromDevice).reduce(0) { $0 + $1.bytes.count })
    }
    spoil("R01") { $0[place].bytes[20] ^= 1 }
    spoil("R02") { $0[place] = changed($0[place], checked: false) { $0[1] &= 0x7F } }
    spoil("R04") { $0[place] = changed($0[place]) { $0[1] |= 0x40 } }
    spoil("R05") {
      $0[place] = changed($0[place]) {
        $0[3] += 1; $0.insert(0, at: 20)
      }
    }
    spoil("R06") { traffic in traffic.removeAll { type($0) == 0x91 } }
    spoil("R07") { traffic in
      if let reply = traffic.first(where: { type($0) == 0x93 }) { traffic.insert(reply, at: place) }
    }
    spoil("R11") { traffic in traffic.append(Heard(time: 27, isFromDevice: true, bytes: traffic[place].bytes))
    }
    spoil("R14") { $0.insert($0[place], at: place + 1) }
    spoil("R15") {
      $0[place] = changed($0[place]) {
        $0[1] |= 2; $0[3] += 4; $0.insert(contentsOf: [9, 0, 0, 0], at: 20)
      }
    }
    spoil("R16") { traffic in traffic[place] = changed(traffic[place]) { for byte in 8..<14 { $0[byte] = 0 } }
    }
    spoil("R17") { traffic in
      // A clock that runs a tenth too fast.
      for place in traffic.indices where type(traffic[place]) == 0x01 || type(traffic[place]) == 0x03 {
        let at = type(traffic[place]) == 0x01 ? 8 : 6
        traffic[place] = changed(traffic[place]) { bytes in
          let time = (0..<6).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[at + $1]) } * 11 / 10
          for byte in 0..<6 { bytes[at + byte] = UInt8(truncatingIfNeeded: time >> (8 * byte)) }
        }
      }
    }
    spoil("R18") {
      $0[place] = changed($0[place]) {
        $0[17] /= 1; $0[16] = 3; $0 = Array($0[0..<18]) + [0, 0]
      }
    }
    spoil("R21") { traffic in traffic.removeAll { type($0) == 0x03 } }
    spoil("R22") { traffic in
      let status = traffic.lastIndex { type($0) == 0x03 } ?? 0
      traffic[status] = changed(traffic[status]) { for byte in 21..<25 { $0[byte] = 0 } }
    }
    spoil("R24") { $0[place] = changed($0[place]) { $0[1] |= 1 } }
    spoil("R26") { traffic in
      let reply = traffic.firstIndex { type($0) == 0x90 } ?? 0
      traffic[reply] = changed(traffic[reply]) { $0[20] ^= 1 }
    }
    spoil("R29") { traffic in
      let reply = traffic.lastIndex { type($0) == 0x94 } ?? 0
      traffic[reply] = changed(traffic[reply]) { for byte in 15..<19 { $0[byte] = 0 } }
    }
  }
}
