import Testing

@testable import EpisodeRecorder

/// Exports in readers that nobody here wrote.
@Suite(.enabled(if: Readers.areThere, "pyedflib and MNE-Python are not installed"))
struct ExportReaderTests {
  @Test(arguments: [SessionExport.Format.edf, .bids])
  func `values and annotations are read as they were recorded`(format: SessionExport.Format) throws {
    let session = try ExportedSession()
    let folder = try session.export(format).path
    let file = format == .edf ? folder : folder + "/sub-01/emg/sub-01_task-monitoring_emg.bdf"
    let said = try ReaderTests.read(file)
    // The left channel needs 20 bits; with 16 its step grows to 12.2 of its own. Microvolts; the right has 1 uV a step.
    let step = format == .edf ? 0.025 * 400_000 / 32_767 : 0
    var worst = (left: 0.0, right: 0.0, volts: 0.0)
    for index in (0..<10_000) where !(4200..<4500).contains(index) && index != 7000 {
      let (left, right) = (said.pyedflib.values[0][index], said.pyedflib.values[1][index])
      worst.left = max(worst.left, abs(left - Double(ExportedSession.left(index)) * 0.025))
      worst.right = max(worst.right, abs(right - Double(ExportedSession.right(index)) - 1000))
      worst.volts = max(worst.volts, abs(said.mne.muscle[0][index] * 1e6 - left))
    }
    // Half a step, and what eight characters of a range of 0.2 V (24 bits) or 8.4 V leave open: a part in 10^6.
    #expect(worst.left <= 0.51 * step + 0.011 && worst.right <= 0.5 && worst.volts <= 0.001)
    #expect(said.pyedflib.start.hasPrefix("2026-11-25T03:12:05"))
    for remarks in [said.pyedflib.annotations, said.mne.annotations] {
      let spasm = try #require(remarks.first { $0.text == "spasm: Left calf" })
      #expect(spasm.onset == 2 && spasm.duration == 4.5)
      #expect(remarks.contains { $0.text == "twitch: Right calf; corrected: movement" && $0.onset == 1 })
      #expect(remarks.contains { $0.text.hasPrefix("note (pain 7): Anna") && $0.onset == 5 })
      // The gap of 300 ms that began at 4.2 s.
      let gap = try #require(remarks.first { $0.text == "BAD_ACQ_SKIP" })
      #expect(abs(gap.onset - 4.2) < 1e-6 && abs(gap.duration - 0.3) < 1e-6)
    }
  }

  @Test func `a note after the end does not lengthen the signals`() throws {
    let session = try ExportedSession()
    let at = WallTime(unixSeconds: 1_795_573_000, offset: 3600)
    try NoteFile(path: session.disk.folder.notes).append(Note(.note, at: at, atSeconds: 275, text: "later"))
    let said = try ReaderTests.read(try session.export(.edf).path)
    #expect(said.pyedflib.duration == 10)
    #expect(said.pyedflib.annotations.contains { $0.text == "note: later" && $0.onset == 275 })
  }
}
