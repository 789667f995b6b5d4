import Fixtures
import Signals
import Testing

@testable import RecordingFormats

/// The fixtures hold one recording, written by encoders that share nothing with the readers.
struct FixtureAgreementTests {
  private func read(_ name: String, rate: Int? = nil, unit: String? = nil) throws -> ReadText {
    var options = ReadingOptions()
    options.rate = rate.flatMap { SampleRate($0) }
    options.unit = unit
    return try readText(Fixtures.path(name), options: options)
  }

  /// The recording as EDF has it: the channels of muscles and of motion.
  private func original() throws -> (emg: [[Double]], motion: [[Double]]) {
    let edf = try read("encoded.edf")
    let emg = try #require(edf.streams(.emg).first)
    let motion = try #require(edf.streams(.accelerometer).first)
    return (
      edf.streams[emg].channels.indices.map { edf.physical(emg, channel: $0) },
      edf.streams[motion].channels.indices.map { edf.physical(motion, channel: $0) }
    )
  }

  /// Expects that `text` holds the rows `kept` of `signals`, thinned out or held to rows, within `tolerance`.
  private func expect(
    _ text: ReadText, stream: Int, holds signals: [[Double]], rows kept: [Int], step: Double,
    within tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (channel, signal) in signals.enumerated() {
      let values = text.physical(stream, channel: channel)
      #expect(values.count == kept.count, sourceLocation: sourceLocation)
      let worst =
        zip(values, kept).map { ($0 - signal[Int(Double($1) * step + 1e-9)]).magnitude }.max() ?? .nan
      #expect(worst <= tolerance, sourceLocation: sourceLocation)
    }
  }

  @Test func `OpenSignals holds the recording, and its nSeq the loss`() throws {
    let text = try read("opensignals.txt")
    let (emg, motion) = try original()
    let kept = (0..<4000).filter { !(2000..<2010).contains($0) }
    #expect(text.streams.map(\.kind) == [.emg, .accelerometer])
    expect(text, stream: 0, holds: emg, rows: kept, step: 1, within: 0.03e-6)
    expect(text, stream: 1, holds: motion, rows: kept, step: 0.1, within: 0.00011)
    #expect(text.reading.gaps.map(\.from) == [2000, 2000])
    #expect(text.reading.gaps.map(\.to) == [2010, 2010])
    #expect(text.reading.gaps.allSatisfy { $0.cause == .lost })
    #expect(text.streams[0].channels.map(\.muscle) == ["gastrocnemius", "vastus lateralis"])
    #expect(text.description.started == "2025-03-24T14:05:09")
  }

  @Test(arguments: [4, 5, 6])
  func `OpenBCI holds the recording, and its sample index the loss`(version: Int) throws {
    let text = try read("openbci-v\(version).txt")
    let (emg, motion) = try original()
    let kept = (0..<1250).filter { !(600..<607).contains($0) }
    #expect(text.streams.map(\.kind) == [.emg, .accelerometer])
    #expect(text.streams.map(\.channels.count) == [8, 3])
    #expect(text.streams.allSatisfy { $0.rate.hertz == 250 })
    expect(text, stream: 0, holds: emg, rows: kept, step: 2, within: 0.051e-6)
    #expect(text.reading.gaps.map(\.from) == [600, 600])
    #expect(text.reading.gaps.map(\.to) == [607, 607])
    // Version 4 keeps the zeros between the packets that carry gravity: what was last sent holds.
    let sent = kept.map { version == 4 ? heldRow($0) : $0 }
    expect(text, stream: 1, holds: motion, rows: sent, step: 0.2, within: 1e-6)
    #expect(text.description.guesses == ["EXG channels are taken as EMG; --emg names others"])
    #expect(text.description.started == (version == 4 ? nil : "2025-03-24T14:05:09Z"))
  }

  /// The row whose acceleration holds on `row`: every tenth is sent, and row 600 was lost.
  private func heldRow(_ row: Int) -> Int {
    let tenth = row / 10 * 10
    return tenth == 600 ? 590 : tenth
  }

