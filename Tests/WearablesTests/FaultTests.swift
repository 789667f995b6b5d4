import FirmwareProtocol
import Signals
import Simulation
import Testing

@testable import Wearables

/// What goes wrong with a wearable itself: how the host takes it, and what the checker says.
@Suite struct FaultTests {
  private func source() throws -> NoiseSource {
    try NoiseSource(seconds: 40, rates: [500, 100], channels: [2, 3])
  }

  private func device(_ source: NoiseSource, _ settings: VirtualWearable.Settings = .init()) -> VirtualDevice
  {
    var device = VirtualDevice(
      VirtualWearable(source, settings: settings), faults: LinkFaults(), seed: 4)
    device.keepsTraffic = true
    return device
  }

  /// Holds all that came to the source: every sample is there, and as it was.
  private func expectAll(_ device: borrowing VirtualDevice, _ source: NoiseSource, atLeast seconds: Double) {
    for (stream, account) in device.host.accounts[0].enumerated() {
      let channels = source.description.streams[stream].channels.count
      let origin = Int(device.origins[0][stream])
      #expect(account.expected == account.received && account.expected > 0, "stream \(stream)")
      #expect(
        Double(account.expected) >= seconds * source.description.streams[stream].rate.hertz,
        "stream \(stream)")
      let wrong = device.samples[0][stream].enumerated().count { place, value in
        value != source.value(stream, origin + place / channels, place % channels)
      }
      #expect(wrong == 0, "stream \(stream)")
    }
  }

  @Test func `a stall is told by the checker, and costs the host no sample`() throws {
    let source = try source()
    var device = device(source)
    device.run(until: 10)
    device.isStalled = true
    device.run(until: 12)
    device.isStalled = false
    device.run(until: 16)
    device.host.stop()
    device.run(until: 17)
    #expect(device.host.phase == .stopped)
    expectAll(device, source, atLeast: 15)
    let rules = Set(device.traffic.check().findings.map(\.rule))
    // STATUS is late, and so are replies to a host that asks whether the device is still there.
    #expect(rules.contains("R21") && rules.isSubset(of: ["R21", "R06", "R07"]), "\(rules)")
  }

  @Test func `what is lost while it is unplugged comes again from the store`() throws {
    let source = try source()
    var device = device(source)
    device.run(until: 10)
    device.isUnplugged = true
    device.run(until: 12)
    device.isUnplugged = false
    device.run(until: 18)
    device.host.stop()
    device.run(until: 19)
    #expect(device.host.phase == .stopped)
    expectAll(device, source, atLeast: 17)
    #expect(device.traffic.check().tried.isSuperset(of: ["R24"]))
    let rules = Set(device.traffic.check().findings.map(\.rule))
    #expect(rules.contains("R21") && rules.isSubset(of: ["R21", "R06"]), "\(rules)")
  }

  @Test func `a lead that is off is told in every frame of its channel, and breaks no rule`() throws {
    let source = try source()
    var device = device(source)
    device.run(until: 5)
    device.wearable.quality = [0, SampleQuality.leadOff.rawValue]
    device.run(until: 8)
    device.host.stop()
    device.run(until: 9)
    expectAll(device, source, atLeast: 7)
    var (before, after) = (0, 0)
    device.traffic.frames { frame, bytes in
      guard case .data(let data) = frame else { return }
      let bits = (0..<Int(data.channels)).map { data.quality(of: $0, in: bytes) ?? [] }
      guard data.stream == 0 else {
        #expect(!bits.contains { !$0.isEmpty })
        return
      }
      if bits == [[], .leadOff] { after += 1 } else { before += bits == [[], []] && after == 0 ? 1 : 1000 }
    }
    #expect((1..<1000).contains(before) && after > 0)
    let (findings, _) = device.traffic.check()
    #expect(findings.isEmpty, "\(findings.prefix(3))")
  }

  @Test func `a device with too little battery is given up, with its reason`() throws {
    var settings = VirtualWearable.Settings()
    settings.isBatteryLow = true
    var device = device(try source(), settings)
    device.run(until: 3)
    #expect(device.host.phase == .failed(.refused(.startReply, .lowBattery)))
    #expect(device.samples.isEmpty)
    let (findings, tried) = device.traffic.check()
    #expect(findings.isEmpty && tried.contains("R08"), "\(findings.prefix(3))")
  }

  @Test func `indices that wrap cost no sample`() throws {
    var settings = VirtualWearable.Settings()
    settings.firstIndex = UInt32.max - 700
    let source = try source()
    var device = device(source, settings)
    device.run(until: 20)
    device.host.stop()
    device.run(until: 21)
    #expect(device.host.phase == .stopped && device.host.accounts[0].allSatisfy { $0.end > 1 << 32 })
    expectAll(device, source, atLeast: 19)
    let (findings, tried) = device.traffic.check()
    #expect(findings.isEmpty && tried.contains("R17"), "\(findings.prefix(3))")
  }
}
