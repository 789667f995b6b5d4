internal import CFirmwareProtocol
internal import Signals

/// What a wearable of these streams says of itself, in memory that the C codec may point into for as long as this lives.
final class DeviceDescription {
  private let rates: UnsafeMutablePointer<swp_rate>
  private let channels: UnsafeMutablePointer<swp_channel>
  private let streams: UnsafeMutablePointer<swp_description>
  private var texts: [UnsafeMutablePointer<CChar>] = []
  let device: UnsafeMutablePointer<swp_device>
  private let empty: UnsafeMutablePointer<CChar>

  /// Describes the first sixteen of `sources`; `store` is in seconds, 0 without one.
  init(
    _ sources: [StreamDescription], store: UInt32, uuid: [UInt8], isCompressing: Bool, vibrates: Bool
  ) {
    let sources = sources.prefix(Int(SWP_MOST_STREAMS))
    rates = .allocate(capacity: sources.count)
    channels = .allocate(capacity: sources.reduce(0) { $0 + $1.channels.count })
    streams = .allocate(capacity: sources.count)
    device = .allocate(capacity: 1)
    empty = .allocate(capacity: 1)
    empty.initialize(to: 0)
    var (place, next) = (0, channels)
    for source in sources {
      (rates + place).initialize(
        to: swp_rate(numerator: UInt32(source.rate.numerator), denominator: UInt32(source.rate.denominator)))
      (streams + place).initialize(
        to: description(of: source, rate: rates + place, channels: next, isCompressing))
      for channel in source.channels {
        next.initialize(to: self.channel(channel))
        next += 1
      }
      place += 1
    }
    var device = swp_device()
    (device.streams, device.stream_count, device.max_frame) = (.init(streams), UInt8(sources.count), 64)
    device.features = [SWP_TIME_SYNC, SWP_BUTTON, SWP_IDENTIFIES].reduce(0) { $0 | $1.rawValue }
    if vibrates { device.features |= SWP_VIBRATES.rawValue }
    if isCompressing { device.features |= SWP_COMPRESSION.rawValue }
    if store > 0 { device.features |= SWP_STORE.rawValue }
    device.store = store
    (device.firmware, device.hardware) = (text("virtual wearable 1.0", most: 64), text("software", most: 64))
    withUnsafeMutableBytes(of: &device.uuid) { bytes in
      for (position, byte) in uuid.prefix(bytes.count).enumerated() { bytes[position] = byte }
    }
    self.device.initialize(to: device)
  }

  deinit {
    for text in texts { text.deallocate() }
    rates.deallocate()
    channels.deallocate()
    streams.deallocate()
    device.deallocate()
    empty.deallocate()
  }

  private func description(
    of source: StreamDescription, rate: UnsafePointer<swp_rate>, channels: UnsafePointer<swp_channel>,
    _ isCompressing: Bool
  ) -> swp_description {
    var about = swp_description()
    switch source.kind {
    case .emg: about.kind = UInt8(SWP_EMG.rawValue)
    case .accelerometer: about.kind = UInt8(SWP_ACCELEROMETER.rawValue)
    case .gyroscope: about.kind = UInt8(SWP_GYROSCOPE.rawValue)
    }
    switch source.unit {
    case .volt: about.unit = UInt8(SWP_VOLT.rawValue)
    case .standardGravity: about.unit = UInt8(SWP_STANDARD_GRAVITY.rawValue)
    case .degreesPerSecond: about.unit = UInt8(SWP_DEGREE_PER_SECOND.rawValue)
    case .degree, .count: about.unit = UInt8(SWP_COUNT.rawValue)
    }
    let scale = Self.fraction(source.channels.first?.gain ?? 1)
    (about.numerator, about.denominator) = scale
    let rails = source.channels.first?.rails ?? -8_388_608...8_388_607
    (about.lowest, about.highest) = (rails.lowerBound, rails.upperBound)
    about.encodings = 1 << 2 | (isCompressing ? 1 << 4 : 0)
    (about.channel_count, about.rate_count) = (UInt8(clamping: source.channels.count), 1)
    (about.rates, about.channels) = (rate, channels)
    return about
  }

  private func channel(_ channel: ChannelDescription) -> swp_channel {
    let side: UInt8 =
      switch channel.side {
      case .left: 1
      case .right: 2
      case nil: 0
      }
    return swp_channel(
      side: side, label: text(channel.label, most: 16), site: text(channel.site ?? "", most: 32),
      muscle: text(channel.muscle ?? "", most: 32))
  }

  private func text(_ string: String, most: Int) -> swp_text {
    var string = string
    while string.utf8.count > most { string.removeLast() }
    guard !string.isEmpty else { return swp_text(bytes: empty, length: 0) }
    let bytes = UnsafeMutablePointer<CChar>.allocate(capacity: string.utf8.count)
    for (position, byte) in string.utf8.enumerated() {
      (bytes + position).initialize(to: CChar(bitPattern: byte))
    }
    texts.append(bytes)
    return swp_text(bytes: bytes, length: UInt8(string.utf8.count))
  }

  /// A gain as a fraction, the nearest whose parts fit: exact for powers of ten below a billion and their multiples.
  static func fraction(_ gain: Double) -> (Int32, UInt32) {
    var denominator = 1.0
    while denominator < 4e9 / 10,
      abs(gain * denominator - (gain * denominator).rounded()) > 1e-6 * abs(gain) * denominator
        || (gain * denominator).rounded() == 0
    {
      denominator *= 10
    }
    return (Int32((gain * denominator).rounded()), UInt32(denominator))
  }
}
