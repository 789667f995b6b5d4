import Fixtures
import Signals
import Testing

@testable import RecordingFormats

struct DelimitedTests {
  /// Two signals as a table with the cells parted by `separator` and `mark` in the numbers.
  private func table(
    _ separator: String, mark: String = ".", heading: [String]? = ["EMG 1", "EMG 2"], rows: Int = 60
  ) throws -> TextFile {
    var lines = heading.map { [$0.joined(separator: separator)] } ?? []
    for row in 0..<rows {
      let cells = [row * 37 % 101 - 50, row * 53 % 97 - 48].map {
        "\(Double($0) / 10)".replacing(".", with: mark)
      }
      lines.append(cells.joined(separator: separator))
    }
    return try TextFile(lines.joined(separator: "\r\n") + "\r\n", name: "test.txt")
  }

  @Test(arguments: [
    (",", "."), (", ", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ","), (" ", "."), ("   ", ","),
    (" \t ", "."),
  ])
  func `separators and decimal marks are told apart`(separator: String, mark: String) throws {
    for heading in [["EMG1", "EMG2"], nil] {
      let text = try table(separator, mark: mark, heading: heading).read(rate: 1000) { $0.unit = "mV" }
      #expect(text.streams.map(\.channels.count) == [2])
      #expect(text.reading.frames == [60])
      #expect((text.physical(0, channel: 1)[1] - 0.5e-3).magnitude < 1e-12)
      #expect(text.missing(0) == 0)
    }
  }

  @Test func `units in headings scale, and need no guess`() throws {
    let text = try table(",", heading: ["RF [mV]", "ACC X (m/s^2)"]).read(rate: 100)
    #expect(text.streams.map(\.kind) == [.emg, .accelerometer])
    #expect(text.streams.map(\.unit) == [.volt, .standardGravity])
    #expect((text.physical(0)[0] + 5e-3).magnitude < 1e-12)
    #expect((text.physical(1)[0] + 4.8 / 9.80665).magnitude < 1e-12)
    #expect(text.description.guesses.isEmpty)
  }

  @Test func `units may have a row of their own`() throws {
    let file = try TextFile(
      "time,RF\nms,uV\n" + (0..<30).map { "\($0 * 2),\($0 * 7 % 11).5" }.joined(separator: "\n"))
    let text = try file.read()
    #expect(text.streams[0].rate.hertz == 500)
    #expect(text.streams[0].unit == .volt)
    #expect(text.reading.frames == [30])
  }

  @Test func `columns are picked by heading or by number`() throws {
    let heading = ["EMG 1", "EMG 2"]
    for name in ["EMG 2", "emg 2 ", "2"] {
      let text = try table(";", heading: heading).read(rate: 1000) { $0.columns = [name] }
      #expect(text.streams[0].channels.map(\.label) == ["EMG 2"])
    }
  }

  @Test func `the caller says what a column is`() throws {
    let text = try table(",", heading: ["left", "right"]).read(rate: 1000) { $0.emg = ["right"] }
    #expect(text.streams[0].channels.map(\.label) == ["right"])
    #expect(text.description.ignored == ["left: neither muscle nor motion by its name"])
  }

