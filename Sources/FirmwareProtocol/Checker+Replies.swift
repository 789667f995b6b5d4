// What a device answers.

extension Checker {
  mutating func check(_ reply: Reply, id: UInt8, _ tell: (Finding) -> Void) {
    guard let asked = device.open.removeValue(forKey: id) else {
      return hold("R07", false, "\(reply.type), id \(id), answers nothing that was asked", tell)
    }
    tried.formUnion(["R06", "R07"])
    let late = now - asked.at
    hold("R06", late <= 0.5, "\(reply.type), id \(id), comes after \(Int(late * 1000)) ms", tell)
    check(features: reply, asked.request, tell)
    if case .unknown = reply { return }
    let fits = reply.type.rawValue == asked.request.type.rawValue | 0x80
    hold("R06", fits, "\(asked.request.type), id \(id), is answered by \(reply.type)", tell)
    switch reply {
    case .hello(let greeting): greet(greeting)
    case .describe(let stream, let description): check(description, Int(stream), tell)
    case .configure(let stream, _):
      if case .configure(_, let encoding, let rate, let channels) = asked.request {
        var record = DeviceRecord.Stream()
        record.next = device.streams[stream]?.next
        record.configured = .init(
          encoding: encoding, rate: Int(rate), channelCount: channels.nonzeroBitCount)
        device.streams[stream] = record
      }
    case .start(let moment):
      check(boot: moment.boot, tell)
      check(time: moment.time, "START_REPLY", tell)
      if device.state != .streaming { device.begin(at: moment.positions, now: now) }
      renew(asked.request)
    case .keep: renew(asked.request)
    case .stop(let moment):
      check(boot: moment.boot, tell)
      check(time: moment.time, "STOP_REPLY", tell)
      for position in moment.positions {
        guard let next = device.streams[position.stream]?.next else { continue }
        hold(
          "R29", position.index &- next < 1 << 31,
          "stream \(position.stream) ended at \(position.index), and \(next) was sent before", tell)
      }
      (device.state, device.leaseHasEnded) = (.ready, false)
    case .range(let stream, let first, let count):
      hold(
        "R24", device.streams[stream]?.range == nil,
        "stream \(stream): a RANGE is granted, and no anchor has closed the one before", tell)
      device.streams[stream, default: .init()].range = (first, first &+ count)
    case .time(let boot, let received, let held):
      check(boot: boot, tell)
      check(time: received + UInt64(held), "TIME_REPLY", tell)
    case .refused(.keepReply, .wrongState):
      if device.state == .streaming { device.endLive() }
    default: break
    }
  }

  private mutating func greet(_ greeting: Reply.Greeting) {
    tried.insert("R10")
    let isSampling = device.boot == greeting.boot && [.streaming, .logging].contains(device.state)
    if device.boot != greeting.boot { device.reset(boot: greeting.boot) }
    (device.features, device.streamCount) = (greeting.features, Int(greeting.streams))
    // A host that knows the descriptions by their check need not ask again.
    if device.descriptionCheck != greeting.description { device.descriptions = [:] }
    device.descriptionCheck = greeting.description
    (device.state, device.leaseHasEnded) = (.ready, false)
    if isSampling { device.endLive() }
    endRanges()
  }

  /// A lease begins with its reply at the latest.
  private mutating func renew(_ request: Request) {
    switch request {
    case .start(let lease), .keep(let lease): device.leaseEnd = now + Double(lease)
    default: break
    }
  }

  private mutating func check(features reply: Reply, _ request: Request, _ tell: (Finding) -> Void) {
    guard let features = device.features else { return }
    var isRefused = false
    switch reply {
    case .refused(_, .unsupported), .unknown: isRefused = true
    default: break
    }
    let needed: DeviceFeatures
    switch request {
    case .time: needed = .timeSync
    case .range: needed = .store
    case .identify: needed = .identifies
    case .vibrate: needed = .vibrates
    case .configure: return
    default: needed = []
    }
    // Frames that are too short for DATA are too short for samples that come again.
    if needed == .store, device.descriptions.count != device.streamCount { return }
    let isGiven = features.contains(needed) && !(needed == .store && device.isShort)
    hold(
      "R27", isGiven != isRefused,
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