  @Test func `Trigno holds every channel at its own rate`() throws {
    let text = try read("trigno.csv")
    let (emg, motion) = try original()
    #expect(text.streams.map(\.kind) == [.emg, .accelerometer])
    #expect(text.streams.map(\.rate.hertz) == [500, 50])
    #expect(text.description.announcedFrames == [4000, 400])
    expect(text, stream: 0, holds: emg, rows: Array(0..<4000), step: 1, within: 1e-12)
    expect(text, stream: 1, holds: motion, rows: Array(0..<400), step: 1, within: 1e-6)
    #expect(text.damage.isEmpty)
  }

  @Test func `a time column tells the rate and the hole`() throws {
    let text = try read("time.csv")
    let (emg, motion) = try original()
    let kept = (0..<4000).filter { !(1500..<1525).contains($0) }
    #expect(text.streams.map(\.rate.hertz) == [500, 500])
    expect(text, stream: 0, holds: emg, rows: kept, step: 1, within: 1e-12)
    expect(text, stream: 1, holds: motion, rows: kept, step: 0.1, within: 1e-6)
    #expect(text.reading.gaps.map(\.to) == [1525, 1525])
    #expect(text.reading.gaps.allSatisfy { $0.cause == .discontinuity })
    #expect(text.description.guesses == ["Time is the time: 500 Hz"])
  }

  @Test func `decimal commas, a UTF-8 mark and DOS line ends are read`() throws {
    let text = try read("decimal-comma.csv", rate: 500, unit: "uV")
    let (emg, _) = try original()
    #expect(text.streams[0].channels.map(\.label) == ["EMG calf left", "EMG thigh left"])
    expect(text, stream: 0, holds: emg, rows: Array(0..<4000), step: 1, within: 1e-12)
  }

  @Test func `a label column is told from muscles`() throws {
    let text = try read("label-column.txt", rate: 500)
    #expect(text.streams.map(\.channels.count) == [2])
    #expect(text.reading.frames == [4000])
    #expect(text.description.ignored.count == 1)
  }

  @Test func `a comment header tells the rate`() throws {
    let text = try read("comment-header.txt")
    #expect(text.streams.map(\.rate.hertz) == [500])
    #expect(text.streams[0].channels.map(\.rails) == [0...4095])
    #expect(text.reading.frames == [4000])
  }

  @Test(arguments: ["encoded.bdf", "annotated.edf", "annotated.bdf", "wfdb16", "wfdb24", "wfdb16x"])
  func `formats of bytes hold the same recording`(name: String) throws {
    let file = try read(name.contains(".") ? name : name + ".hea")
    let (emg, motion) = try original()
    let muscle = try #require(file.streams(.emg).first)
    #expect(file.streams[muscle].rate.hertz == 500)
    expect(file, stream: muscle, holds: emg, rows: Array(0..<4000), step: 1, within: 1e-9)
    if let axes = file.streams(.accelerometer).first {
      expect(file, stream: axes, holds: motion, rows: Array(0..<400), step: 1, within: 1e-9)
    }
    #expect(file.damage.isEmpty)
  }

  @Test func `twelve bits hold it more coarsely`() throws {
    let file = try read("wfdb212.hea")
    expect(file, stream: 0, holds: try original().emg, rows: Array(0..<4000), step: 1, within: 0.81e-6)
  }

  @Test(arguments: ["gap.edf", "gap.bdf"])
  func `an interrupted recording of bytes tells its hole and its remarks`(name: String) throws {
    let file = try read(name)
    let muscle = try #require(file.streams(.emg).first)
    expect(file, stream: muscle, holds: try original().emg, rows: Array(0..<4000), step: 1, within: 1e-9)
    let holes = file.reading.gaps.filter { $0.stream == muscle }
    #expect(holes.map(\.from) == [2500])
    #expect(holes.map(\.to) == [3750])
    #expect(file.reading.annotations.map(\.text) == ["twitch", "spasm \u{2013} calf"])
    #expect(file.reading.annotations.map(\.onset.value) == [1.5, 3])
  }
}
