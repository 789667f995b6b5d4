import Fixtures
import Signals
import Testing

@testable import RecordingFormats

/// Text that is to be recorded again, in 24 bits.
@Suite struct NarrowedTextTests {
  @Test func `values are as exact as 24 bits are, and small ones stay as they were`() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<400).map { "\(Double($0) / 1000),\(100_000 + $0).1234,\($0 % 7).5" }
    let text = (["time,EMG1 (uV),EMG2 (uV)"] + rows).joined(separator: "\n")
    let path = try folder.write(text.utf8, to: "a.csv")
    var options = ReadingOptions()
    options.fits24Bits = true
    let source = try openRecording(path: path, options: options)
    let stream = try #require(source.description.streams.first)
    var block = Block()
    var frame = 0
    while case .block = try source.next(into: &block) {
      for offset in 0..<block.frameCount {
        let values = (0..<2).map { block.samples[2 * offset + $0] }
        let told = [100_000 + Double(frame) + 0.1234, Double(frame % 7) + 0.5]
        for channel in 0..<2 {
          #expect(values[channel].magnitude <= 8_388_607)
          let gain = stream.channels[channel].gain
          #expect(
            abs(stream.channels[channel].physical(values[channel]) - told[channel] * 1e-6) <= gain / 2
              * 1.0001)
        }
        frame += 1
      }
    }
    #expect(frame == 400)
    // A hundred thousand in 2^23 steps: a hundredth, and not more than twice that.
    #expect(stream.channels[0].gain <= 0.0256e-6 && stream.channels[1].gain == 0.1e-6)
  }
}
