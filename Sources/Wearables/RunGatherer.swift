internal import FirmwareProtocol
internal import Signals

/// Samples of a device's streams on their way out: gathered into runs, and booked.
///
/// For hosts of devices that count their samples and have no clock: the time of a sample follows from its index.
struct RunGatherer {
  /// A stream, by the device's numbers.
  struct Stream {
    var rate: SampleRate
    var channels: Int
    /// Whether it explains others: motion goes out before the muscle of the same time.
    var isMotion = false
    /// The time of index 0, in seconds.
    var origin = 0.0
    fileprivate let most: UInt64
    fileprivate var first: UInt64 = 0
    fileprivate var values: [Int32] = []

    init(_ description: StreamDescription, origin: Double = 0) {
      (rate, channels, self.origin) = (description.rate, description.channels.count, origin)
      isMotion = description.kind != .emg
      most = UInt64(description.rate.count(in: 0.5))
    }

    fileprivate var next: UInt64 { first + UInt64(values.count / channels) }
    fileprivate func time(of index: UInt64) -> UInt64 {
      UInt64(max(0, (origin + rate.time(of: Int64(clamping: index)).value) * 1e6))
    }
  }

  private(set) var accounts: [[SampleAccount]] = []
  private var streams: [Stream] = []

  /// The device begins to count: each stream at this index.
  mutating func begin(_ streams: [(stream: Stream, index: UInt64)]) {
    self.streams = streams.map(\.stream)
    accounts.append(streams.map { SampleAccount(start: UInt32(truncatingIfNeeded: $0.index)) })
  }

  /// Whether a sample of this index goes on with the run that is being gathered, which lasts half a second at the most.
  func continues(_ stream: Int, at index: UInt64) -> Bool {
    let stream = streams[stream]
    return stream.values.isEmpty || stream.next == index && index - stream.first < stream.most
  }

  /// Adds a sample, a value a channel; what does not go on with its run must have been flushed before.
  mutating func add(_ stream: Int, at index: UInt64, _ values: some Sequence<Int32>) {
    if streams[stream].values.isEmpty { streams[stream].first = index }
    streams[stream].values += values
  }

  /// Device time of a sample, in seconds.
  func time(of index: UInt64, in stream: Int) -> Double { Double(streams[stream].time(of: index)) * 1e-6 }

  /// Device time after the last sample of a stream.
  func end(of stream: Int) -> Seconds {
    guard let account = accounts.last?[stream] else { return 0 }
    let next = streams[stream].values.isEmpty ? account.end : streams[stream].next
    return Seconds(time(of: next, in: stream))
  }

  /// Hands over all runs, motion first.
  mutating func flush(_ take: (DeviceEvent) -> Void) {
    guard let epoch = accounts.indices.last else { return }
    for isMotion in [true, false] {
      for number in streams.indices
      where streams[number].isMotion == isMotion && !streams[number].values.isEmpty {
        let stream = streams[number]
        let count = UInt16(clamping: stream.values.count / stream.channels)
        accounts[epoch][number].book(index: UInt32(truncatingIfNeeded: stream.first), count: count)
        take(
          .samples(
            SampleRun(
              epoch: epoch, stream: number, index: stream.first, time: stream.time(of: stream.first),
              values: stream.values, channels: stream.channels)))
        streams[number].values.removeAll(keepingCapacity: true)
      }
    }
  }
}
