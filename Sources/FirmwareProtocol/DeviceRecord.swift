/// What a checker knows of a device.
struct DeviceRecord {
  struct Asked {
    var request: Request
    var at: Double
  }

  /// How a stream was configured; without an encoding it is switched off.
  struct Configuration {
    var encoding: SampleEncoding?
    var rate: Int
    var channelCount: Int
  }

  /// One stream as it was last heard of.
  struct Stream {
    var next: UInt32?
    var time: UInt64 = 0
    /// What CONFIGURE said, once it has.
    var configured: Configuration?
    /// What its frames have.
    var encoding: SampleEncoding?
    var channelCount: Int?
    var anchorAt: Double?
    /// What a RANGE has been promised and has not come.
    var range: (first: UInt32, end: UInt32)?
    /// Samples that have not come, by their indices: the last few runs.
    var gaps: [Range<UInt32>] = []
    /// Index and time from which the rate is measured.
    var origin: (index: UInt32, time: UInt64)?
    var compact = CompactReader()
    var sent = SentSamples()

    static let mostGaps = 32

    /// Whether all samples from `index` on are some that have not come.
    func isGap(_ index: UInt32, _ count: UInt32) -> Bool {
      gaps.contains { index >= $0.lowerBound && index <= $0.upperBound && count <= $0.upperBound - index }
    }

    mutating func skip(to index: UInt32) {
      guard let next, index > next else { return }
      if gaps.count == Self.mostGaps { gaps.removeFirst() }
      gaps.append(next..<index)
    }
  }

  var boot: UInt16?
  var maxFrame = WireLimit.frame
  var state = SessionState.idle
  /// Whether the state is what a lease that has ended left.
  var leaseHasEnded = false
  var features: DeviceFeatures?
  var streamCount: Int?
  var descriptions: [Int: StreamDescriptor] = [:]
  var descriptionCheck: UInt32?
  var streams: [UInt8: Stream] = [:]
  var open: [UInt8: Asked] = [:]
  var leaseEnd: Double?
  var lastStatus: Double?
  var lastMarker: MarkerFrame?
  /// Of STATUS and replies.
  var lastTime: UInt64 = 0
  var isUnstable = false
  /// Requests that are still open; more are not remembered.
  private static let mostOpen = 64

  mutating func ask(_ request: Request, id: UInt8, at now: Double) {
    if case .hello(_, _, let length) = request { maxFrame = Int(length) }
    if open.count < Self.mostOpen { open[id] = Asked(request: request, at: now) }
  }

  mutating func reset(boot: UInt16) {
    (self.boot, streams, state, leaseEnd, lastStatus, lastMarker, lastTime) = (
      boot, [:], .idle, nil, nil, nil, 0
    )
  }

  /// Streaming begins: what was measured and waited for before is over.
  mutating func begin(at positions: [StreamPosition], now: Double) {
    (state, lastStatus, lastMarker, leaseHasEnded) = (.streaming, now, nil, false)
    for stream in streams.keys {
      streams[stream]?.origin = nil
      streams[stream]?.anchorAt = nil
    }
    for position in positions { streams[position.stream, default: .init()].next = position.index }
  }

  /// Sending has ended: with a store sampling may go on.
  mutating func endLive() { state = features?.contains(.store) == true ? .logging : .ready }

  /// Whether frames are so short that samples come as COMPACT (transports.md).
  var isShort: Bool {
    descriptions.contains { number, about in
      let known = streams[UInt8(clamping: number)]?.configured
      let encoding = known == nil ? about.encodings.min { $0.rawValue < $1.rawValue } : known?.encoding
      guard let encoding else { return false }
      let channels = known?.channelCount ?? about.channels.count
      return 24 + (1 + (encoding.width ?? 6)) * channels + 4 > maxFrame
    }
  }
}

/// A digest of each of the last samples of a stream that were sent live, by their index.
struct SentSamples {
  private var digests: [(index: UInt32, digest: UInt32)?] = []
  private static let count = 1 << 15

  /// Keeps the samples that `values` are, sample by sample.
  mutating func keep(_ values: [Int32], channels: Int, from index: UInt32) {
    if digests.isEmpty { digests = Array(repeating: nil, count: Self.count) }
    for (sample, digest) in Self.digests(values, channels).enumerated() {
      let place = index &+ UInt32(sample)
      digests[Int(place) % Self.count] = (place, digest)
    }
  }

  /// How many of these samples were sent, and the first that is another now.
  func compare(_ values: [Int32], channels: Int, from index: UInt32) -> (known: Int, other: UInt32?) {
    var known = 0
    guard !digests.isEmpty else { return (0, nil) }
    for (sample, digest) in Self.digests(values, channels).enumerated() {
      let place = index &+ UInt32(sample)
      guard let sent = digests[Int(place) % Self.count], sent.index == place else { continue }
      known += 1
      if sent.digest != digest { return (known, place) }
    }
    return (known, nil)
  }

  /// FNV-1a over the values of each sample.
  private static func digests(_ values: [Int32], _ channels: Int) -> [UInt32] {
    stride(from: 0, to: values.count - channels + 1, by: max(1, channels)).map { start in
      values[start..<start + channels].reduce(2_166_136_261) { hash, value in
        (0..<4).reduce(hash) { ($0 ^ (UInt32(bitPattern: value) >> (8 * $1) & 0xFF)) &* 16_777_619 }
      }
    }
  }
}
