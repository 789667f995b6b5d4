internal import Glibc
internal import SignalProcessing
internal import Signals

/// What an accelerometer or gyroscope says at one of its samples.
struct MotionFrame: BitwiseCopyable, Sendable {
  /// Mean departure from standing still over the last quarter second: g, or deg/s of a gyroscope.
  var motion: Float = 0
  /// What that is usually where nothing moves but all shakes evenly; 0 where it is not even.
  var ground: Float = 0
  /// The direction of gravity, smoothed: g on up to three axes.
  var gravity = SIMD3<Float>.zero
  /// Whether the sensor delivered it.
  var isKnown = false
}

/// Follows one accelerometer or gyroscope.
///
/// Standing still is the smoothed acceleration itself, not 1 g: sensors are off by some per cent, and single
/// axes occur. A gyroscope's departure is its rate of turn. Acceleration in counts of unknown size is measured by its
/// own gravity, which is 1 g.
struct MotionTracker: Sendable {
  /// How much later the mean over the window stands than what it is a mean of.
  static let lag: Seconds = 0.125

  let kind: StreamKind
  let rate: SampleRate
  private let gains: SIMD3<Float>
  private let offsets: SIMD3<Float>
  private let axes: Int
  private let isOfUnknownSize: Bool
  private let smoothing: Float
  private let windowLength: Int
  private var gravity = SIMD3<Float>.zero
  private var isSettled = false
  private var last = SIMD3<Float>.zero
  /// The frame before, whatever stood in it, and the one before that.
  private var earlier = (SIMD3<Float>.zero, SIMD3<Float>.zero)
  /// Whether single frames are left out that neither neighbour bears out: not of a slow sensor, whose samples are its
  /// movements.
  private let leavesOutSingles: Bool
  /// Frames in a row that were blank on some axis.
  private var blanks = 0
  private var window: [Float]
  private var position = 0
  private var sum = 0.0
  private var filled = 0
  /// What was said at each frame of late, long gaps left out.
  private var frames: RingBuffer<MotionFrame>
  /// The last gap that was left out, by the stream's indices, and the end of the one before it: what is earlier is forgotten.
  private var hole: Range<Int64> = 0..<0
  private var beginning: Int64 = 0
  /// The index after the last frame.
  private var end: Int64 = 0
  /// The levels of the last minutes, a window each, and the usual one where they are even.
  private var levels: LevelHistogram
  private var ground: Float = 0

  /// From this rate on three frames are brief beside any movement.
  private static let fast: Hertz = 50
  /// How long a level is remembered, and how much of that tells what is usual.
  private static let memory: Seconds = 120
  private static let learntFrom: Seconds = 10
  /// Windows of white noise on three axes lie within a quarter of each other, of a slow sensor too.
  private static let even = 1.4

  init(stream: StreamDescription, memory: Seconds) {
    kind = stream.kind
    rate = stream.rate
    axes = min(3, stream.channels.count)
    isOfUnknownSize = stream.unit == .count
    var (gains, offsets) = (SIMD3<Float>.zero, SIMD3<Float>.zero)
    for (axis, channel) in stream.channels.prefix(3).enumerated() {
      gains[axis] = Float(channel.gain)
      offsets[axis] = Float(channel.offset)
    }
    self.gains = gains
    self.offsets = offsets
    // A time constant of 0.3 s: bending and turning pass through, trembling does not.
    smoothing = Float(1 - exp(-stream.rate.period.value / 0.3))
    windowLength = stream.rate.count(in: Self.lag * 2)
    leavesOutSingles = stream.rate.hertz >= Self.fast.value
    levels = LevelHistogram(memory: Self.memory / (Self.lag * 2))
    window = Array(repeating: 0, count: windowLength)
    frames = RingBuffer(capacity: stream.rate.count(in: memory), filler: MotionFrame())
  }

  /// The time up to which motion is known, or known to be absent.
  var knownUntil: Seconds { rate.time(of: end) }

