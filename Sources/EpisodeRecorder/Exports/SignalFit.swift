internal import Events
internal import Signals

/// Signals as they fit a file of so many bits.
///
/// A channel whose values all fit stays exact. Others are rounded to the finest step with which their own range fits, since
/// nothing may be clipped.
struct SignalFit {
  /// How a channel's digital values become those of the file: `(value - middle) / factor`, rounded.
  struct Scale: Hashable {
    var middle: Int64
    var factor: Double

    func callAsFunction(_ value: Int32) -> Int32 {
      if value == Block.missing { return value }
      return Int32((Double(Int64(value) - middle) / factor).rounded())
    }
  }

  /// The streams as the file describes them.
  private(set) var streams: [StreamDescription]
  private(set) var scales: [[Scale?]]
  /// What was rounded: channels with their steps, in one line; nil where all is exact.
  private(set) var loss: String?

  /// Finds out what fits from the lowest and the highest value of each channel.
  init(_ streams: [StreamDescription], extremes: [[ClosedRange<Int32>?]], range: ClosedRange<Int32>) {
    self.streams = streams
    scales = streams.map { $0.channels.map { _ in nil } }
    var steps: [String] = []
    let reach = Double(range.upperBound)
    for (position, stream) in streams.enumerated() {
      for (number, channel) in stream.channels.enumerated() {
        let railsFit =
          channel.rails.map { range.contains($0.lowerBound) && range.contains($0.upperBound) } ?? true
        guard let extreme = extremes[position][number] else {
          if !railsFit { self.streams[position].channels[number].rails = nil }
          continue
        }
        let fits =
          extreme.lowerBound >= -range.upperBound && extreme.upperBound <= range.upperBound && railsFit
        if fits { continue }
        let middle = (Int64(extreme.lowerBound) + Int64(extreme.upperBound)) / 2
        let half = Double(max(Int64(extreme.upperBound) - middle, middle - Int64(extreme.lowerBound)))
        let factor = max(1, half / reach)
        scales[position][number] = Scale(middle: middle, factor: factor)
        var fitted = channel
        fitted.gain = channel.gain * factor
        fitted.offset = channel.offset + Double(middle) * channel.gain
        fitted.rails = nil
        fitted.step = max(1, channel.step / factor)
        self.streams[position].channels[number] = fitted
        if factor > 1 {
          let unit = stream.smallUnit
          let old = significant(abs(channel.gain) * unit.factor)
          steps.append(
            "\(channel.label) \(significant(abs(fitted.gain) * unit.factor)) in place of \(old) \(unit.name)")
        }
      }
    }
    if !steps.isEmpty { loss = "resolution is lost: steps of " + steps.joined(separator: ", ") }
  }

  /// A block as the file takes it.
  func fitted(_ block: borrowing Block) -> Block {
    var fitted = Block(stream: block.stream, channelCount: block.channelCount)
    fitted.firstIndex = block.firstIndex
    fitted.gapCause = block.gapCause
    fitted.samples = block.samples
    for (channel, scale) in scales[block.stream].enumerated() {
      guard let scale else { continue }
      for place in stride(from: channel, to: fitted.samples.count, by: block.channelCount) {
        fitted.samples[place] = scale(fitted.samples[place])
      }
    }
    return fitted
  }
}

/// A number with three digits that count.
private func significant(_ value: Double) -> String {
  guard value > 0, value.isFinite else { return "0" }
  var (decimals, scaled) = (2, value)
  while scaled < 1, decimals < 12 { (decimals, scaled) = (decimals + 1, scaled * 10) }
  while scaled >= 10, decimals > 0 { (decimals, scaled) = (decimals - 1, scaled / 10) }
  return decimalText(value, decimals: decimals)
}
