internal import Signals

/// What a column of times tells about the rate, learned in one pass.
struct TimeSurvey {
  /// Times with a number, and those among the steps between them that are one sample long.
  private(set) var count: Int64 = 0
  private(set) var first = 0.0
  private(set) var last = 0.0
  private(set) var decimals = 0
  private(set) var significant = 0
  /// The first line on which time runs backwards.
  private(set) var fallLine: Int?
  private var regular: (count: Int64, sum: Double, deviation: Double) = (0, 0, 0)
  private var holes: Int64 = 0
  private var median: Double?
  /// Whether nearly all of the first steps are the median, so that printing rounds nothing off.
  private var isOnGrid = false
  /// The first steps, kept until the median is known.
  private var steps: [Double] = []

  /// Steps that the median is taken from.
  private static let sample = 4096

  /// Takes the time of the next row, on the line `line`.
  mutating func add(_ cell: Cell, line: Int) {
    guard cell.kind == .number else { return }
    let time = cell.number.value
    decimals = max(decimals, cell.number.decimals)
    significant = max(significant, cell.number.significant)
    if count == 0 {
      first = time
    } else {
      if time < last, fallLine == nil { fallLine = line }
      addStep(time - last)
    }
    last = time
    count += 1
  }

  /// Closes the survey.
  mutating func finish() { if median == nil { settle() } }

  private mutating func addStep(_ step: Double) {
    if median != nil { return judge(step) }
    steps.append(step)
    if steps.count == Self.sample { settle() }
  }

  private mutating func settle() {
    guard !steps.isEmpty else { return }
    let sorted = steps.sorted()
    let middle = sorted[sorted.count / 2]
    // Times printed more coarsely than they step have a median of nothing; their mean says more.
    median = middle > 0 ? middle : steps.reduce(0, +) / Double(steps.count)
    if let median {
      let same = steps.count { ($0 - median).magnitude <= 0.1 * resolution(at: first) }
      isOnGrid = same * 20 >= steps.count * 19
    }
    for step in steps { judge(step) }
    steps = []
  }

  private mutating func judge(_ step: Double) {
    guard let median else { return }
    if step > 1.5 * median + slack(at: last) {
      holes += 1
    } else {
      regular.count += 1
      regular.sum += step
      regular.deviation = max(regular.deviation, (step - median).magnitude)
    }
  }

  /// The distance between neighbouring times as printed: six digits tell less at 12.7122 than at 0.00025.
  func resolution(at time: Double) -> Double {
    let fixed = tenToThe(-decimals)
    guard time.magnitude >= 1, time.isFinite else { return fixed }
    var wholeDigits = 1
    var rest = time.magnitude
    while rest >= 10, wholeDigits < 40 {
      rest /= 10
      wholeDigits += 1
    }
    return max(fixed, tenToThe(wholeDigits - significant))
  }

  /// By how much a step that ends at `time` may be longer than it was because times are rounded.
  func slack(at time: Double) -> Double {
    let unit = resolution(at: time)
    guard let median, isOnGrid else { return unit }
    let steps = median / unit
    return (steps - steps.rounded()).magnitude <= 1e-6 * steps ? 0 : unit
  }

  /// The mean step without holes, in the column's unit; nil where time does not advance.
  var step: Double? {
    guard regular.count > 0, regular.sum > 0, (last - first).isFinite else { return nil }
    return regular.sum / Double(regular.count)
  }

  /// How far `step` may be from the true one, as a share of it.
  var uncertainty: Double {
    guard regular.sum > 0 else { return 1 }
    let error = Double(holes + 1) * (resolution(at: first) + resolution(at: last))
    return max(1e-9, min(1e-3, (error + (isEven ? 0 : regular.deviation)) / regular.sum))
  }

  /// Whether the steps are alike: the clock of the samples and not of their arrival.
  var isEven: Bool {
    guard let step, holes * 50 <= count else { return false }
    return regular.deviation <= 0.6 * step + 2 * max(resolution(at: first), resolution(at: last))
  }

  /// The simplest rate that the printed times allow, one unit of the column being `unit` seconds.
  func rate(unit: Double) -> SampleRate? {
    guard let step else { return nil }
    return SampleRate(hertz: 1 / (step * unit), tolerance: uncertainty)
  }
}
