import Fixtures
import RecordingFormats
import Signals
import Testing

@Suite struct NamedSignalTests {
  @Test(arguments: ["plain.edf", "plain.bdf", "wfdb16.hea", "opensignals.txt", "time.csv"])
  func `a name that no signal has is refused with the names there are`(name: String) throws {
    var options = ReadingOptions()
    options.emg = ["no such muscle"]
    let error = #expect(throws: RecordingError.self) {
      try openRecording(path: Fixtures.path(name), options: options)
    }
    #expect(error?.kind == .needsOption)
    #expect(error?.reason.contains("--emg names 'no such muscle'") == true)
  }

  @Test(arguments: ["plain.edf", "opensignals.txt", "trigno.csv"])
  func `every signal can be named as it is listed, in any case`(name: String) throws {
    let plain = try openRecording(path: Fixtures.path(name)).description
    let muscles = plain.streams.filter { $0.kind == .emg }.flatMap { $0.channels.map(\.label) }
    var options = ReadingOptions()
    options.emg = muscles.map { $0.uppercased() }
    let named = try openRecording(path: Fixtures.path(name), options: options).description
    #expect(named.streams.filter { $0.kind == .emg }.flatMap { $0.channels.map(\.label) } == muscles)
  }
}
