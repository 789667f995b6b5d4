import Foundation
import Links
import Signals
import Simulation
import Testing

@testable import Wearables

/// A capture played as a recording.
@Suite struct CaptureSourceTests {
  private func capture(_ traffic: [VirtualDevice.Heard]) throws -> String {
    var bytes = Capture.head(kind: "native")
    for heard in traffic {
      bytes += Capture.encode(
        Capture.Record(
          time: UInt64(heard.time * 1e9), direction: heard.isFromDevice ? .fromDevice : .toDevice,
          bytes: heard.bytes))
    }
    let path = FileManager.default.temporaryDirectory.appending(path: "capture-\(UUID().uuidString)").path
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  private func session(_ source: NoiseSource, faults: LinkFaults, reset: Bool) -> (
    [VirtualDevice.Heard], [[Int64]]
  ) {
    var device = VirtualDevice(VirtualWearable(source), faults: faults, seed: 7)
    device.keepsTraffic = true
    device.run(until: 12)
    if reset { device.wearable.reset(at: Seconds(device.now)) }
    device.run(until: 24)
    device.down.faults = LinkFaults()
    device.run(until: 28)
    device.host.stop()
    device.run(until: 30)
    return (device.traffic, device.origins)
  }

  @Test(arguments: [false, true])
  func `every sample that came is in its place, what was sent again too`(reset: Bool) throws {
    let source = try NoiseSource(seconds: 40, rates: [500, 100], channels: [2, 3])
    var faults = LinkFaults()
    (faults.loss, faults.duplicates, faults.reordering) = (0.03, 0.01, 0.01)
    let (traffic, origins) = session(source, faults: faults, reset: reset)
    let path = try capture(traffic)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let played = try CaptureSource(path: path)
    #expect(played.description.streams.map(\.kind) == [.emg, .accelerometer])
    #expect(played.description.streams[0].channels[0].gain == 1e-6)
    var (block, ends) = (Block(), [Int64](repeating: 0, count: 2))
    var wrong = 0
    var starts = [Int64?](repeating: nil, count: 2)
    while case .block = played.next(into: &block) {
      #expect(block.firstIndex >= ends[block.stream], "indices rise")
      if block.firstIndex > ends[block.stream] { starts[block.stream] = block.firstIndex }
      ends[block.stream] = block.endIndex
      // The first epoch begins where the source did; after a reset the place is the host's clock's.
      let isFirst = starts[block.stream] == nil
      let origin =
        isFirst
        ? origins[0][block.stream] : origins[origins.count - 1][block.stream] - (starts[block.stream] ?? 0)
      for frame in 0..<block.frameCount {
        for channel in 0..<block.channelCount {
          let expected = source.value(block.stream, Int(origin + block.firstIndex) + frame, channel)
          if block.samples[frame * block.channelCount + channel] != expected { wrong += 1 }
        }
      }
    }
    #expect(wrong == 0)
    // One gap where it was reset, and none without.
    #expect(starts.allSatisfy { ($0 != nil) == reset })
    let lasted = reset ? 27.0...30.0 : 27.5...30.0
    #expect(lasted.contains(Double(ends[0]) / 500))
  }

  @Test func `a capture without descriptions is refused with what to do`() throws {
    let source = try NoiseSource(seconds: 10, rates: [500, 100], channels: [2, 3])
    var device = VirtualDevice(VirtualWearable(source), faults: LinkFaults(), seed: 7)
    device.keepsTraffic = true
    device.run(until: 5)
    let path = try capture(Array(device.traffic.dropFirst(20)))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect { _ = try CaptureSource(path: path) } throws: {
      ($0 as? LinkError)?.reason.contains("capture from the start") == true
    }
  }
}
