import Fixtures
import RecordingFormats
import Signals
import Testing

/// Files as people bring them, none of which the project made.
@Suite(.enabled(if: Fixtures.shared("recordings") != nil))
struct RealTextTests {
  private func read(_ name: String, rate: Int? = nil) throws -> Delivered {
    let folder = try #require(Fixtures.shared("recordings"))
    var options = ReadingOptions()
    options.rate = rate.flatMap { SampleRate($0) }
    let d = try gather("\(folder)/\(name)", options: options)
    print("==", name, d.description.format, d.description.started ?? "-")
    for (i, s) in d.description.streams.enumerated() {
      print(
        "  ", s.kind, s.rate.numerator, s.rate.denominator, s.unit,
        s.channels.map {
          "\($0.label) gain \($0.gain) step \($0.step) rails \(String(describing: $0.rails)) \($0.muscle ?? "")"
        }, "frames", d.frames[i], "missing", d.missing[i], "announced",
        d.description.announcedFrames[i] as Any)
    }
    print(
      "   guesses", d.description.guesses, "\n   ignored", d.description.ignored, "\n   damage", d.damage,
      "gaps", d.gaps)
    return d
  }

  @Test func `all`() throws {
    for n in 0...2 { for k in 1...3 { _ = try read("opensignals/game_\(n)_\(k).txt") } }
    for n in ["3Asitting", "6Agait", "6Asitting"] { _ = try read("lower-limb-csv/\(n).csv", rate: 1000) }
    for n in [0, 1, 7] { _ = try read("myo/35622-1_\(n).txt", rate: 200) }
    for n in ["Biopac", "Miotracker"] { _ = try read("muscletracker/\(n)_10_1_1.txt", rate: 1000) }
    _ = try read("trigno/truncated_trigno_sample.csv")
    _ = try read("biosppy/emg_1.txt")
    _ = try read("emgdb/emg_healthy.txt")
  }
}
