internal import CFirmwareProtocol
public import Signals

/// A wearable in software: it plays a source and speaks the wire protocol through the C codec, as a real one would.
///
/// It knows no clock and no link: time and the host's bytes go in, bytes come out. The world goes on by itself: samples
/// that fall into a reset are gone.
public final class VirtualWearable {
  /// How it is made.
  public struct Settings: Sendable {
    /// By how much its clock is faster than true time, in parts per million; its samples follow its clock.
    public var drift = 0.0
    /// Seconds of samples that it keeps; 0 without a store.
    public var store = 60.0
    /// Whether EMG is compressed.
    public var isCompressing = false
    /// How long a reset takes before the first sample can be taken.
    public var bootTime = 1.0
    /// Samples of 100 ms at most go into a frame, and as many as fit this many bytes.
    public var frameBytes = 512
    /// By how much it takes fewer or more samples than it says, as a share.
    public var rateError = 0.0
    /// Which boot its first one is: a device that is switched on again has another.
    public var firstBoot: UInt16 = 1
    /// Index of the first sample after a boot: near the end, it wraps soon.
    public var firstIndex: UInt32 = 0
    /// Whether its battery is nearly empty: it tells so, and will not start.
    public var isBatteryLow = false
    /// Whether it has a motor that its wearer feels.
    public var vibrates = true
    /// Per cent of its battery, at first.
    public var battery: UInt8 = 80
    /// Sixteen bytes of its own.
    public var uuid = (0..<16).map { UInt8($0) }

    /// What most wearables are like.
    public init() {}
  }

  private let settings: Settings
  private let description: DeviceDescription
  let rates: [SampleRate]
  /// Channels of each stream.
  public let channels: [Int]
  let isMuscle: [Bool]
  var source: SampleFeed
  var session = swp_session()
  var stores: [SampleStore]
  /// Samples taken since the boot, a stream each.
  var taken: [Int64]
  var stretches: [Stretch] = []
  private var boot: UInt16
  /// True time at which the device's clock is zero.
  private var bootedAt = 0.0
  private var deframer: swp_deframer
  private let received: UnsafeMutablePointer<UInt8>
  var frame = [UInt8](repeating: 0, count: Int(SWP_MOST_FRAME))
  private var stuffed = [UInt8](repeating: 0, count: Int(SWP_MOST_FRAME) + Int(SWP_MOST_FRAME) / 254 + 2)
  private var fragment: UInt8 = 0
  /// Of each stream, samples that are not yet in a frame.
  var waiting: [[Int32]]
  /// What is wrong with channels of muscle, by the bits of the protocol; empty where nothing is.
  public var quality: [UInt8] = []
  /// Per cent of its battery.
  public var battery: UInt8 { didSet { session.health.battery = battery } }
  private static let bytesTaken = 128

  /// A device that is switched on at true time 0 and plays `source` from then on.
  public init(_ source: any BlockSource, settings: Settings = Settings()) {
    self.settings = settings
    boot = settings.firstBoot
    battery = settings.battery
    let streams = source.description.streams
    rates = streams.map(\.rate)
    channels = streams.map(\.channels.count)
    isMuscle = streams.map { $0.kind == .emg }
    taken = streams.map { _ in 0 }
    description = DeviceDescription(
      streams, store: UInt32(settings.store), uuid: settings.uuid, isCompressing: settings.isCompressing,
      vibrates: settings.vibrates)
    self.source = SampleFeed(source)
    stores = streams.map { SampleStore(channels: $0.channels.count, seconds: settings.store, rate: $0.rate) }
    waiting = streams.map { _ in [] }
    received = .allocate(capacity: Self.bytesTaken)
    deframer = swp_deframer(buffer: received, capacity: Self.bytesTaken, length: 0)
    begin()
  }

  deinit { received.deallocate() }

  /// Which boot it is in.
  public var bootID: UInt16 { boot }

  /// Whether the source has no more samples.
  public internal(set) var isOver = false

  /// Of each stream, how many samples of the source had gone by when the last stretch of sampling began.
  public internal(set) var sourceAtStart: [Int64] = []