  /// Takes the frame at `base` of an interleaved block.
  mutating func take(_ block: UnsafeBufferPointer<Int32>, base: Int) {
    var value = last
    var isBlank = false
    for axis in 0..<axes {
      let digital = block[base + axis]
      if digital == Block.missing {
        isBlank = true
      } else {
        value[axis] = Float(digital) * gains[axis] + offsets[axis]
      }
    }
    blanks = isBlank ? blanks + 1 : 0
    // Blank cells stand between the samples of a slower sensor, too: what was said last holds.
    guard blanks == 0 || isSettled && blanks <= windowLength else { return skip(1) }
    last = value
    value = middle(with: value)
    if !isSettled {
      gravity = value
      isSettled = true
    }
    let departure = kind == .gyroscope ? length(value) : length(value - gravity)
    gravity += (value - gravity) * smoothing
    let unit = isOfUnknownSize ? max(length(gravity), .leastNormalMagnitude) : 1
    push(departure / unit)
    let motion = Float(sum / Double(filled))
    if position == 0 { follow(level: motion) }
    append(MotionFrame(motion: motion, ground: ground, gravity: gravity / unit, isKnown: true))
  }

  /// The middle one of the newest three values, axis by axis.
  private mutating func middle(with value: SIMD3<Float>) -> SIMD3<Float> {
    guard leavesOutSingles, isSettled else {
      earlier = (value, value)
      return value
    }
    let (second, first) = earlier
    earlier = (value, second)
    return pointwiseMax(pointwiseMin(value, second), pointwiseMin(pointwiseMax(value, second), first))
  }

  /// Takes the level of a full window for the account of what is usual.
  ///
  /// A vehicle's shaking and a sensor's noise are there all the time and hardly change, which no body does that moves.
  private mutating func follow(level: Float) {
    levels.add(power: Double(level))
    guard levels.effectiveCount * Self.lag.value * 2 >= Self.learntFrom.value,
      let low = levels.quantile(0.1), let middle = levels.quantile(0.5)
    else { return }
    ground = middle < Self.even * low ? Float(middle) : 0
  }

  /// Books `count` absent frames.
  mutating func skip(_ count: Int64) {
    isSettled = false
    (filled, position, sum) = (0, 0, 0)
    // Muscle from before a long gap is still to be judged: what is known of that time must not give way to nothing.
    guard count > Int64(rate.count(in: Self.longestFilled)) else {
      for _ in 0..<count { append(MotionFrame()) }
      return
    }
    if hole.upperBound < end {
      beginning = hole.upperBound
      hole = end..<end
    }
    hole = hole.lowerBound..<hole.upperBound + count
    end += count
  }

  /// A longer gap is left out of what is kept.
  private static let longestFilled: Seconds = 1

  private mutating func append(_ frame: MotionFrame) {
    frames.append(frame)
    end += 1
  }

  /// What was known at `time`; nil where nothing was.
  func frame(at time: Seconds) -> MotionFrame? {
    let index = index(at: time)
    guard index >= beginning, index < end, !hole.contains(index) else { return nil }
    // The newest frame is the last of the ring, and those before the gap lie right before those after it.
    let back = end - index - (index < hole.lowerBound ? Int64(hole.count) : 0)
    let place = frames.endIndex - back
    guard place >= frames.startIndex else { return nil }
    let frame = frames[place]
    return frame.isKnown ? frame : nil
  }

  /// Whether what was known at `time` is known by now.
  func reaches(_ time: Seconds) -> Bool { index(at: time) < end }

  private func index(at time: Seconds) -> Int64 { Int64((time.value * rate.hertz).rounded(.down)) }

  private mutating func push(_ value: Float) {
    if filled == windowLength {
      sum -= Double(window[position])
    } else {
      filled += 1
    }
    window[position] = value
    // Float values summed in Double: adding and taking away leaves no trace over a night.
    sum += Double(value)
    position = position + 1 == windowLength ? 0 : position + 1
    if position == 0 { sum = window[0..<filled].reduce(0) { $0 + Double($1) } }
  }

  private func length(_ vector: SIMD3<Float>) -> Float { (vector * vector).sum().squareRoot() }
}
