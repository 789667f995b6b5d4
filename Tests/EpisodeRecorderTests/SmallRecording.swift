import Foundation
import RecordingFormats
import Signals

@testable import EpisodeRecorder

/// Two muscles at 1 kHz and three axes at 100 Hz, every sample another value, for tests of the recorder.
struct SmallRecording {
  static let streams: [StreamDescription] = [
    StreamDescription(
      kind: .emg, rate: rate(1000), unit: .volt,
      channels: ["EMG1", "EMG2"].map { ChannelDescription(label: $0, gain: 1e-7) }),
    StreamDescription(
      kind: .accelerometer, rate: rate(100), unit: .standardGravity,
      channels: ["ACCX", "ACCY", "ACCZ"].map { ChannelDescription(label: $0, gain: 1e-3) }),
  ]

  private static func rate(_ hertz: Int) -> SampleRate {
    guard let rate = SampleRate(hertz) else { preconditionFailure("\(hertz) Hz is no rate") }
    return rate
  }

  /// The value of a channel in a frame.
  static func value(_ stream: Int, _ channel: Int, _ frame: Int64) -> Int32 {
    Int32((frame * 31 + Int64(stream) * 7 + Int64(channel) * 1009) % 4_000_000) - 2_000_000
  }

  /// Where frames are absent, and where a value is blank.
  var gaps: [(stream: Int, range: Range<Int64>)] = []
  var blanks: [(stream: Int, channel: Int, frame: Int64)] = []
  /// How many seconds there are.
  var length: Int64

  init(seconds: Int64) { length = seconds }

  /// Settings without a clock and without threads.
  static func settings(_ calls: FileCalls = FileCalls()) -> SessionRecorder.Settings {
    var settings = SessionRecorder.Settings(
      source: "a test", device: "a list", started: WallTime(unixSeconds: 1_790_000_000.25, offset: 7200),
      preset: "limb", parameters: ["hop_s": 0.01], software: "tests", clock: { 0 })
    settings.calls = calls
    settings.syncsInBackground = false
    return settings
  }

  /// Delivers all of it in blocks of a tenth of a second.
  func play(into recorder: SessionRecorder, from start: Int64 = 0) {
    var block = Block()
    for tenth in start * 10..<length * 10 {
      for (stream, description) in Self.streams.enumerated().reversed() {
        let frames = Int64(description.rate.numerator / 10)
        var first = tenth * frames
        let end = first + frames
        while first < end {
          let gap = gaps.first { $0.stream == stream && $0.range.contains(first) }
          if let gap {
            first = min(end, gap.range.upperBound)
            continue
          }
          let next =
            gaps.filter { $0.stream == stream && $0.range.lowerBound > first }.map(\.range.lowerBound).min()
            ?? end
          fill(&block, stream, first..<min(end, next))
          recorder.take(block, from: 0, cause: .lost)
          first = min(end, next)
        }
      }
    }
  }

  private func fill(_ block: inout Block, _ stream: Int, _ range: Range<Int64>) {
    let channels = Self.streams[stream].channels.count
    block.restart(stream: stream, firstIndex: range.lowerBound, channelCount: channels)
    for frame in range {
      for channel in 0..<channels {
        let isBlank = blanks.contains { $0 == (stream, channel, frame) }
        block.samples.append(isBlank ? Block.missing : Self.value(stream, channel, frame))
      }
    }
  }

  /// The frames of each stream that a session delivers, after checking every value.
  static func framesDelivered(
    by source: SessionSource, blanks: [(stream: Int, channel: Int, frame: Int64)] = []
  ) throws
    -> [[Range<Int64>]]
  {
    var delivered: [[Range<Int64>]] = streams.map { _ in [] }
    var block = Block()
    while true {
      switch try source.next(into: &block) {
      case .annotation, .news, .idle: continue
      case .end: return delivered
      case .block:
        let range = block.firstIndex..<block.endIndex
        for (offset, frame) in range.enumerated() {
          for channel in 0..<block.channelCount {
            let found = block.samples[offset * block.channelCount + channel]
            let isBlank = blanks.contains { $0 == (block.stream, channel, frame) }
            let wanted = isBlank ? Block.missing : value(block.stream, channel, frame)
            if found != wanted {
              throw WrongValue(
                stream: block.stream, channel: channel, frame: frame, found: found, wanted: wanted)
            }
          }
        }
        if let last = delivered[block.stream].last, last.upperBound == range.lowerBound {
          delivered[block.stream][delivered[block.stream].count - 1] = last.lowerBound..<range.upperBound
        } else {
          delivered[block.stream].append(range)
        }
      }
    }
  }

  /// A value that is not what was recorded.
  struct WrongValue: Error {
    var stream, channel: Int
    var frame: Int64
    var found, wanted: Int32
  }
}
