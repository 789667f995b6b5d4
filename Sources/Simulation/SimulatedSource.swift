public import Signals

/// A simulated wearable as a source of blocks, like a file or a device.
///
/// The samples follow from the scenario and the seed alone; how they are cut into blocks changes none of them.
/// - Complexity: constant memory, however long it plays.
public final class SimulatedSource: BlockSource {
  public let description: SourceDescription
  /// A simulation is never damaged.
  public var damage: [String] { [] }

  private var muscle: EMGSynthesizer
  private var motion: MotionSynthesizer
  private let muscleRate: Int64
  private let motionRate: Int64
  private let framesPerBlock: Int64
  /// Muscle frames there will be; nil when there is no end.
  private let muscleFrames: Int64?
  private var muscleIndex: Int64 = 0
  private var motionIndex: Int64 = 0

  /// Plays `scenario` as `seed` tells it, for `duration`, or for ever when that is nil.
  ///
  /// A block of muscle holds `framesPerBlock` frames, at least one and at most those of a second.
  public init(_ scenario: Scenario, seed: Int, duration: Seconds? = nil, framesPerBlock: Int = 100) {
    let wearable = scenario.wearable
    muscleRate = Int64(wearable.muscleRate.numerator)
    motionRate = Int64(wearable.motionRate.numerator)
    precondition(
      framesPerBlock > 0 && framesPerBlock <= muscleRate,
      "a block holds a frame or more, and a second at most")
    self.framesPerBlock = Int64(framesPerBlock)
    muscleFrames = duration.map { max(0, wearable.muscleRate.index(nearest: $0)) }
    muscle = EMGSynthesizer(scenario, seed: Seed(seed))
    motion = MotionSynthesizer(scenario, seed: Seed(seed))
    let motionFrames = muscleFrames.map { [muscleRate, motionRate] in
      Self.motionFrames(before: $0, muscleRate, motionRate)
    }
    description = SourceDescription(
      format: "simulation \(scenario.name), seed \(seed)", streams: wearable.streams,
      announcedFrames: [muscleFrames, motionFrames])
  }

  public func next(into block: inout Block) -> Delivery {
    var end = (muscleIndex / framesPerBlock + 1) * framesPerBlock
    if let muscleFrames { end = min(end, muscleFrames) }
    guard muscleIndex < end else { return .end }
    let motionEnd = Self.motionFrames(before: end, muscleRate, motionRate)
    if motionIndex < motionEnd {
      block.restart(stream: 1, firstIndex: motionIndex, channelCount: 3)
      while motionIndex < motionEnd {
        for value in motion.next() {
          block.samples.append(Wearable.quantise(value, step: Wearable.motionStep))
        }
        motionIndex += 1
      }
    } else {
      block.restart(
        stream: 0, firstIndex: muscleIndex, channelCount: description.streams[0].channels.count)
      while muscleIndex < end {
        for value in muscle.next() {
          block.samples.append(Wearable.quantise(value, step: Wearable.emgStep))
        }
        muscleIndex += 1
      }
    }
    return .block
  }

  /// How many motion frames are due by the time of the muscle frame `index`.
  private static func motionFrames(
    before index: Int64, _ muscleRate: Int64, _ motionRate: Int64
  ) -> Int64 {
    (index * motionRate + muscleRate - 1) / muscleRate
  }
}
