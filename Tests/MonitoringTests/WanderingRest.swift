import Fixtures
import Foundation
import RecordingFormats
import Signals
import SpasmDetection

@testable import Monitoring
@testable import Simulation

/// A stretch of a real recording in which nothing happens.
struct RestStretch: Sendable {
  /// The recording's name.
  let name: String
  /// Its muscle, one channel of it.
  let stream: StreamDescription
  /// The values, in the converter's steps, around their mean.
  let values: [Double]
  /// RMS of its middle in the muscle's band, in the same steps; hum counts.
  let rms: Double
  /// Whether it is rest throughout: in no quarter of a second 6 dB or more over its middle.
  ///
  /// Some hold the end of a contraction after all, or bursts: these wander by more than can be laid over them.
  let isSteady: Bool

  /// How good the labels are where a contraction ends slowly: what is nearer to an end of a stretch is left out.
  private static let tolerance: Seconds = 0.5

  /// What a truth says of its recording.
  private struct Told: Decodable {
    var id: String
    var file: String
    var calibration_s: [Double]
  }

  /// The stretches of all recordings in `folder` that are sampled fast enough to hold all of muscle.
  static func all(in folder: String) throws -> [RestStretch] {
    let truths = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
    return try truths.sorted().compactMap { name in
      let told = try JSONDecoder().decode(Told.self, from: Data(bytes(ofFile: "\(folder)/\(name)")))
      let source = try openRecording(path: "\(folder)/\(told.file)")
      guard let position = source.description.streams.firstIndex(where: { $0.kind == .emg }),
        source.description.streams[position].rate.hertz >= 300
      else { return nil }
      return try RestStretch(told.id, source, stream: position, from: told.calibration_s)
    }
  }

  private init(_ name: String, _ source: any BlockSource, stream position: Int, from span: [Double]) throws {
    let stream = source.description.streams[position]
    let start = stream.rate.index(nearest: Seconds(span[0]) + Self.tolerance)
    let frames = start..<stream.rate.index(nearest: Seconds(span[1]) - Self.tolerance)
    var band = MuscleBand(stream, parameters: Preset.all[0].parameters, mains: nil)
    var (values, inBand) = ([Double](), [Double]())
    var block = Block()
    reading: while true {
      switch try source.next(into: &block) {
      case .end: break reading
      case .annotation, .news, .idle: continue
      case .block where block.stream != position: continue
      case .block: band.take(block)
      }
      for frame in 0..<block.frameCount where frames.contains(block.firstIndex + Int64(frame)) {
        let sample = frame * block.channelCount
        values.append(Double(block.samples[sample]))
        inBand.append(Double(band.samples[sample]))
      }
    }
    let mean = values.reduce(0, +) / Double(values.count)
    self.name = name
    self.stream = stream
    self.values = values.map { $0 - mean }
    let levels = Self.levels(of: inBand, rate: stream.rate)
    rms = levels[levels.count / 2]
    isSteady = 20 * log10(levels[levels.count - 1] / rms) < 6
  }

  /// RMS of a quarter of a second at a time, in rising order.
  static func levels(of values: [Double], rate: SampleRate) -> [Double] {
    let length = rate.count(in: 0.25)
    return stride(from: 0, through: values.count - length, by: length).map { start in
      (values[start..<start + length].reduce(0) { $0 + $1 * $1 } / Double(length)).squareRoot()
    }.sorted()
  }
}

/// Real rest made as long as it has to be: grains of a stretch, in random order and polarity, with fades of equal
/// power between them.
struct SplicedRest {
  private struct Grain {
    var start: Int
    var length: Int
    var sign: Double
  }

  private let values: [Double]
  private let lengths: ClosedRange<Int>
  private let fade: Int
  private var generator: SeededGenerator
  private var grain = Grain(start: 0, length: 0, sign: 1)
  private var following = Grain(start: 0, length: 0, sign: 1)
  private var place = 0

