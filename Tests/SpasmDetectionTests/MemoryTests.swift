import Foundation
import Signals
import SpasmDetection
import Testing

@Suite struct MemoryTests {
  /// Ten minutes of eight channels, a scene of ten seconds over and over; says what was resident then and when.
  ///
  /// Runs in a process of its own: other tests would be counted too.
  @Test func `what ten minutes take, two minutes took`() async {
    await #expect(processExitsWith: .success) {
      let rate = try #require(SampleRate(200))
      let signals = (1...8 as ClosedRange<UInt64>).map {
        MuscleSignal("....####....t.......", rate: rate, seed: $0)
      }
      let recording = Recording(signals)
      var parameters = DetectionParameters()
      // Longer steps of the envelope take less of the test's time, and keep memory of the same length.
      parameters.hop = 0.05
      var pipeline = Pipeline(streams: recording.streams, parameters: parameters)
      var events = 0
      var early = 0
      for round in 0..<60 {
        for var block in recording.muscle.blocks(stream: 0, size: { 20 }) {
          block.firstIndex += Int64(round) * 2000
          pipeline.process(block) { _ in events += 1 }
        }
        if round == 11 { early = residentBytes() }
      }
      precondition(events > 1000, "the recording is to be full of events")
      precondition(residentBytes() - early < 2_000_000, "memory grew")
    }
  }
}

/// The memory of this process that is in use.
private func residentBytes() -> Int {
  let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
  return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
}