  @Test func `names that say nothing are taken as EMG, and a guess says so`() throws {
    let text = try table(",", heading: ["left", "right"]).read(rate: 1000)
    #expect(text.streams[0].channels.count == 2)
    #expect(
      text.description.guesses == [
        "columns 1 and 2 are taken as EMG; --emg names others",
        "values have no unit; amplitudes are shown as they are; --unit mV tells it",
      ])
  }

  @Test func `a file of an ECG alone has no stream of muscle`() throws {
    let text = try table(",", heading: ["ECG", "Resp"]).read(rate: 1000)
    #expect(text.streams.isEmpty)
    #expect(text.description.ignored == ["ECG: not muscle by its name", "Resp: not muscle by its name"])
  }

  @Test func `an accelerometer without a unit is scaled by its size at rest`() throws {
    let lines = (0..<40).map { "\($0 * 7 % 11).5,0.1,\(980 + $0 % 3)e-2,0.2" }
    let text = try TextFile((["emg,acc_x,acc_y,acc_z"] + lines).joined(separator: "\n")).read(rate: 100)
    let motion = try #require(text.streams(.accelerometer).first)
    #expect(text.streams[motion].unit == .standardGravity)
    #expect((text.physical(motion, channel: 1)[0] - 9.8 / 9.80665).magnitude < 1e-9)
    #expect(
      text.description.guesses.contains(
        "the accelerometer has no unit and is taken as m/s2 by its size at rest"))
  }

  @Test func `motion in counts is left in counts`() throws {
    let lines = (0..<40).map { "\($0 * 7 % 11).5,3,\(4090 + $0 % 3),7,\($0 % 5)" }
    let text = try TextFile((["emg,acc_x,acc_y,acc_z,gyrx"] + lines).joined(separator: "\n")).read(rate: 100)
    #expect(text.streams.dropFirst().map(\.unit) == [.count, .count])
    #expect(text.streams.map(\.tellsMotion) == [false, true, false])
  }

  @Test func `a counter column tells losses`() throws {
    let kept = (0..<600).filter { !(300..<310).contains($0) }
    let lines = kept.map { "\($0 % 256),\($0 * 37 % 101)" }
    let text = try TextFile((["Counter,Channel1"] + lines).joined(separator: "\n")).read(rate: 500)
    #expect(text.reading.frames == [590])
    #expect(text.reading.gaps.map(\.from) == [300])
    #expect(text.reading.gaps.map(\.to) == [310])
    #expect(text.reading.gaps.map(\.cause) == [.lost])
  }

  @Test(arguments: [
    ("# Sampling Rate (Hz):= 1000.00", 1000.0), ("% fs = 250", 250), ("Sampling frequency: 2 kHz", 2000),
    ("# sfreq: 512", 512),
  ])
  func `a comment tells the rate`(comment: String, rate: Double) throws {
    let lines = (0..<30).map { "\($0 * 37 % 101).25" }
    let text = try TextFile(([comment, "EMG"] + lines).joined(separator: "\n")).read()
    #expect(text.streams.map(\.rate.hertz) == [rate])
  }

  @Test func `numbers keep their decimals, and the converter's step is found`() throws {
    let lines = (0..<40).map { "\(Double($0 * $0 % 13) * 25 / 1000)" }
    let text = try TextFile((["EMG"] + lines).joined(separator: "\n")).read(rate: 1000)
    #expect(text.streams[0].channels[0].gain == 0.001)
    #expect(text.streams[0].channels[0].step == 25)
    #expect(text.reading.samples[0][1] == 25)
  }

  @Test func `BrainFlow's table is read with the columns named`() throws {
    // Package number, two channels, three axes, an unused column, a UNIX time, a marker; printed with %f.
    let kept = (0..<700).filter { !(400..<404).contains($0) }
    let lines = kept.map { row in
      [
        "\(row % 256).000000", "\(row * 37 % 101).250000", "\(row * 53 % 97).500000", "0.012000",
        "-0.\(row % 7)00000",
        "0.98\(row % 9)000", "0.000000", "17428251\(10 + row / 250).250000", "0.000000",
      ].joined(separator: "\t")
    }
    let text = try TextFile(lines.joined(separator: "\n"), name: "brainflow.csv").read(rate: 250) {
      $0.emg = ["2", "3"]
      $0.accelerometer = ["4", "5", "6"]
      $0.unit = "uV"
    }
    #expect(text.streams.map(\.kind) == [.emg, .accelerometer])
    #expect(text.streams.map(\.unit) == [.volt, .standardGravity])
    #expect(text.reading.gaps.map(\.to) == [404, 404])
    #expect((text.physical(0)[1] - 37.25e-6).magnitude < 1e-15)
    #expect(text.description.guesses.first == "column 1 counts the samples; jumps in it are losses")
  }
}
