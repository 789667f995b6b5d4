import FirmwareProtocol
import Signals
import Testing

@testable import Wearables

/// What a live device sent, on one time line.
@Suite struct DeviceLineTests {
  private static func descriptor(_ kind: StreamDescriptor.Kind, _ hertz: UInt32, _ labels: [String])
    -> StreamDescriptor
  {
    StreamDescriptor(
      kind: kind, unit: kind == .emg ? .volt : .standardGravity, encodings: [.i16], numerator: 1,
      denominator: 1_000_000, rails: -32_768...32_767, rates: [.init(numerator: hertz, denominator: 1)],
      channels: labels.map { .init(label: $0) })
  }

  private static func carried(muscleRate: UInt32) -> [DeviceProfile.Carried] {
    [
      descriptor(.emg, muscleRate, ["EMG1"]), descriptor(.magnetometer, 100, ["X", "Y", "Z"]),
      descriptor(.accelerometer, 100, ["X", "Y", "Z"]),
    ].enumerated().map { $1.carried(as: $0) }
  }

  /// A device of a muscle at 1 kHz, a magnetometer, which is not followed, and an accelerometer at 100 Hz.
  private func line() -> DeviceLine {
    DeviceLine(Self.carried(muscleRate: 1000))
  }

  private func samples(_ stream: Int, _ index: UInt64, _ count: Int, time: UInt64, isHistoric: Bool = false)
    -> DeviceEvent
  {
    let channels = stream == 0 ? 1 : 3
    let values = (0..<count * channels).map { Int32(truncatingIfNeeded: Int(index) * channels + $0) }
    return .samples(
      SampleRun(
        epoch: 0, stream: stream, index: index, time: time, values: values, channels: channels,
        isHistoric: isHistoric))
  }

  private func started(at time: UInt64) -> DeviceEvent {
    .started(time: time)
  }

  /// Stream, first index and frames of each block, and the remarks.
  private func taken(_ line: inout DeviceLine) -> (blocks: [[Int64]], remarks: [Annotation]) {
    var (blocks, remarks) = ([[Int64]](), [Annotation]())
    var block = Block()
    while let delivery = line.take(into: &block) {
      switch delivery {
      case .block: blocks.append([Int64(block.stream), block.firstIndex, Int64(block.frameCount)])
      case .annotation(let remark): remarks.append(remark)
      case .news, .idle, .end: break
      }
    }
    return (blocks, remarks)
  }

  @Test func `streams lie where their device time puts them, counted from the first sample`() {
    var line = line()
    line.take(started(at: 5_000_000), at: 100)
    line.take(samples(0, 5003, 20, time: 5_003_000), at: 100.1)
    line.take(samples(1, 500, 2, time: 5_000_000), at: 100.1)
    line.take(samples(2, 501, 2, time: 5_010_000), at: 100.1)
    #expect(taken(&line).blocks == [[0, 0, 20], [1, 1, 2]])
    #expect(line.ignored == ["stream 1: magnetometer is not followed"])
    #expect(line.isEmpty)
  }

  @Test func `what another stream has of before the first sample is left out`() {
    var line = line()
    line.take(started(at: 5_000_000), at: 100)
    line.take(samples(0, 5100, 20, time: 5_100_000), at: 100.2)
    line.take(samples(2, 508, 10, time: 5_080_000), at: 100.2)
    #expect(taken(&line).blocks == [[0, 0, 20], [1, 0, 8]])
  }

  @Test func `what was lost is a gap, what came twice or late is left out`() {
    var line = line()
    line.take(started(at: 0), at: 0)
    line.take(samples(0, 0, 20, time: 0), at: 0.1)
    line.take(samples(0, 40, 20, time: 40_000), at: 0.1)
    line.take(samples(0, 20, 20, time: 20_000, isHistoric: true), at: 0.2)
    line.take(samples(0, 50, 20, time: 50_000), at: 0.2)
    #expect(taken(&line).blocks == [[0, 0, 20], [0, 40, 20], [0, 60, 10]])
  }

