internal import SignalProcessing
internal import Signals

/// Up to eight channels of one stream on their way from digital values to hops.
///
/// Values pass in order: raw watch, band filter, mains notch where hum was found, sums. Nothing is allocated
/// after `init`.
struct LaneGroup: Sendable {
  /// Channels of the stream that the lanes carry: `first ..< first + count`.
  let first: Int
  let count: Int
  private let settling: Int
  private var muscle: FilterBank
  private var heart: FilterBank
  private var watches: [SampleWatch]
  private var held: [Int32]
  /// Absent values in a row of each lane, and how many of them are bridged.
  private var blanks: [Int]
  private let bridged: Int
  /// Samples until each lane's filters have settled; negative where they have to start anew first.
  private var unsettled: [Int]
  private var awaitsSettling = true
  private var flaws: [HopRecord.Flaws]
  private var work: [Lanes]
  private var heartWork: [Lanes]
  private let lags: (Int, Int, Int)
  private var power = Lanes.zero
  private var slopes = (Lanes.zero, Lanes.zero, Lanes.zero)
  private var heartPower = Lanes.zero
  /// Whether hum is looked for and taken out.
  private let takesOutHum: Bool
  /// Finds hum and takes it out.
  private(set) var mains: MainsFilter
  /// The filtered signal, for the search of an onset to the sample.
  private(set) var samples: RingBuffer<SIMD8<Float>>

  /// A few absent values: a quarter of a period in the middle of the muscle's spectrum, and one at the least.
  private static let bridge: Seconds = 0.003

  init(
    first: Int, channels: ArraySlice<ChannelDescription>, design: BandDesign, rate: SampleRate,
    parameters: DetectionParameters, memory: Seconds, takesOutHum: Bool
  ) {
    self.first = first
    count = channels.count
    settling = design.settling
    self.takesOutHum = takesOutHum
    lags = Colour.lags(rate: rate.hertz)
    muscle = FilterBank(design.muscle)
    heart = FilterBank(design.heart)
    let flat = rate.count(in: parameters.flat)
    watches = channels.map { SampleWatch(flatLimit: flat, rails: $0.rails) }
    held = Array(repeating: 0, count: channels.count)
    blanks = Array(repeating: 0, count: channels.count)
    bridged = rate.count(in: Self.bridge)
    // The first values settle the filters at their own level.
    unsettled = Array(repeating: -1, count: channels.count)
    flaws = Array(repeating: [], count: channels.count)
    work = Array(repeating: .zero, count: design.hopLength)
    heartWork = work
    mains = MainsFilter(
      rate: rate, quality: parameters.notchQuality.value, isOn: !parameters.without.contains(.hum))
    samples = RingBuffer(capacity: rate.count(in: memory), filler: .zero)
  }

  /// Takes frames `from ..< to` of an interleaved block, all of one hop and one mains block.
  mutating func take(_ block: UnsafeBufferPointer<Int32>, stride: Int, from: Int, to: Int) {
    var start = from
    while start < to {
      if awaitsSettling { settle(before: block, at: start * stride + first) }
      let end = fill(block, stride: stride, from: start, to: to)
      process(end - start)
      start = end
    }
  }

  /// Lays frames out for the filters, up to where a lane's filters have to start anew.
  private mutating func fill(
    _ block: UnsafeBufferPointer<Int32>, stride: Int, from: Int, to: Int
  ) -> Int {
    for frame in from..<to {
      var vector = Lanes.zero
      let base = frame * stride + first
      for lane in 0..<count { vector[lane] = Double(look(at: block[base + lane], lane: lane)) }
      work[frame - from] = vector
      heartWork[frame - from] = vector
      if awaitsSettling { return frame + 1 }
    }
    return to
  }

  /// Settles the filters of the lanes that wait for it at their next values, where those are present.
  private mutating func settle(before block: UnsafeBufferPointer<Int32>, at base: Int) {
    awaitsSettling = false
    for lane in 0..<count where unsettled[lane] < 0 {
      let value = block[base + lane]
      if value == Block.missing {
        awaitsSettling = true
      } else {
        settle(lane: lane, at: value)
        unsettled[lane] = settling
      }
    }
  }

  /// Filters and sums up the first `frames` that are laid out.
  private mutating func process(_ frames: Int) {
    work.withUnsafeMutableBufferPointer { all in
      let part = UnsafeMutableBufferPointer(rebasing: all[0..<frames])
      muscle.process(part)
      if takesOutHum { mains.process(part) }
    }
    for frame in 0..<frames {
      let sample = work[frame]
      power += sample * sample
      samples.append(SIMD8<Float>(sample))
      addSlopes()
    }
    heartWork.withUnsafeMutableBufferPointer { all in
      let part = UnsafeMutableBufferPointer(rebasing: all[0..<frames])
      heart.process(part)
      if takesOutHum { mains.process(low: part) }
      for sample in part { heartPower += sample * sample }
    }
  }

