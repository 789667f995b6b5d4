import Events
import Monitoring
import Pictures
import RecordingFormats
import Signals
import SpasmDetection

/// A recording replayed once more to gather what pictures are drawn from, hop by hop.
struct SecondPass {
  let source: any BlockSource
  let name: String
  let preset: Preset
  var sites: [SiteMemory?] = []

  /// Fills `excerpts` from the recording; blocks of one hop change no verdict.
  ///
  /// - Throws: what the source throws.
  func fill(_ excerpts: inout [Excerpt]) throws {
    let streams = source.description.streams
    let hop = streams.filter { $0.kind == .emg }.map { $0.rate.count(in: preset.parameters.hop) }.min()
    var gathered = excerpts
    var replay = Replay(source, name: name, preset: preset, chunk: hop ?? 1)
    replay.sites = sites
    replay.afterBlock = { block, pipeline in
      let time = streams[block.stream].rate.time(of: block.endIndex)
      guard streams[block.stream].kind == .emg else { return }
      var channel: Int?
      var reading: ChannelReading?
      for place in gathered.indices where gathered[place].wants(time) {
        gathered[place].take(block)
        if channel != gathered[place].channel {
          channel = gathered[place].channel
          reading = pipeline.reading(channel: gathered[place].channel)
        }
        if let reading { gathered[place].take(reading) }
      }
    }
    try replay.run { event in
      for place in gathered.indices { gathered[place].take(event) }
    }
    excerpts = gathered
  }

  /// How long the recording is: as announced, or else counted through; leaves the source used up in that case.
  static func duration(of source: any BlockSource) throws -> Seconds {
    let streams = source.description.streams
    let announced = zip(streams, source.description.announcedFrames)
      .compactMap { stream, frames in frames.map { stream.rate.time(of: $0) } }.max()
    if let announced { return announced }
    var (block, duration) = (Block(), Seconds(0))
    while true {
      switch try source.next(into: &block) {
      case .block: duration = max(duration, streams[block.stream].rate.time(of: block.endIndex))
      case .annotation, .news, .idle: continue
      case .end: return duration
      }
    }
  }
}

extension Picture.Caption {
  /// A caption with what a preset says.
  init(title: String, recording: String, preset: Preset) {
    self.init(
      title: title, recording: recording, preset: preset.name,
      motionLimit: preset.parameters.motionAcceleration, postureLimit: preset.parameters.postureTolerance)
  }
}
