internal import FirmwareProtocol
internal import Signals

/// What a device sent, on one time line: blocks and remarks that wait to be taken.
struct DeviceLine {
  /// The streams that are followed.
  let streams: [StreamDescription]
  /// Those that are not, with the reason.
  let ignored: [String]
  private let descriptors: [StreamDescriptor]
  /// The latest device time that was heard.
  private var latest: UInt64 = 0
  /// Position of each of the device's streams in ``streams``.
  private let places: [Int?]
  private var waiting: [Item] = []
  private var taken = 0
  /// The index after the last sample of each stream.
  private var ends: [Int64]
  /// What leads from a device's index to ours, by stream; nil until the stream is heard after a start.
  private var shifts: [Int64?]
  /// Host time of the first start, and the device's time and ours at the start under way.
  private var origin: Seconds?
  private var start: (device: UInt64, seconds: Double)?
  private var isBatteryLow = false

  private enum Item {
    case block(stream: Int, first: Int64, values: [Int32])
    case remark(Annotation)
  }

  /// Battery below which a person is told, in per cent.
  private static let lowBattery: UInt8 = 10

  init(_ descriptors: [StreamDescriptor]) {
    self.descriptors = descriptors
    var (streams, places, ignored) = ([StreamDescription](), [Int?](), [String]())
    for (number, descriptor) in descriptors.enumerated() {
      if let stream = descriptor.stream {
        places.append(streams.count)
        streams.append(stream)
      } else {
        places.append(nil)
        ignored.append("stream \(number): \(descriptor.kind) is not followed")
      }
    }
    (self.streams, self.places, self.ignored) = (streams, places, ignored)
    ends = streams.map { _ in 0 }
    shifts = streams.map { _ in nil }
  }

  /// Whether a device that carries these streams is the same one, as far as can be told.
  func isDescribed(by descriptors: [StreamDescriptor]) -> Bool { descriptors == self.descriptors }

  var isEmpty: Bool { taken == waiting.count }

  /// The next block or remark.
  mutating func take(into block: inout Block) -> Delivery? {
    guard taken < waiting.count else {
      waiting.removeAll(keepingCapacity: true)
      taken = 0
      return nil
    }
    defer { taken += 1 }
    switch waiting[taken] {
    case .block(let stream, let first, let values):
      block.restart(stream: stream, firstIndex: first, channelCount: streams[stream].channels.count)
      block.gapCause = .lost
      block.samples += values
      return .block
    case .remark(let annotation):
      block.restart(stream: 0, firstIndex: 0, channelCount: 1)
      return .annotation(annotation)
    }
  }

  /// Takes what the host made of the device's bytes at `now`.
  mutating func take(_ event: NativeHost.Event, at now: Seconds) {
    switch event {
    case .started(let moment):
      let origin = origin ?? now
      self.origin = origin
      // A device whose clock went back has been restarted, whatever it says of its boot.
      if moment.time < latest { forgetBoot() }
      latest = moment.time
      // Where a lease went on after a lost link, so does the time line.
      guard start == nil || shifts.contains(nil) else { return }
      start = (moment.time, (now - origin).value)
    case .restarted: forgetBoot()
    case .samples(let samples): take(samples)
    case .marker(let marker):
      let since = start.map { Double(Int64(bitPattern: marker.time &- $0.device)) * 1e-6 + $0.seconds }
      remark("marker \(marker.number)", at: Seconds(max(0, since ?? 0)))
    case .status(let status):
      let isLow =
        status.conditions.contains(.lowBattery) || status.battery.map { $0 <= Self.lowBattery } ?? false
      if isLow, !isBatteryLow {
        let level = status.battery.map { ": \($0) %" } ?? ""
        remark("the device's battery is low\(level)", at: front)
      }
      isBatteryLow = isLow
    case .send, .described, .damaged: break
    }
  }

  /// The device counts anew.
  mutating func forgetBoot() {
    for stream in shifts.indices { shifts[stream] = nil }
  }

  private var front: Seconds {
    var front: Seconds = 0
    for stream in streams.indices { front = max(front, streams[stream].rate.time(of: ends[stream])) }
    return front
  }

  private mutating func remark(_ text: String, at time: Seconds) {
    waiting.append(.remark(Annotation(onset: time, text: text)))
  }

  private mutating func take(_ samples: NativeHost.Samples) {
    guard !samples.isHistoric, places.indices.contains(samples.stream), let stream = places[samples.stream],
      let start, samples.channels == streams[stream].channels.count
    else { return }
    latest = max(latest, samples.time ?? 0)
    let index = Int64(clamping: samples.index)
    let shift: Int64
    if let known = shifts[stream] {
      shift = known
    } else {
      let since = samples.time.map { Double(Int64(bitPattern: $0 &- start.device)) * 1e-6 } ?? 0
      let place = streams[stream].rate.index(nearest: Seconds(start.seconds + since))
      shift = max(ends[stream], place) - index
      shifts[stream] = shift
    }
    let first = index + shift
    // What came twice is kept once.
    let known = Int(min(max(0, ends[stream] - first), Int64(samples.values.count / samples.channels)))
    let values = known == 0 ? samples.values : Array(samples.values.dropFirst(known * samples.channels))
    guard !values.isEmpty else { return }
    waiting.append(.block(stream: stream, first: first + Int64(known), values: values))
    ends[stream] = first + Int64(known) + Int64(values.count / samples.channels)
  }
}