  init(_ stretch: RestStretch, generator: SeededGenerator) {
    let rate = stretch.stream.rate
    values = stretch.values
    // Shorter than the stretch, so that no two grains need be alike.
    lengths = rate.count(in: 0.7)...min(rate.count(in: 3), values.count * 9 / 10)
    fade = rate.count(in: 0.05)
    self.generator = generator
    grain = draw()
    following = draw()
  }

  mutating func next() -> Double {
    if place == grain.length {
      (grain, place) = (following, fade)
      following = draw()
    }
    defer { place += 1 }
    let value = grain.sign * values[grain.start + place]
    let faded = place - (grain.length - fade)
    guard faded >= 0 else { return value }
    let angle = (Double(faded) + 0.5) / Double(fade) * .pi / 2
    return cos(angle) * value + sin(angle) * following.sign * values[following.start + faded]
  }

  private mutating func draw() -> Grain {
    let length = Int.random(in: lengths, using: &generator)
    return Grain(
      start: Int.random(in: 0...values.count - length, using: &generator), length: length,
      sign: Bool.random(using: &generator) ? 1 : -1)
  }
}

/// How a level wanders: a first-order random process in decibels.
struct Wandering: Hashable, Sendable {
  /// Standard deviation in decibels; nine tenths of the time the level is within 1.645 of it.
  var deviation: Double
  /// Seconds after which 1/e of a departure is left.
  var memory: Double
}

/// One channel of real rest whose level wanders, with spasms laid over it, as a source.
final class WanderingRest: BlockSource {
  let description: SourceDescription
  let damage: [String] = []
  private let rate: SampleRate
  private let frames: Int64
  private let spasms: [ClosedRange<Seconds>]
  private let spasmRMS: Double
  private var rest: SplicedRest
  private var muscle: ShapedNoise
  private var wander: Wander
  private var index: Int64 = 0

  /// Parts of a step of the real converter: fine enough that rest turned down is not lost in rounding.
  private static let fineness = 16.0

  /// Rest of `seconds`; `spasms` stand `ratio` over the middle of it.
  init(
    _ stretch: RestStretch, _ wandering: Wandering, seconds: Seconds, seed: UInt64,
    spasms: [ClosedRange<Seconds>] = [], ratio: Decibels = 0
  ) {
    rate = stretch.stream.rate
    frames = rate.index(nearest: seconds)
    self.spasms = spasms
    spasmRMS = stretch.rms * pow(10, ratio.value / 20)
    rest = SplicedRest(stretch, generator: SeededGenerator(seed: seed, part: 0))
    wander = Wander(
      .init(extent: Decibels(1.645 * wandering.deviation), memory: wandering.memory),
      generator: SeededGenerator(seed: seed, part: 1))
    // The spectrum of surface EMG after Shwedyk et al. (1977), doi:10.1109/TBME.1977.326175.
    muscle = ShapedNoise(
      high: [60], low: [120, 120], rate: rate.hertz, generator: SeededGenerator(seed: seed, part: 2))
    var stream = stretch.stream
    stream.channels = [
      ChannelDescription(label: stretch.name, gain: stream.channels[0].gain / Self.fineness)
    ]
    description = SourceDescription(format: "spliced rest", streams: [stream], announcedFrames: [frames])
  }

  /// The next tenth of a second.
  func next(into block: inout Block) -> Delivery {
    guard index < frames else { return .end }
    block.restart(stream: 0, firstIndex: index, channelCount: 1)
    for _ in 0..<rate.count(in: 0.1) where index < frames {
      let time = rate.time(of: index)
      var value = rest.next() * wander.gain(at: time.value)
      if spasms.contains(where: { $0.contains(time) }) { value += spasmRMS * muscle.next() }
      block.samples.append(Int32((value * Self.fineness).rounded()))
      index += 1
    }
    return .block
  }
}