  private func begin() {
    swp_session_begin(&session, description.device, boot, 1)
    session.health.battery = battery
    session.health.millivolts = 3900
    session.health.temperature = 3000
    if settings.isBatteryLow { session.health.conditions = UInt16(SWP_CONDITION_LOW_BATTERY.rawValue) }
    withUnsafeMutableBytes(of: &session.streams) { raw in
      let streams = raw.bindMemory(to: swp_stream.self)
      for place in rates.indices {
        (streams[place].next, streams[place].held) = (settings.firstIndex, settings.firstIndex)
      }
    }
    stretches = []
    for place in waiting.indices {
      waiting[place].removeAll(keepingCapacity: true)
      stores[place].removeAll()
      taken[place] = Int64(settings.firstIndex)
    }
  }

  /// Samples that it takes where it says that it takes one.
  var pace: Double { 1 + settings.rateError }

  /// Device time in microseconds at true time `now`.
  private func clock(_ now: Double) -> UInt64 {
    UInt64(max(0, (now - bootedAt) * (1 + settings.drift * 1e-6) * 1e6))
  }

  /// Resets it at true time `now`: another boot id, and all counts from zero.
  public func reset(at now: Seconds) {
    boot &+= 1
    bootedAt = now.value + settings.bootTime
    begin()
  }

  /// Whether it is busy with its own start.
  private func isBooting(_ now: Double) -> Bool { now < bootedAt }

  /// How strongly it vibrates at true time `now`, in per cent; 0 for not at all.
  public func vibration(at now: Seconds) -> Int { Int(swp_session_vibration(&session, clock(now.value))) }

  /// Takes bytes from the host at true time `now`.
  public func receive(_ bytes: [UInt8], at now: Seconds, send: ([UInt8]) -> Void) {
    guard !isBooting(now.value) else { return }
    for byte in bytes {
      let length = swp_deframer_take(&deframer, byte)
      guard length > 0, length <= Self.bytesTaken else { continue }
      let plain = swp_unstuff(received, length, received)
      guard plain > 0 else { continue }
      emit(swp_session_take(&session, received, plain, clock(now.value), &frame, frame.count), send)
      forgetConfigured()
    }
  }

  /// Lets time pass up to true time `now`: takes samples, and sends what is due.
  public func advance(to now: Seconds, send: ([UInt8]) -> Void) {
    let time = clock(now.value)
    if isBooting(now.value) {
      source.skip(to: now.value)
      return
    }
    if session.state >= SWP_STREAMING.rawValue {
      sample(until: time, send)
    } else {
      endStretch()
      source.skip(to: now.value)
    }
    while true {
      let length = swp_session_poll(&session, time, &frame, frame.count)
      guard length > 0 else { break }
      emit(length, send)
    }
    if session.range.is_active != 0 { sendHistory(time, send) }
  }

  /// Sampling has ended: what is in no frame was never counted.
  private func endStretch() {
    guard let stretch = stretches.last else { return }
    stretches = []
    for stream in waiting.indices {
      if !isOn(stream) { taken[stream] = stretch.first[stream] }
      taken[stream] -= Int64(waiting[stream].count / channels[stream])
      waiting[stream].removeAll(keepingCapacity: true)
    }
  }

  /// Samples a frame of a stream: as many as fit one of ours and one of the host's, and never more than 100 ms of them.
  func count(_ stream: Int) -> Int {
    let channels = channels[stream]
    // A header with all that it may hold, the CRC, and values of 24 bits.
    let ours = (settings.frameBytes - 40) / (3 * channels)
    let header = session.is_compact == 1 ? 6 : 24 + channels
    let width = isPacked(stream) ? 6 : 3
    let host = (Int(session.host_max_frame) - header - 4) / (width * channels)
    return max(1, min(ours, host, rates[stream].count(in: 0.1), 1024 / channels))
  }

  func emit(_ length: Int, _ send: ([UInt8]) -> Void) {
    guard length > 0 else { return }
    let most = Int(session.host_max_frame)
    guard length > most else { return emit(frame, length, send) }
    var (part, offset) = ([UInt8](repeating: 0, count: most), 0)
    fragment &+= 1
    while offset < length {
      let size = swp_fragment(frame, length, offset, fragment, 1, most, &part, part.count)
      emit(part, size, send)
      offset += size - 12
    }
  }

  private func emit(_ bytes: [UInt8], _ length: Int, _ send: ([UInt8]) -> Void) {
    let count = swp_stuff(bytes, length, &stuffed)
    send(Array(stuffed.prefix(count)))
  }
}
