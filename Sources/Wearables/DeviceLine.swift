internal import Signals

/// What a device sent, on one time line: blocks and remarks that wait to be taken.
struct DeviceLine {
  /// The streams that are followed.
  let streams: [StreamDescription]
  /// Those that are not, with the reason.
  let ignored: [String]
  private let carried: [DeviceProfile.Carried]
  /// Position of each of the device's streams in ``streams``.
  private let places: [Int?]
  /// The first EMG channel of each of ``streams``, counted over all of them; nil of motion.
  private let firstChannels: [Int?]
  private var waiting: [Item] = []
  private var taken = 0
  /// The index after the last sample of each stream.
  private var ends: [Int64]
  /// Where each stream stands under the boot under way; nil until it is heard.
  private var standings: [Standing?]
  /// The device's time and ours, in seconds, when the boot under way was heard first.
  private var start: (device: Double, ours: Double)?
  /// Whether no sample has come yet: ours begins with the first.
  private var isNew = true
  /// The last samples that came: device time and ours at their end, and when they came by the host's clock.
  private var last: (device: Double, ours: Double, host: Seconds)?
  private var watch: DeviceWatch
  private var isBatteryLow = false
  /// How often bytes came that make no sense.
  private(set) var damaged = 0

  private struct Standing {
    /// What leads from a device's index to ours.
    var shift: Int64
    /// The device's index and time after the last sample.
    var index: Int64
    var time: Double
  }

  private enum Item {
    case block(stream: Int, first: Int64, values: [Int32])
    case remark(Annotation)
    case news(DeviceNews)
  }

  /// By how much device time may run ahead of a stream's index before samples were not taken: in seconds, and as a share.
  private static let slack = (seconds: 0.1, share: 0.002)

  init(_ carried: [DeviceProfile.Carried]) {
    self.carried = carried
    var (streams, places, ignored) = ([StreamDescription](), [Int?](), [String]())
    for one in carried {
      switch one {
      case .followed(let stream):
        places.append(streams.count)
        streams.append(stream)
      case .ignored(let reason):
        places.append(nil)
        ignored.append(reason)
      }
    }
    (self.streams, self.places, self.ignored) = (streams, places, ignored)
    var (firstChannels, channels) = ([Int?](), 0)
    for stream in streams {
      firstChannels.append(stream.kind == .emg ? channels : nil)
      if stream.kind == .emg { channels += stream.channels.count }
    }
    self.firstChannels = firstChannels
    watch = DeviceWatch(muscleChannels: channels)
    ends = streams.map { _ in 0 }
    standings = streams.map { _ in nil }
  }

  /// Whether a device that carries these streams is the same one, as far as can be told.
  func isDescribed(by carried: [DeviceProfile.Carried]) -> Bool { carried == self.carried }

  /// How many samples have come, of all streams, each once.
  private(set) var count: Int64 = 0

  var isEmpty: Bool { taken == waiting.count }

