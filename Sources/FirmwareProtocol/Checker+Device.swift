/// What a checker knows of a device.
struct DeviceRecord {
  struct Asked {
    var request: Request
    var at: Double
  }

  /// One stream as it was last heard of.
  struct Stream {
    var next: UInt32?
    var time: UInt64?
    var encoding: SampleEncoding?
    var channelCount: Int?
    var anchorAt: Double?
    var needsAnchor = true
    var isCompact = false
    var range: (first: UInt32, end: UInt32)?
    /// Index and time from which the rate is measured.
    var origin: (index: UInt32, time: UInt64)?
    var compact = CompactReader()
  }

  var boot: UInt16?
  var maxFrame = WireLimit.frame
  var state = SessionState.idle
  var features: DeviceFeatures?
  var streamCount: Int?
  var descriptions: [Int: StreamDescriptor] = [:]
  var descriptionCheck: UInt32?
  var streams: [UInt8: Stream] = [:]
  var open: [UInt8: Asked] = [:]
  var leaseEnd: Double?
  var lastStatus: Double?
  var lastMarker: UInt8?
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
}

extension Checker {
  /// What should have come by now.
  mutating func silence(_ tell: (Finding) -> Void) {
    for (id, asked) in device.open where now - asked.at > 1 {
      device.open[id] = nil
      hold("R06", false, "\(asked.request.type), id \(id), has no reply", tell)
    }
    guard device.state == .streaming else { return }
    // A lease that the host lets end takes the right to speak with it.
    if let end = device.leaseEnd, now > end { device.state = .ready }
    if let last = device.lastStatus, now - last > 1.5 {
      hold("R21", false, "no STATUS for \(String(Int((now - last) * 1000))) ms", tell)
      device.lastStatus = now
    }
  }

  mutating func check(_ frame: Frame, _ raw: UnsafeRawBufferPointer, _ tell: (Finding) -> Void) {
    switch frame {
    case .data(let frame):
      check(boot: frame.boot, tell)
      check(frame, raw, tell)
    case .compact(let frame): check(frame, tell)
    case .status(let status): check(status, tell)
    case .marker(let marker):
      check(boot: marker.boot, tell)
      if let last = device.lastMarker {
        hold("R30", marker.number == last &+ 1, "marker \(marker.number) follows \(last)", tell)
      }
      device.lastMarker = marker.number
    case .reply(let reply, let id): check(reply, id: id, tell)
    case .request, .fragment: hold("R07", false, "a device sends what only a host says", tell)
    }
  }

  private mutating func check(boot: UInt16, _ tell: (Finding) -> Void) {
    guard let known = device.boot else { return device.boot = boot }
    tried.insert("R09")
    if boot != known { device.reset(boot: boot) }
  }

  /// Device time goes on.
  mutating func check(time: UInt64, _ what: String, _ tell: (Finding) -> Void) {
    // Frames of several streams are made at several times: a second is more than any of them waits.
    hold(
      "R16", time + 1_000_000 >= device.lastTime,
      "\(what): device time goes back from \(device.lastTime) to \(time)", tell)
    device.lastTime = max(device.lastTime, time)
  }

  private mutating func check(_ status: StatusFrame, _ tell: (Finding) -> Void) {
    check(boot: status.boot, tell)
    check(time: status.time, "STATUS", tell)
    tried.insert("R21")
    device.lastStatus = now
    device.isUnstable = status.conditions.contains(.clockUnstable)
    if status.state == .idle { tried.insert("R10") }
    if device.state == .streaming, status.state != .streaming { device.state = status.state }
    guard status.state == .streaming else { return }
    for position in status.positions {
      guard let next = device.streams[position.stream]?.next else { continue }
      hold(
        "R22", position.index &- next < 1 << 31,
        "stream \(position.stream): next is \(position.index), and \(next) was sent before", tell)
    }
    let told = Set(status.positions.map(\.stream))
    let silent = device.streams.keys.filter { !told.contains($0) }.sorted()
    hold("R22", silent.isEmpty, "streams \(silent) send samples and are not told of", tell)
  }

  private mutating func check(_ reply: Reply, id: UInt8, _ tell: (Finding) -> Void) {
    guard let asked = device.open.removeValue(forKey: id) else {
      return hold("R07", false, "\(reply.type), id \(id), answers nothing that was asked", tell)
    }
    tried.formUnion(["R06", "R07", "R08"])
    let late = now - asked.at
    hold("R06", late <= 0.5, "\(reply.type), id \(id), comes after \(Int(late * 1000)) ms", tell)
    if case .unknown = reply { return }
    let fits = reply.type.rawValue == asked.request.type.rawValue | 0x80
    hold("R06", fits, "\(asked.request.type), id \(id), is answered by \(reply.type)", tell)
    check(features: reply, asked.request, tell)
    switch reply {
    case .hello(let greeting):
      if device.boot != greeting.boot { device.reset(boot: greeting.boot) }
      (device.features, device.streamCount) = (greeting.features, Int(greeting.streams))
      (device.descriptionCheck, device.descriptions) = (greeting.description, [:])
      device.state = .ready
    case .describe(let stream, let description): check(description, Int(stream), tell)
    case .start(let moment):
      device.state = .streaming
      device.lastStatus = now
      if case .start(let lease) = asked.request { device.leaseEnd = now + Double(lease) + 1 }
      for position in moment.positions where device.streams[position.stream] == nil {
        device.streams[position.stream] = .init(next: position.index)
      }
    case .keep: if case .keep(let lease) = asked.request { device.leaseEnd = now + Double(lease) + 1 }
    case .stop(let moment):
      for position in moment.positions {
        guard let next = device.streams[position.stream]?.next else { continue }
        hold(
          "R29", position.index &- next < 1 << 31,
          "stream \(position.stream) ended at \(position.index), and \(next) was sent before", tell)
      }
      device.state = .ready
    case .range(let stream, let first, let count):
      device.streams[stream, default: .init()].range = (first, first &+ count)
    default: break
    }
  }

  private mutating func check(features reply: Reply, _ request: Request, _ tell: (Finding) -> Void) {
    guard let features = device.features else { return }
    let needed: DeviceFeatures? =
      switch request {
      case .time: .timeSync
      case .range: .store
      case .identify: .identifies
      default: nil
      }
    guard let needed else { return }
    var isRefused = false
    if case .refused(_, .unsupported) = reply { isRefused = true }
    hold(
      "R27", features.contains(needed) != isRefused,
      "\(request.type) is \(isRefused ? "refused" : "answered") against what HELLO told", tell)
  }

  private mutating func check(_ description: StreamDescriptor, _ stream: Int, _ tell: (Finding) -> Void) {
    device.descriptions[stream] = description
    guard let count = device.streamCount, let told = device.descriptionCheck,
      device.descriptions.count == count
    else {
      return
    }
    let all = (0..<count).compactMap { try? device.descriptions[$0]?.encoded() }.flatMap(\.self)
    let check = all.withUnsafeBytes { Checksum.crc32($0) }
    hold("R26", check == told, "the descriptions have the CRC \(check), and HELLO told \(told)", tell)
  }
}