  /// Adds the newest sample's differences from those one, two and four lags before it.
  private mutating func addSlopes() {
    let newest = samples.endIndex - 1
    guard newest - samples.startIndex >= Int64(lags.2) else { return }
    let sample = samples[newest]
    let one = Lanes(sample - samples[newest - Int64(lags.0)])
    let two = Lanes(sample - samples[newest - Int64(lags.1)])
    let four = Lanes(sample - samples[newest - Int64(lags.2)])
    slopes.0 += one * one
    slopes.1 += two * two
    slopes.2 += four * four
  }

  /// The value that the filters see in place of `value`, with what is wrong noted.
  private mutating func look(at value: Int32, lane: Int) -> Int32 {
    guard value != Block.missing else { return bridge(lane: lane) }
    blanks[lane] = 0
    let wasFlat = watches[lane].isFlat
    if watches[lane].take(value) { flaws[lane].insert(.railed) }
    if watches[lane].isFlat {
      flaws[lane].insert(.flat)
    } else if wasFlat {
      // The step out of a standstill is no signal: the filters start anew after it.
      unsettled[lane] = -1
      awaitsSettling = true
      flaws[lane].insert(.missing)
      return held[lane]
    }
    goOnSettling(lane: lane)
    held[lane] = value
    return value
  }

  /// What the filters see in place of a value that is absent: the one before it.
  ///
  /// A few absent values are no loss: the filters go on with what stands in for them.
  private mutating func bridge(lane: Int) -> Int32 {
    blanks[lane] += 1
    if blanks[lane] > bridged || unsettled[lane] < 0 {
      flaws[lane].insert(.missing)
      watches[lane].interrupt()
      if unsettled[lane] >= 0 { unsettled[lane] = settling }
    } else if watches[lane].isFlat {
      flaws[lane].insert(.flat)
    } else {
      goOnSettling(lane: lane)
    }
    return held[lane]
  }

  private mutating func goOnSettling(lane: Int) {
    guard unsettled[lane] > 0 else { return }
    flaws[lane].insert(.missing)
    unsettled[lane] -= 1
  }

  private mutating func settle(lane: Int, at value: Int32) {
    var mask = SIMDMask<Lanes.MaskStorage>(repeating: false)
    mask[lane] = true
    let level = Lanes(repeating: Double(value))
    muscle.settle(at: level, lanes: mask)
    heart.settle(at: level, lanes: mask)
    mains.settle(lanes: mask)
  }

  /// The hop of `length` samples that ends here, of one lane.
  func hop(lane: Int, length: Int) -> HopRecord {
    let scale = 1 / Double(length)
    return HopRecord(
      power: Float(power[lane] * scale),
      slopes: SIMD3(
        Float(slopes.0[lane] * scale), Float(slopes.1[lane] * scale), Float(slopes.2[lane] * scale)),
      heart: Float(heartPower[lane] * scale), line: Float(mains.lineShares[lane]),
      mains: (Float(mains.shares[lane]), Float(mains.nominals[lane])), flaws: flaws[lane])
  }

  /// Begins a hop.
  mutating func beginHop() {
    for lane in 0..<count { flaws[lane] = [] }
    power = .zero
    slopes = (.zero, .zero, .zero)
    heartPower = .zero
  }

  /// Marks the hop under way as incomplete in every lane.
  mutating func flawHop() {
    for lane in 0..<count { flaws[lane].insert(.missing) }
  }

  /// Judges the mains block that ends here and begins the next at sample `index`; says whether a lane changed.
  mutating func closeMainsBlock(at index: Int64) -> Bool { mains.closeBlock(at: index) }

  /// Goes on at sample `index` after a gap: filters start anew at the next value, and nothing runs across.
  mutating func interrupt(at index: Int64) {
    for lane in 0..<count {
      unsettled[lane] = -1
      watches[lane].interrupt()
    }
    awaitsSettling = true
    beginHop()
    let absent = index - samples.endIndex
    if absent >= Int64(samples.capacity) {
      samples.restart(at: index)
    } else {
      // What came before is still looked at where judging lags behind.
      for _ in 0..<absent { samples.append(.zero) }
    }
    mains.begin(at: index)
  }
}
