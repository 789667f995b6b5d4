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
  /// The rates of turn of the frames whose accelerations have left, until they leave.
  private var turning: [Int32] = []
  private var frame: [Double]

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
    frame = wearable.electrodes.map { _ in 0 }
    muscleFrames = duration.map { max(0, wearable.muscleRate.index(nearest: $0)) }
    muscle = EMGSynthesizer(scenario, seed: Seed(seed))
    motion = MotionSynthesizer(scenario, seed: Seed(seed))
    let motionFrames = muscleFrames.map { [muscleRate, motionRate] in
      Self.motionFrames(before: $0, muscleRate, motionRate)
    }
    description = SourceDescription(
      format: "simulation \(scenario.title), seed \(seed)", streams: wearable.streams,
      announcedFrames: [muscleFrames] + wearable.streams.dropFirst().map { _ in motionFrames })
  }

  public func next(into block: inout Block) -> Delivery {
    var end = (muscleIndex / framesPerBlock + 1) * framesPerBlock
    if let muscleFrames { end = min(end, muscleFrames) }
    guard muscleIndex < end else { return .end }
    let motionEnd = Self.motionFrames(before: end, muscleRate, motionRate)
    if motionIndex < motionEnd {
      fillMotion(&block, to: motionEnd)
    } else if !turning.isEmpty {
      block.restart(stream: 2, firstIndex: motionIndex - Int64(turning.count / 3), channelCount: 3)
      block.samples += turning
      turning.removeAll(keepingCapacity: true)
    } else {
      fillMuscle(&block, to: end)
    }
    return .block
  }

  private func fillMotion(_ block: inout Block, to end: Int64) {
    block.restart(stream: 1, firstIndex: motionIndex, channelCount: 3)
    let turns = description.streams.count > 2
    while motionIndex < end {
      let frame = motion.next()
      for value in frame.acceleration {
        block.samples.append(Wearable.quantise(value, step: Wearable.motionStep))
      }
      if turns {
        for value in frame.turning {
          turning.append(Wearable.quantise(value, step: Wearable.turningStep))
        }
      }
      motionIndex += 1
    }
  }

  private func fillMuscle(_ block: inout Block, to end: Int64) {
    block.restart(stream: 0, firstIndex: muscleIndex, channelCount: frame.count)
    while muscleIndex < end {
      muscle.next(into: &frame)
      for value in frame { block.samples.append(Wearable.quantise(value, step: Wearable.emgStep)) }
      muscleIndex += 1
    }
  }

  /// How many motion frames are due by the time of the muscle frame `index`.
  private static func motionFrames(
    before index: Int64, _ muscleRate: Int64, _ motionRate: Int64
  ) -> Int64 {
    (index * motionRate + muscleRate - 1) / muscleRate
  }
}
