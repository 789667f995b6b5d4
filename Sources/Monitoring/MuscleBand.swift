internal import SignalProcessing
internal import Signals
internal import SpasmDetection

/// The muscle's band of one stream, filtered with the hum of the mains taken out where there is some.
struct MuscleBand {
  /// How much later the filtered signal comes: the delay of the middle of an impulse's energy.
  let delay: Seconds
  private var banks: [FilterBank]
  private var lanes: [Lanes] = []
  private var last: [Double]
  private var next: Int64?
  /// The filtered block, frame after frame; what is missing is not a number.
  private(set) var samples: [Float] = []

  /// The band of `stream` by the parameters of a detection; `mains` is the frequency of a hum.
  init(_ stream: StreamDescription, parameters: DetectionParameters, mains: Hertz?) {
    let rate = Hertz(stream.rate.hertz)
    let upper = min(parameters.lowPass, rate * 0.45)
    var design = FilterDesign.butterworthHighPass(
      order: 4, edge: min(parameters.highPass, upper * 0.5), rate: rate)
    design += FilterDesign.butterworthLowPass(order: 4, edge: upper, rate: rate)
    if let mains {
      // Every line is as wide: a 25th of the frequency of the mains.
      for harmonic in 1...100 where mains * Double(harmonic) < upper {
        let multiple = Double(harmonic)
        design.append(FilterDesign.notch(centre: mains * multiple, quality: 25 * multiple, rate: rate))
      }
    }
    banks = Array(repeating: FilterBank(design), count: (stream.channels.count + 7) / 8)
    last = Array(repeating: 0, count: stream.channels.count)
    delay = stream.rate.period * Self.middle(of: design, length: stream.rate.count(in: 0.5))
  }

  /// Filters a block of the stream.
  mutating func take(_ block: borrowing Block) {
    let (width, frames) = (block.channelCount, block.frameCount)
    let follows = next == block.firstIndex
    next = block.endIndex
    samples = Array(repeating: .nan, count: block.samples.count)
    for bank in banks.indices {
      lanes = Array(repeating: .zero, count: frames)
      let channels = bank * 8..<min(width, bank * 8 + 8)
      for frame in 0..<frames {
        for channel in channels {
          let value = block.samples[frame * width + channel]
          // What is missing is bridged by what came last.
          if value != Block.missing { last[channel] = Double(value) }
          lanes[frame][channel - channels.lowerBound] = last[channel]
        }
      }
      // Nothing is filtered across a gap.
      if !follows { banks[bank].settle(at: lanes[0], lanes: .init(repeating: true)) }
      lanes.withUnsafeMutableBufferPointer { banks[bank].process($0) }
      for frame in 0..<frames {
        for channel in channels where block.samples[frame * width + channel] != Block.missing {
          samples[frame * width + channel] = Float(lanes[frame][channel - channels.lowerBound])
        }
      }
    }
  }

  /// The middle of the energy of the response to an impulse, in samples.
  private static func middle(of design: [Biquad], length: Int) -> Double {
    var bank = FilterBank(design)
    var response = [Lanes](repeating: .zero, count: length)
    response[0] = .one
    response.withUnsafeMutableBufferPointer { bank.process($0) }
    let energies = response.map { $0[0] * $0[0] }
    let moment = energies.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
    return moment / energies.reduce(0, +)
  }
}
