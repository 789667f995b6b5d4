import Foundation
import Signals

/// Digital streams as a device would deliver them.
struct Recording {
  /// One stream: frames in runs, with gaps between them.
  struct Track {
    struct Run {
      var first: Int64
      var cause: GapCause
      var values: [Int32]
    }

    var description: StreamDescription
    var runs: [Run]

    var width: Int { description.channels.count }
    private func frame(at seconds: Double) -> Int { Int((seconds * description.rate.hertz).rounded()) }

    /// Takes samples out, from a track that is whole up to there.
    mutating func lose(from start: Double, to end: Double, cause: GapCause = .lost) {
      let whole = runs.removeLast()
      let (low, high) = (frame(at: start) - Int(whole.first), frame(at: end) - Int(whole.first))
      runs.append(Run(first: whole.first, cause: whole.cause, values: Array(whole.values[..<(low * width)])))
      runs.append(
        Run(first: whole.first + Int64(high), cause: cause, values: Array(whole.values[(high * width)...])))
    }

    /// Lets the device count on by `frames` more at a time, without samples.
    mutating func jump(at time: Double, by frames: Int64) {
      lose(from: time, to: time)
      runs[runs.count - 1].first += frames
    }

    /// Marks values of one channel as absent.
    mutating func blank(channel: Int = 0, from start: Double, to end: Double) {
      for index in frame(at: start)..<frame(at: end) {
        runs[0].values[index * width + channel] = Block.missing
      }
    }

    /// The same as a converter's counts of unknown size, `factor` a digital step.
    func inCounts(_ factor: Double) -> Track {
      var copy = self
      copy.description.unit = .count
      for channel in copy.description.channels.indices { copy.description.channels[channel].gain = 1 }
      for run in copy.runs.indices {
        copy.runs[run].values = copy.runs[run].values.map { Int32((Double($0) * factor).rounded()) }
      }
      return copy
    }

    /// The track as blocks, whose lengths `size` gives one by one.
    func blocks(stream: Int, size: () -> Int) -> [Block] {
      runs.flatMap { run in
        var (blocks, from, first) = ([Block](), 0, run.first)
        while from < run.values.count {
          var block = Block()
          block.restart(stream: stream, firstIndex: first, channelCount: width)
          block.gapCause = run.cause
          let end = min(run.values.count, from + size() * width)
          block.samples.append(contentsOf: run.values[from..<end])
          first += Int64((end - from) / width)
          from = end
          blocks.append(block)
        }
        return blocks
      }
    }
  }

  var tracks: [Track] = []

  /// Microvolts a digital step: fine enough that rest is some forty steps.
  static let step = 0.05

  /// A recording of muscle, one channel a signal, and of motion.
  init(_ muscles: MuscleSignal..., motion: [MotionSignal] = []) {
    self.init(muscles, motion: motion)
  }

  /// A recording of muscle, one channel a signal, and of motion.
  init(_ muscles: [MuscleSignal], motion: [MotionSignal] = [], rails: ClosedRange<Int32>? = nil) {
    let channels = muscles.indices.map {
      ChannelDescription(label: "EMG \($0 + 1)", gain: Self.step * 1e-6, rails: rails)
    }
    if let first = muscles.first {
      let values = first.microvolts.indices.flatMap { index in
        muscles.map { Int32(($0.microvolts[index] / Self.step).rounded()) }
      }
      add(.emg, first.rate, .volt, channels, values)
    }
    for signal in motion {
      let unit: PhysicalUnit = signal.kind == .accelerometer ? .standardGravity : .degreesPerSecond
      let gain = signal.kind == .accelerometer ? 0.001 : 0.05
      let axes = ["x", "y", "z"].prefix(signal.axes).map { ChannelDescription(label: $0, gain: gain) }
      let values = signal.values.flatMap { value in
        (0..<signal.axes).map { Int32((value[$0] / gain).rounded()) }
      }
      add(signal.kind, signal.rate, unit, axes, values)
    }
  }

  private mutating func add(
    _ kind: StreamKind, _ rate: SampleRate, _ unit: PhysicalUnit, _ channels: [ChannelDescription],
    _ values: [Int32]
  ) {
    let description = StreamDescription(kind: kind, rate: rate, unit: unit, channels: channels)
    tracks.append(
      Track(description: description, runs: [.init(first: 0, cause: .discontinuity, values: values)]))
  }

  var streams: [StreamDescription] { tracks.map(\.description) }

  /// The muscle's stream.
  var muscle: Track {
    get { tracks[0] }
    set { tracks[0] = newValue }
  }
}
