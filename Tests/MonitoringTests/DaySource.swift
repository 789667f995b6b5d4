import Foundation
import Signals

/// Eight muscles at 2 kHz, acceleration and turn at 200 Hz, for as long as is wanted: rest, and fifteen seconds of activity every ten
/// minutes, drawn from a pool of seeded seconds.
final class DaySource: BlockSource {
  let description: SourceDescription
  let damage: [String] = []
  private let seconds: Int64
  private var second: Int64 = 0
  private var turn = 0
  private let rest: [[Int32]]
  private let active: [[Int32]]
  private let still: [Int32]
  private var random = SeededGenerator(seed: 8)

  static let channels = 8

  init(seconds: Int64) throws {
    self.seconds = seconds
    func rate(_ hertz: Int) -> SampleRate {
      guard let rate = SampleRate(hertz) else { preconditionFailure("\(hertz) Hz is no rate") }
      return rate
    }
    func axes(_ name: String, _ gain: Double) -> [ChannelDescription] {
      ["X", "Y", "Z"].map { ChannelDescription(label: name + $0, gain: gain) }
    }
    description = SourceDescription(
      format: "seeded noise",
      streams: [
        StreamDescription(
          kind: .emg, rate: rate(2000), unit: .volt,
          channels: (1...Self.channels).map { ChannelDescription(label: "EMG\($0)", gain: 2e-8) }),
        StreamDescription(
          kind: .accelerometer, rate: rate(200), unit: .standardGravity, channels: axes("ACC", 1e-4)),
        StreamDescription(
          kind: .gyroscope, rate: rate(200), unit: .degreesPerSecond, channels: axes("GYR", 1e-2)),
      ], announcedFrames: [2000 * seconds, 200 * seconds, 200 * seconds])
    var random = SeededGenerator(seed: 7)
    func noise(_ size: Double) -> [Int32] {
      (0..<2000 * Self.channels).map { _ in
        // The sum of twelve is near enough to a normal one.
        Int32(
          ((0..<12).reduce(0) { sum, _ in sum + Double.random(in: -0.5...0.5, using: &random) } * size)
            .rounded())
      }
    }
    rest = (0..<20).map { _ in noise(100) }
    active = (0..<10).map { _ in noise(1000) }
    still = (0..<200).flatMap { _ in [Int32(0), 0, 10_000] }
  }

  func next(into block: inout Block) -> Delivery {
    guard second < seconds else { return .end }
    // Motion comes first; a second a block.
    let stream = [1, 2, 0][turn]
    let frames = stream == 0 ? 2000 : Int64(200)
    block.restart(stream: stream, firstIndex: second * frames, channelCount: stream == 0 ? Self.channels : 3)
    if stream == 0 {
      let isActive = second % 600 >= 300 && second % 600 < 315
      block.samples += (isActive ? active : rest).randomElement(using: &random) ?? []
    } else {
      block.samples += still
    }
    turn += 1
    if turn == 3 { (turn, second) = (0, second + 1) }
    return .block
  }
}
