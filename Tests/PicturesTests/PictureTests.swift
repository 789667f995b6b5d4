import Events
import Scoring
import Signals
import SpasmDetection
import Testing

@testable import Pictures

/// Whole pictures, from samples, readings and events.
@Suite struct PictureTests {
  private let streams: [StreamDescription]

  init() throws {
    streams = [
      StreamDescription(
        kind: .accelerometer, rate: try #require(SampleRate(100)), unit: .standardGravity,
        channels: [ChannelDescription(label: "ACCX")]),
      StreamDescription(
        kind: .emg, rate: try #require(SampleRate(1000)), unit: .volt,
        channels: [
          ChannelDescription(label: "left", gain: 1e-6), ChannelDescription(label: "calf <2>", gain: 1e-6),
        ]),
    ]
  }

  private func excerpt(from start: Seconds = 0, to end: Seconds = 10) throws -> Excerpt {
    var excerpt = try #require(Excerpt(of: 1, in: streams, span: start...end))
    var generator = SeededGenerator(seed: 7)
    for hop in 0..<1000 {
      let isBurst = (400..<700).contains(hop)
      var block = Block(stream: 1, channelCount: 2)
      block.restart(stream: 1, firstIndex: Int64(hop) * 10, channelCount: 2)
      for _ in 0..<10 {
        block.samples += [9999, Int32.random(in: isBurst ? -80...80 : -5...5, using: &generator)]
      }
      excerpt.take(block)
      let time = Seconds(Double(hop + 1) / 100)
      excerpt.take(
        ChannelReading(
          time: time, fast: isBurst ? 45 : 3, medium: isBurst ? 44 : 3, rest: 3,
          limits: .init(fastOn: 8.4, mediumOn: 6, off: 5),
          state: isBurst ? hop < 600 ? .active(onset: 4) : .spasm(onset: 4) : .resting, motion: 0.02,
          posture: 1, isMoving: false, flaws: hop < 20 ? .blanked : []))
    }
    excerpt.take(Event(at: 6, stream: 1, channel: 1, .spasm(.confirmed, onset: 4)))
    excerpt.take(Event(at: 7.6, stream: 1, channel: 0, .episode(episode)))
    excerpt.take(Event(at: 7.6, stream: 1, channel: 1, .episode(episode)))
    return excerpt
  }

  private var episode: Episode {
    Episode(
      id: 1, kind: .spasm, subtype: .tonic, onset: 4, offset: 7, involuntary: 0.8, bout: nil,
      severity: Severity(timesRest: 15, integrated: 120),
      evidence: Evidence(
        restRMS: 3, rms: 45, peak: 47, ratio: 23.5, threshold: 9, motion: 0.02, posture: 1, quality: 1,
        blanked: 0))
  }

  private func caption(_ truth: Truth?) -> Picture.Caption {
    var caption = Picture.Caption(
      title: "twitch called spasm", recording: "a & b", preset: "limb", motionLimit: 0.05, postureLimit: 15,
      truth: truth)
    caption.mistake = truth.flatMap {
      mistakes($0, [Prediction(start: 4, end: 7, kind: "spasm", channel: 1)], rule: .iou).first
    }
    return caption
  }

  private var truth: Truth {
    Truth(
      id: "a", rate: 1000, channels: 2, duration: 10,
      events: [
        .init(channel: 1, kind: "twitch", start: 4.1, end: 4.3),
        .init(channel: 1, kind: "hold", start: 8, end: 9, ignored: true),
      ], artefacts: [.init(kind: "mains_50Hz", start: 1, end: 3, channels: [1])])
  }

  @Test func `a picture says what was true, what was claimed and why`() throws {
    let svg = Picture(try excerpt(), caption(truth)).svg
    let text = try Parsed(svg).text
    for words in [
      "twitch called spasm", "calf <2>", "preset limb", "a & b", "spasm tonic, 3 s, p 0.8",
      "+23.5 dB over rest",
      "called, 2 s after the onset", "mains 50Hz", "twitch", "truth that counts neither way",
      "heartbeat, blanked",
      "rest 3 \u{B5}V", "begins, 50 ms, +8.9 dB", "moving above 0.05 g", "not a diagnosis",
    ] { #expect(text.contains(words), "\(words)") }
    #expect(svg.utf8.count < 200_000)
    #expect(!svg.contains("<script") && !svg.contains("href"))
  }

  @Test func `the same values give the same picture`() throws {
    #expect(Picture(try excerpt(), caption(truth)).svg == Picture(try excerpt(), caption(truth)).svg)
  }

  @Test func `a recording of which nothing else is known is drawn too`() throws {
    let empty = try #require(Excerpt(of: 0, in: streams, span: -3...5))
    #expect(empty.span == 0...5)
    #expect(try Parsed(Picture(empty, caption(nil)).svg).text.contains("no samples"))
    #expect(Excerpt(of: 2, in: streams, span: 0...5) == nil)
  }

  @Test func `an excerpt keeps its own channel, time and unit`() throws {
    let excerpt = try excerpt(from: 3, to: 5)
    let range = try #require(excerpt.raw.range)
    #expect(range.lowerBound >= -80 && range.upperBound <= 80 && range.upperBound > 70)
    #expect(excerpt.raw.extremes.allSatisfy { $0 != nil } && excerpt.fast.extremes.allSatisfy { $0 != nil })
    #expect(excerpt.episodes.count == 1 && excerpt.calls.isEmpty && excerpt.unit == "\u{B5}V")
    #expect(excerpt.stages.first == .resting && excerpt.stages.last == .active)
  }

  @Test func `thousands of bars stay compact`() throws {
    var excerpt = try #require(Excerpt(of: 1, in: streams, span: 0...36_000))
    for number in 0..<20_000 {
      var twitch = episode
      (twitch.kind, twitch.onset, twitch.offset) = (
        .twitch, Seconds(Double(number)), Seconds(Double(number) + 0.2)
      )
      excerpt.take(Event(at: twitch.offset, stream: 1, channel: 1, .episode(twitch)))
    }
    #expect(Picture(excerpt, caption(nil)).svg.utf8.count < 200_000)
  }
}
