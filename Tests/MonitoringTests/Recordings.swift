import Events
import Fixtures
import Monitoring
import RecordingFormats
import Signals
import SpasmDetection

/// The fixtures that a replay is given: a WFDB recording by its header.
func replayableFixtures() throws -> [String] {
  try Fixtures.all().filter { !$0.hasSuffix(".dat") && !$0.hasSuffix(".atr") }
}

/// Opens a fixture, and tells it a rate where it asks for one.
func openFixture(_ name: String, fits24Bits: Bool = false) throws -> any BlockSource {
  let path = Fixtures.path(name)
  var options = ReadingOptions()
  options.fits24Bits = fits24Bits
  do {
    return try openRecording(path: path, options: options)
  } catch {
    guard error.kind == .needsOption else { throw error }
    options.rate = SampleRate(500)
    return try openRecording(path: path, options: options)
  }
}

/// What a replay emitted, as events and as the lines that are written of them.
struct Played {
  let events: [Event]
  let lines: [[UInt8]]

  /// Plays `source` to its end.
  init(_ source: any BlockSource, chunk: Int? = nil, preset: Preset = Preset.all[0]) throws {
    var emitted: [Event] = []
    try Replay(source, name: "recording", preset: preset, chunk: chunk).run { emitted.append($0) }
    events = emitted
    let writer = EventLineWriter(streams: source.description.streams)
    lines = emitted.map(writer.line)
  }

  /// The account at the end; nil when the last event is none.
  var summary: Summary? {
    if case .summary(let summary)? = events.last?.body { summary } else { nil }
  }

  /// The settled episodes, with their channels.
  var episodes: [(channel: Int, episode: Episode)] {
    events.compactMap { event in
      if case .episode(let episode) = event.body { (event.channel ?? 0, episode) } else { nil }
    }
  }
}
