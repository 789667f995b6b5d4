import Events
import FirmwareProtocol
import Foundation
import Signals
import Simulation
import SpasmDetection
import Testing

@testable import Wearables

/// A long session over a bad link, with resets and a clock that runs fast: an hour with SPASM_EVIDENCE, two minutes else.
@Suite struct HourTests {
  private static let isEvidence = ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] != nil
  private let minutes = isEvidence ? 60.0 : 2

  private func badLink() -> LinkFaults {
    var faults = LinkFaults()
    (faults.loss, faults.duplicates, faults.reordering) = (0.01, 0.005, 0.005)
    return faults
  }

  @Test func `the account balances to the sample, back-fill restores it, and the drift is found`() throws {
    let seconds = 60 * minutes
    let source = try NoiseSource(
      seconds: seconds + 30, rates: [2000, 200, 200, 200], channels: [8, 3, 3, 3])
    var settings = VirtualWearable.Settings()
    settings.drift = 50
    var device = VirtualDevice(VirtualWearable(source, settings: settings), faults: badLink(), seed: 11)
    var drifts: [Double] = []
    for reset in [seconds / 4, seconds / 2] {
      device.run(until: reset)
      drifts += device.host.clock.drift.map { [$0] } ?? []
      device.wearable.reset(at: Seconds(device.now))
    }
    device.run(until: seconds)
    drifts += device.host.clock.drift.map { [$0] } ?? []
    (device.down.faults, device.up.faults) = (LinkFaults(), LinkFaults())
    device.run(until: seconds + 5)
    device.host.stop()
    device.run(until: seconds + 10)
    #expect(device.host.phase == .stopped && device.host.accounts.count == 3 && device.conflicts == 0)
    var (expected, lost) = (UInt64(0), UInt64(0))
    for (epoch, accounts) in device.host.accounts.enumerated() {
      for (stream, account) in accounts.enumerated() {
        #expect(account.expected == account.received + account.lost + account.overrun)
        let held = device.samples[epoch][stream].count { $0 != nil } / device.wearable.channels[stream]
        #expect(UInt64(held) == account.received)
        expected += account.expected
        lost += account.lost
        // What was under way when the device was reset is lost with its store; all else has come.
        let most = epoch < 2 ? source.description.streams[stream].rate.hertz * 5 : 0
        #expect(Double(account.lost) <= most, "epoch \(epoch), stream \(stream): \(account.lost) lost")
        expectSamples(of: device, source, epoch, stream)
      }
    }
    // Over an hour the drift is that of one boot: half an hour.
    let tolerance = Self.isEvidence ? 1.0 : 40
    for drift in drifts { #expect(abs(drift - 50) < tolerance) }
    print(
      "\(Int(minutes)) min of 8 x 2 kHz x 24 bit and 3 x 3 x 200 Hz, 1 % lost, 2 resets: \(expected) samples, \(lost) lost"
        + " with the store; drift of 50 ppm told as \(drifts.map { String(format: "%.2f", $0) }.joined(separator: ", "))"
    )
  }

  private func expectSamples(
    of device: borrowing VirtualDevice, _ source: NoiseSource, _ epoch: Int, _ stream: Int
  ) {
    let channels = device.wearable.channels[stream]
    let origin = Int(device.origins[epoch][stream])
    var wrong = 0
    for (place, value) in device.samples[epoch][stream].enumerated() {
      guard let value else { continue }
      if value != source.value(stream, origin + place / channels, place % channels) { wrong += 1 }
    }
    #expect(wrong == 0, "epoch \(epoch), stream \(stream)")
  }

  @Test func `its episodes are those of the clean stream, but for what was really lost`() throws {
    let scenario = try #require(Scenario.named("limb-script"))
    let seconds = Self.isEvidence ? 1380.0 : 200
    let source = SimulatedSource(scenario, seed: 4, duration: Seconds(seconds + 30))
    let streams = source.description.streams
    var device = VirtualDevice(VirtualWearable(source), faults: badLink(), seed: 21)
    device.run(until: seconds / 2)
    device.wearable.reset(at: Seconds(device.now))
    device.run(until: seconds)
    (device.down.faults, device.up.faults) = (LinkFaults(), LinkFaults())
    device.run(until: seconds + 5)
    device.host.stop()
    device.run(until: seconds + 10)
    #expect(device.host.phase == .stopped && device.host.accounts.count == 2)
    // The runs of samples of each stream as they lie in the source.
    let whole = episodes(SimulatedSource(scenario, seed: 4, duration: Seconds(seconds + 5)), keeping: nil)
    let held = streams.indices.map { stream in heldFrames(device, stream) }
    let received = episodes(SimulatedSource(scenario, seed: 4, duration: Seconds(seconds + 5)), keeping: held)
    let lost = gaps(held, streams)
    #expect(!lost.isEmpty && whole.count > (Self.isEvidence ? 60 : 5))
    let clear = { (episode: Episode) in
      !lost.contains {
        Seconds($0.lowerBound - 3) < episode.offset && episode.onset < Seconds($0.upperBound + 6)
      }
    }
    let (ours, theirs) = (received.filter { clear($0.0) }, whole.filter { clear($0.0) })
    #expect(ours.map(\.0.kind) == theirs.map(\.0.kind) && ours.map(\.1) == theirs.map(\.1))
    for (one, other) in zip(ours, theirs) {
      #expect(
        abs(one.0.onset.value - other.0.onset.value) < 0.02
          && abs(one.0.offset.value - other.0.offset.value) < 0.1)
    }
    print(
      "\(theirs.count) of \(whole.count) episodes clear of what was lost, \(ours.count) of them come again")
  }

  /// Which frames of the source the host holds in the end.
  private func heldFrames(_ device: borrowing VirtualDevice, _ stream: Int) -> [Bool] {
    let channels = device.wearable.channels[stream]
    var held: [Bool] = []
    for epoch in device.samples.indices {
      let origin = Int(device.origins[epoch][stream])
      let values = device.samples[epoch][stream]
      held += repeatElement(false, count: max(0, origin + values.count / channels - held.count))
      for frame in 0..<values.count / channels where values[frame * channels] != nil {
        held[origin + frame] = true
      }
    }
    return held
  }

  /// Stretches of time in which frames are not held, a second or more before the end.
  private func gaps(_ held: [[Bool]], _ streams: [StreamDescription]) -> [ClosedRange<Double>] {
    var gaps: [ClosedRange<Double>] = []
    for (stream, frames) in held.enumerated() {
      let rate = streams[stream].rate.hertz
      var start: Int?
      for (frame, isHeld) in (frames + [true]).enumerated() {
        if !isHeld { start = start ?? frame }
        if isHeld, let begun = start {
          gaps.append(Double(begun) / rate...Double(frame) / rate)
          start = nil
        }
      }
      gaps.append(Double(frames.count) / rate...1e9)
    }
    return gaps
  }

  /// Plays a source, or only those frames of it that are held; the recording that is left out is a gap.
  private func episodes(_ source: SimulatedSource, keeping held: [[Bool]]?) -> [(Episode, Int)] {
    var pipeline = Pipeline(streams: source.description.streams, parameters: Preset.all[0].parameters)
    var (block, found) = (Block(), [(Episode, Int)]())
    let take = { (event: Event) in
      if case .episode(let episode) = event.body { found.append((episode, event.channel ?? 0)) }
    }
    while case .block = source.next(into: &block) {
      guard let held else {
        pipeline.process(block, emit: take)
        continue
      }
      for part in runs(of: block, held[block.stream]) { pipeline.process(part, emit: take) }
    }
    pipeline.finish(emit: take)
    return found
  }

  private func runs(of block: Block, _ held: [Bool]) -> [Block] {
    var parts: [Block] = []
    for frame in 0..<block.frameCount {
      let index = Int(block.firstIndex) + frame
      guard index < held.count, held[index] else { continue }
      if parts.last?.endIndex != Int64(index) {
        var part = Block(stream: block.stream, channelCount: block.channelCount)
        part.firstIndex = Int64(index)
        part.gapCause = .lost
        parts.append(part)
      }
      let values = block.samples[frame * block.channelCount..<(frame + 1) * block.channelCount]
      parts[parts.count - 1].samples += values
    }
    return parts
  }
}