  /// The next block, remark or news.
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
    case .news(let news):
      block.restart(stream: 0, firstIndex: 0, channelCount: 1)
      return .news(news)
    }
  }

  /// Takes what the host made of the device's bytes at `now`.
  mutating func take(_ event: DeviceEvent, at now: Seconds) {
    switch event {
    case .started(let time): begin(Double(time) * 1e-6, at: now)
    case .restarted: restart()
    case .begunAnew: forgetBoot()
    case .samples(let run): take(run, at: now)
    case .remark(let text, let time): remark(text, at: ours(of: Double(time) * 1e-6))
    case .report(let report):
      watch.take(report)
      if report.isBatteryLow, !isBatteryLow {
        let level = report.battery.map { ": \(Int(($0 * 100).rounded())) %" } ?? ""
        remark("the device's battery is low\(level)", at: front)
      }
      isBatteryLow = report.isBatteryLow
    case .damaged: damaged += 1
    case .send, .speed, .described: break
    }
  }

  /// Adds news of the link.
  mutating func tell(_ news: DeviceNews) { waiting.append(.news(news)) }

  /// Adds news of the device, where there are any; to be called all the time, with how its clock runs.
  mutating func look(_ clock: borrowing ClockFit, at now: Seconds) {
    if let state = watch.news(clock, at: now) { waiting.append(.news(.state(state))) }
  }

  /// The device counts anew.
  mutating func forgetBoot() {
    // When the last samples were taken, and not when they came, is what the next boot goes on from.
    if let last, let host = watch.host(of: last.device) { self.last?.host = min(last.host, host) }
    watch.forgetBoot()
    start = nil
    for stream in standings.indices { standings[stream] = nil }
  }

  private mutating func restart() {
    if last != nil { remark("the device was restarted", at: front) }
    forgetBoot()
  }

  /// Streaming has begun, or goes on, at this time of the device.
  private mutating func begin(_ device: Double, at now: Seconds) {
    // A device whose clock went back has been restarted, whatever it says of its boot.
    if start != nil, let last, device < last.device - Self.slack.seconds { restart() }
    guard start == nil else { return }
    // So much later than the last sample as the host's clock says: neither clock's drift makes the gap longer or shorter.
    let away = last.map { max(0, (now - $0.host).value) } ?? 0
    start = (device, (last?.ours ?? 0) + away)
    last?.device = device
  }

  /// Where a moment of the boot under way lies.
  private func ours(of device: Double) -> Seconds {
    guard let start else { return front }
    // The nearest samples tell best, should the rate be another than the device says.
    if let last, standings.contains(where: { $0 != nil }) {
      return Seconds(max(0, last.ours + device - last.device))
    }
    return Seconds(max(0, start.ours + device - start.device))
  }

  private var front: Seconds {
    var front: Seconds = 0
    for stream in streams.indices { front = max(front, streams[stream].rate.time(of: ends[stream])) }
    return front
  }

  private mutating func remark(_ text: String, at time: Seconds) {
    waiting.append(.remark(Annotation(onset: time, text: text)))
  }

  private mutating func take(_ samples: SampleRun, at now: Seconds) {
    guard !samples.isHistoric, places.indices.contains(samples.stream), let stream = places[samples.stream],
      var start, samples.channels == streams[stream].channels.count
    else { return }
    if isNew {
      start.device = Double(samples.time) * 1e-6
      (self.start, isNew) = (start, false)
    }
    let rate = streams[stream].rate
    let frames = Int64(samples.values.count / samples.channels)
    let time = Double(samples.time) * 1e-6
    let standing = stand(stream, at: Int64(clamping: samples.index), time, start)
    let first = Int64(clamping: samples.index) + standing.shift
    let device = time + rate.time(of: frames).value
    standings[stream] = Standing(
      shift: standing.shift, index: max(standing.index, Int64(clamping: samples.index) + frames),
      time: max(standing.time, device))
    watch.take(device: device, at: now)
    if let channel = firstChannels[stream] {
      watch.take(samples.qualities, first: channel, count: samples.channels)
    }
    // What came twice is kept once.
    let known = Int(min(max(0, ends[stream] - first), frames))
    var values = samples.values
    values.blank(samples.qualities)
    if known > 0 { values.removeFirst(known * samples.channels) }
    guard !values.isEmpty else { return }
    waiting.append(.block(stream: stream, first: first + Int64(known), values: values))
    ends[stream] = first + frames
    count += frames - Int64(known)
    last = (max(last?.device ?? device, device), max(last?.ours ?? 0, rate.time(of: ends[stream]).value), now)
  }

  /// Where a stream stands before its samples that begin at this index and time of the device.
  private func stand(_ stream: Int, at index: Int64, _ time: Double, _ start: (device: Double, ours: Double))
    -> Standing
  {
    let rate = streams[stream].rate
    guard var standing = standings[stream] else {
      // Of a stream that was there before all others what is before the beginning is left out.
      let place = rate.index(nearest: Seconds(start.ours + time - start.device))
      return Standing(
        shift: (ends[stream] > 0 ? max(ends[stream], place) : place) - index, index: index, time: time)
    }
    // Where samples were not taken for a time, as after a lease that ended, the index stands still and the clock does not.
    let span = Double(index - standing.index) / rate.hertz
    let ahead = time - standing.time - span
    if ahead > Self.slack.seconds + Self.slack.share * max(0, span) {
      standing.shift += rate.index(nearest: Seconds(ahead))
    }
    return standing
  }
}
