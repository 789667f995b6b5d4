import FirmwareProtocol
import Foundation
import Signals
import Simulation
import Testing

@testable import Wearables

/// A host with a virtual wearable, over good links and bad ones.
@Suite struct SessionTests {
  /// Three streams of noise: 8 channels of muscle, an accelerometer and a gyroscope.
  private func source(seconds: Double, muscleRate: Int = 2000, motionRate: Int = 200) throws -> NoiseSource {
    try NoiseSource(
      seconds: seconds, rates: [muscleRate, motionRate, motionRate], channels: [8, 3, 3])
  }

  @Test func `over a good link every sample comes, once, as it was`() throws {
    let source = try source(seconds: 30)
    var device = VirtualDevice(VirtualWearable(source), faults: LinkFaults(), seed: 1)
    device.run(until: 20)
    device.host.stop()
    device.run(until: 22)
    #expect(device.host.phase == .stopped && device.damaged == 0)
    for (stream, account) in device.host.accounts[0].enumerated() {
      #expect(account.received == account.expected && account.duplicate == 0, "stream \(stream)")
      #expect(account.expected > UInt64(19 * source.description.streams[stream].rate.hertz))
      try expect(device, source, epoch: 0, stream: stream, complete: true)
    }
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `over a bad link the account balances, and what the device holds comes again`(seed: UInt64) throws {
    let source = try source(seconds: 70)
    var faults = LinkFaults()
    (faults.loss, faults.duplicates, faults.reordering, faults.bitErrors) = (0.02, 0.01, 0.01, 0.005)
    var device = VirtualDevice(VirtualWearable(source), faults: faults, seed: seed)
    device.run(until: 60)
    // The link gets better, so that the last of it can come again.
    (device.down.faults, device.up.faults) = (LinkFaults(), LinkFaults())
    device.run(until: 64)
    device.host.stop()
    device.run(until: 68)
    #expect(device.host.phase == .stopped && device.damaged > 0 && device.conflicts == 0)
    for (stream, account) in device.host.accounts[0].enumerated() {
      #expect(account.expected == account.received + account.lost + account.overrun)
      #expect(
        account.lost == 0 && account.overrun == 0,
        "stream \(stream): \(account.lost) lost of \(account.expected)")
      try expect(device, source, epoch: 0, stream: stream, complete: true)
    }
  }

  @Test func `a reset begins a new epoch, whose samples are where they belong`() throws {
    let source = try source(seconds: 60)
    var device = VirtualDevice(VirtualWearable(source), faults: LinkFaults(), seed: 5)
    device.run(until: 20)
    device.wearable.reset(at: Seconds(device.now))
    device.run(until: 40)
    device.host.stop()
    device.run(until: 42)
    #expect(device.host.epoch == 1 && device.host.phase == .stopped)
    for epoch in 0...1 {
      for stream in 0..<3 { try expect(device, source, epoch: epoch, stream: stream, complete: epoch == 1) }
    }
    // A second of start, and the session anew: what lies between is gone.
    let gap = device.origins[1][0] - device.origins[0][0] - Int64(device.samples[0][0].count / 8)
    #expect((1.0...3.0).contains(Double(gap) / 2000))
  }

  @Test func `without a store what is lost stays lost, and is counted`() throws {
    let source = try source(seconds: 40)
    var settings = VirtualWearable.Settings()
    settings.store = 0
    var faults = LinkFaults()
    faults.loss = 0.02
    var device = VirtualDevice(VirtualWearable(source, settings: settings), faults: faults, seed: 9)
    device.run(until: 30)
    device.down.faults.loss = 0
    device.up.faults.loss = 0
    device.host.stop()
    device.run(until: 33)
    #expect(device.host.phase == .stopped)
    for (stream, account) in device.host.accounts[0].enumerated() {
      #expect(account.lost > 0 && account.expected == account.received + account.lost)
      let held =
        device.samples[0][stream].count { $0 != nil } / source.description.streams[stream].channels.count
      #expect(UInt64(held) == account.received)
    }
  }

  @Test func `a device that does not answer is given up with what it was asked`() throws {
    var host = NativeHost()
    var sent = 0
    for step in 0..<4000 {
      host.tick(at: Seconds(Double(step) * 0.005)) { if case .send = $0 { sent += 1 } }
    }
    #expect(sent == 8)
    #expect(host.phase == .failed(.silent(.hello(major: 1, minor: 1, maxFrame: 4096))))
  }

  /// Holds what came of a stream to the source.
  private func expect(
    _ device: borrowing VirtualDevice, _ source: NoiseSource, epoch: Int, stream: Int, complete: Bool
  ) throws {
    let channels = source.description.streams[stream].channels.count
    let origin = Int(device.origins[epoch][stream])
    var wrong = 0
    for (place, value) in device.samples[epoch][stream].enumerated() {
      guard let value else {
        if complete { wrong += 1 }
        continue
      }
      if value != source.value(stream, origin + place / channels, place % channels) { wrong += 1 }
    }
    #expect(wrong == 0, "epoch \(epoch), stream \(stream)")
  }
}