  @Test func `after a reset samples go on where the host's clock says`() {
    var line = line()
    line.take(started(at: 0), at: 50)
    line.take(samples(0, 0, 1000, time: 0), at: 51)
    line.take(.restarted, at: 53)
    line.take(started(at: 200_000), at: 53.5)
    line.take(samples(0, 250, 10, time: 250_000), at: 53.6)
    line.take(samples(0, 260, 10, time: 260_000), at: 53.6)
    #expect(taken(&line).blocks == [[0, 0, 1000], [0, 3550, 10], [0, 3560, 10]])
  }

  @Test func `a reset takes as long as the host's clock says, however fast the device's own ran`() {
    var line = line()
    line.take(started(at: 0), at: 50)
    line.take(samples(0, 0, 1000, time: 0), at: 50.1)
    line.take(.restarted, at: 50.2)
    line.take(started(at: 0), at: 50.3)
    line.take(samples(0, 0, 10, time: 0), at: 50.4)
    #expect(taken(&line).blocks == [[0, 0, 1000], [0, 1200, 10]])
  }

  @Test func `a device whose clock went back was restarted, though its boot has the same number`() {
    var line = line()
    line.take(started(at: 500_000), at: 50)
    line.take(samples(0, 0, 1000, time: 500_000), at: 51)
    line.take(samples(0, 1000, 1000, time: 1_500_000), at: 52)
    line.take(started(at: 100_000), at: 60)
    line.take(samples(0, 0, 10, time: 100_000), at: 60.1)
    #expect(taken(&line).blocks == [[0, 0, 1000], [0, 1000, 1000], [0, 10_000, 10]])
  }

  @Test func `samples that were not taken for a time are a gap, though the index goes on`() {
    var line = line()
    line.take(started(at: 0), at: 50)
    line.take(samples(0, 0, 1000, time: 0), at: 51)
    line.take(started(at: 61_000_000), at: 111)
    line.take(samples(0, 1000, 10, time: 61_000_000), at: 111.1)
    line.take(samples(0, 1010, 10, time: 61_010_000), at: 111.1)
    #expect(taken(&line).blocks == [[0, 0, 1000], [0, 61_000, 10], [0, 61_010, 10]])
  }

  @Test func `what comes from an electrode that the device finds off is missing`() {
    var line = line()
    line.take(started(at: 0), at: 0)
    var run = SampleRun(
      epoch: 0, stream: 0, index: 0, time: 0, values: [5, 6, 7], channels: 1, isHistoric: false)
    run.qualities = [.leadOff]
    line.take(.samples(run), at: 0.1)
    run.index = 3
    run.qualities = [.saturated]
    line.take(.samples(run), at: 0.1)
    var block = Block()
    var values: [Int32] = []
    while case .block = line.take(into: &block) { values += block.samples }
    #expect(values == [Block.missing, Block.missing, Block.missing, 5, 6, 7])
  }

  @Test func `another device is told from the same one by what it carries`() {
    let line = line()
    #expect(line.isDescribed(by: Self.carried(muscleRate: 1000)))
    #expect(!line.isDescribed(by: Self.carried(muscleRate: 500)))
  }

  @Test func `the button and a low battery are remarks, the battery once`() {
    var line = line()
    line.take(started(at: 1_000_000), at: 0)
    line.take(.remark("marker 4", time: 3_500_000), at: 2.6)
    var status = StatusFrame(boot: 7, time: 4_000_000, state: .streaming)
    status.battery = 9
    line.take(.report(DeviceReport(status)), at: 3)
    line.take(.report(DeviceReport(status)), at: 4)
    let remarks = taken(&line).remarks
    #expect(remarks.map(\.text) == ["marker 4", "the device's battery is low: 9 %"])
    #expect(remarks[0].onset == 2.5)
  }
}
