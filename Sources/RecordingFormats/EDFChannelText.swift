internal import Signals

/// A channel as an EDF header describes it: a digital range and the physical range it stands for.
struct EDFChannelText {
  let label: String
  let dimension: String
  let physicalMinimum, physicalMaximum: String
  let digital: ClosedRange<Int32>

  /// Eight characters hold about seven digits: of the spellings of the unit the one that loses least is taken.
  init?(_ channel: ChannelDescription, of stream: StreamDescription, range: ClosedRange<Int32>) {
    // Without rails the range is free: a symmetric one keeps an offset of zero exact.
    digital = channel.rails ?? -range.upperBound...range.upperBound
    guard digital.lowerBound < digital.upperBound, range.contains(digital.lowerBound),
      range.contains(digital.upperBound)
    else { return nil }
    label = Self.label(of: channel, in: stream)
    let low = channel.physical(digital.lowerBound)
    let high = channel.physical(digital.upperBound)
    var best: (error: Double, dimension: String, low: String, high: String)?
    for (dimension, factor) in Self.spellings(of: stream.unit) {
      // As many decimals on both sides, so that a range around zero stays one.
      for decimals in 0...7 {
        guard let lowText = Self.text(of: low * factor, decimals: decimals),
          let highText = Self.text(of: high * factor, decimals: decimals),
          let lowRead = Double(lowText), let highRead = Double(highText), lowRead != highRead
        else { continue }
        let error = max(abs(lowRead - low * factor), abs(highRead - high * factor)) / abs(high - low) / factor
        // Spellings that are as good leave it at the usual one, which comes first.
        if error < 0.9 * (best?.error ?? .infinity) { best = (error, dimension, lowText, highText) }
      }
    }
    // A range that does not reach one in a thousand is not the channel's range any more.
    guard let best, best.error < 1e-3 else { return nil }
    dimension = best.dimension
    physicalMinimum = best.low
    physicalMaximum = best.high
  }

  /// The value written where a sample is absent: digital zero, or the middle where zero is out of range.
  var filler: Int32 {
    digital.contains(0) ? 0 : Int32((Int64(digital.lowerBound) + Int64(digital.upperBound)) / 2)
  }

  private static func spellings(of unit: PhysicalUnit) -> [(String, Double)] {
    switch unit {
    // MNE-Python takes a nanovolt for a volt.
    case .volt: [("uV", 1e6), ("mV", 1e3), ("V", 1)]
    case .standardGravity: [("g", 1), ("mg", 1e3)]
    case .degreesPerSecond, .degree, .count: [(unit.rawValue, 1)]
    }
  }

  /// EDF labels begin with the kind of signal ("EMG RF"); one that tells it already stays as it is.
  private static func label(of channel: ChannelDescription, in stream: StreamDescription) -> String {
    let verdict = SignalClassifier(options: ReadingOptions())
      .verdict(label: channel.label, unit: stream.unit, position: 0)
    switch (stream.kind, verdict) {
    case (.emg, .emg), (.accelerometer, .accelerometer), (.gyroscope, .gyroscope): return channel.label
    case (.emg, _): return "EMG \(channel.label)"
    case (.accelerometer, _): return "ACC \(channel.label)"
    case (.gyroscope, _): return "GYR \(channel.label)"
    }
  }

  /// The number with so many decimals at most; nil for one that takes more than eight characters.
  private static func text(of value: Double, decimals: Int) -> String? {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    guard let scaled = Int64(exactly: (value * scale).rounded()) else { return nil }
    var digits = String(scaled.magnitude)
    if decimals > 0 {
      digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
      var fraction = digits.suffix(decimals)
      while fraction.last == "0" { fraction.removeLast() }
      digits = digits.dropLast(decimals) + (fraction.isEmpty ? "" : "." + fraction)
    }
    let text = (scaled < 0 ? "-" : "") + digits
    return text.utf8.count <= 8 ? text : nil
  }
}
