import Fixtures
import Signals
import Testing

@testable import RecordingFormats

/// Files as people bring them, none of which the project made.
@Suite(.enabled(if: Fixtures.shared("recordings") != nil))
struct RealTextTests {
  private func read(_ name: String, rate: Int? = nil, unit: String? = nil) throws -> ReadText {
    var options = ReadingOptions()
    options.rate = rate.flatMap { SampleRate($0) }
    options.unit = unit
    return try readText("\(try #require(Fixtures.shared("recordings")))/\(name)", options: options)
  }

  @Test(arguments: [
    ("game_0_1", 6000), ("game_0_2", 5400), ("game_0_3", 4800), ("game_1_1", 6600), ("game_1_2", 5550),
    ("game_1_3", 6000), ("game_2_1", 5550), ("game_2_2", 5850), ("game_2_3", 5700),
  ])
  func `OpenSignals: two muscles and one axis`(name: String, frames: Int64) throws {
    let text = try read("opensignals/\(name).txt")
    #expect(text.streams.map(\.kind) == [.emg, .accelerometer])
    #expect(text.streams.map(\.channels.count) == [2, 1])
    #expect(text.streams.allSatisfy { $0.rate.hertz == 1000 })
    #expect(text.reading.frames == [frames, frames])
    #expect(text.streams[0].channels.map(\.muscle) == ["flexor digitorum superficialis", "aductor policis"])
    #expect(text.streams[0].channels[0].rails == 0...65535)
    #expect(text.damage.isEmpty && text.reading.gaps.isEmpty)
    // The sensor's range is 1.5 mV to either side, and gravity has one size.
    #expect(text.physical(0).allSatisfy { $0.magnitude <= 0.0015 })
    #expect(text.physical(1).allSatisfy { $0.magnitude < 4 })
  }

  @Test func `OpenSignals: counts become volts by the data sheet`() throws {
    let text = try read("opensignals/game_0_1.txt")
    let volts = try #require(text.physical(0).first)
    #expect((volts - (32816.0 / 65536 - 0.5) * 3 / 1000).magnitude < 1e-15)
    #expect(text.description.started == "2019-01-23T15:26:22")
  }

  @Test(arguments: [("3Asitting", 38971), ("6Agait", 51376), ("6Asitting", 69374)])
  func `a heading names four muscles, and an angle that is none`(name: String, frames: Int64) throws {
    let text = try read("lower-limb-csv/\(name).csv", rate: 1000, unit: "mV")
    #expect(text.streams.map(\.kind) == [.emg])
    #expect(
      text.streams[0].channels.map(\.label) == [
        "Recto Femoral", "Biceps Femoral", "Vasto Medial", "EMG Semitendinoso",
      ])
    #expect(text.streams[0].unit == .volt)
    #expect(text.reading.frames == [frames])
    #expect(text.description.ignored == ["Flexo-Extension: neither muscle nor motion by its name"])
    #expect(text.missing(0) == 0 && text.damage.isEmpty)
  }

  @Test func `without a rate and a time column the rate must be told`() throws {
    #expect {
      try read("lower-limb-csv/3Asitting.csv")
    } throws: { error in
      let error = error as? RecordingError
      return error?.kind == .needsOption
        && error?.reason == "no rate and no time column; tell the rate with --rate HZ"
    }
  }

  @Test(arguments: [
    ("35622-1_0", "column 9: holds one value only"),
    ("35622-1_1", "column 9: looks like a label: few different whole numbers that stay for long"),
    ("35622-1_7", "column 9: looks like a label: few different whole numbers that stay for long"),
  ])
  func `Myo: eight channels of counts beside a label`(name: String, ignored: String) throws {
    let text = try read("myo/\(name).txt", rate: 200)
    #expect(text.streams.map(\.channels.count) == [8])
    #expect(text.streams[0].unit == .count)
    #expect(text.streams[0].channels.allSatisfy { $0.gain == 1 && $0.step == 1 })
    #expect(text.reading.frames == [12000])
    #expect(text.description.ignored == [ignored])
    #expect(text.reading.samples[0].allSatisfy { $0 >= -128 && $0 <= 127 })
  }

  @Test(arguments: [("Biopac", 4734), ("Miotracker", 2637)])
  func `MuscleTracker: two columns without a name`(name: String, frames: Int64) throws {
    let text = try read("muscletracker/\(name)_10_1_1.txt", rate: 1000)
    #expect(text.streams.map(\.channels.count) == [2])
    #expect(text.reading.frames == [frames])
    #expect(text.description.guesses.contains("columns 1 and 2 are taken as EMG; --emg names others"))
  }

  @Test func `Trigno: every sensor at its exact rates`() throws {
    let text = try read("trigno/truncated_trigno_sample.csv")
    let emg = try #require(text.streams(.emg).first)
    #expect(text.streams(.emg).count == 1)
    #expect(text.streams[emg].rate == SampleRate(34000, per: 27))
    #expect(text.streams[emg].channels.count == 2)
    #expect(text.reading.frames[emg] == 2519)
    for kind in [StreamKind.accelerometer, .gyroscope] {
      let sensors = text.streams(kind)
      #expect(sensors.count == 2)
      #expect(sensors.allSatisfy { text.streams[$0].rate == SampleRate(4000, per: 27) })
      #expect(sensors.allSatisfy { text.streams[$0].channels.count == 3 && text.reading.frames[$0] == 297 })
    }
    #expect(text.description.announcedFrames[emg] == 81141)
    #expect(
      text.damage == [
        "the header announces 81141 points at 1259.259 Hz (34000/27), the file holds 2519",
        "the header announces 9546 points at 148.148 Hz (4000/27), the file holds 297",
      ])
    #expect((text.physical(emg)[2518] - 0.0002955825).magnitude < 1e-12)
  }

  @Test func `BioSPPy: the comments tell rate, bits and name`() throws {
    let text = try read("biosppy/emg_1.txt")
    #expect(text.streams.map(\.rate.hertz) == [1000])
    #expect(text.streams[0].channels.map(\.label) == ["EMG"])
    #expect(text.streams[0].channels[0].rails == 0...4095)
    #expect(text.reading.frames == [63880])
    #expect(text.reading.samples[0].first == 2034)
  }

  @Test func `a time column that loses digits still gives the exact rate`() throws {
    let text = try read("emgdb/emg_healthy.txt", unit: "mV")
    #expect(text.streams.map(\.rate) == [SampleRate(4000)])
    #expect(text.reading.frames == [50860])
    #expect(text.reading.gaps.isEmpty)
    #expect(text.physical(0).first.map { ($0 + 0.0333e-3).magnitude < 1e-12 } == true)
    #expect(text.description.guesses.first == "column 1 is the time, taken as seconds: 4000 Hz")
  }
}
