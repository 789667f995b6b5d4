@testable import FirmwareProtocol

/// A session that gives each rule of conformance.md an occasion and keeps them all, frame by frame, to be spoilt.
struct DeviceScript {
  /// A frame as it goes, without its CRC.
  struct Line {
    var at: Double
    var isFromDevice: Bool
    var name: String
    var body: [UInt8]
    var hasCheck = true
  }

  private(set) var lines: [Line] = []
  private static let boot: UInt16 = 7
  private let muscle: StreamDescriptor
  private let motion: StreamDescriptor
  private var id: UInt8 = 0
  private var time = 0.0
  private var part: UInt8 = 0
  /// Index of the next sample, a stream each.
  private var next: [UInt32] = [0, 0]

  init() throws {
    muscle = StreamDescriptor(
      kind: .emg, unit: .volt, encodings: [.i16, .packed], numerator: 1, denominator: 1_000_000,
      rails: -2000...2000,
      rates: [.init(numerator: 500, denominator: 1)], channels: [.init(label: "a"), .init(label: "b")])
    motion = StreamDescriptor(
      kind: .accelerometer, unit: .standardGravity, encodings: [.i16], numerator: 1, denominator: 16384,
      rails: -32768...32767, rates: [.init(numerator: 100, denominator: 1)],
      channels: [.init(label: "x"), .init(label: "y")])
    try greet(maxFrame: 4096)
    try stream()
    try greet(maxFrame: 24)
    try streamShort()
    // Somebody asks long after the lease has ended.
    time += 5
    try ask("late", .identify(seconds: 1), .identify)
  }

  /// Asks, and answers 10 ms later.
  private mutating func ask(_ name: String, _ request: Request, _ reply: Reply, isParted: Bool = false) throws
  {
    id += 1
    time += 0.01
    lines.append(
      Line(
        at: time, isFromDevice: false, name: "\(name) asked",
        body: try Frame.request(request, id: id).encoded(checked: false)))
    time += 0.01
    try say(name, .reply(reply, id: id), isParted: isParted)
  }

  private mutating func say(_ name: String, _ frame: Frame, isParted: Bool = false) throws {
    let body = try frame.encoded(checked: false)
    guard isParted else { return lines.append(Line(at: time, isFromDevice: true, name: name, body: body)) }
    part += 1
    for offset in stride(from: 0, to: body.count, by: 12) {
      let end = min(offset + 12, body.count)
      let fragment = FragmentFrame(
        id: part, offset: UInt16(offset), total: UInt16(body.count), isLast: end == body.count,
        payload: Array(body[offset..<end]))
      lines.append(
        Line(
          at: time, isFromDevice: true, name: "\(name) part \(offset / 12)",
          body: try Frame.fragment(fragment).encoded(checked: false)))
    }
  }

  private mutating func greet(maxFrame: UInt16) throws {
    let all = try muscle.encoded() + motion.encoded()
    let greeting = Reply.Greeting(
      major: 1, minor: 0, streams: 2, boot: Self.boot, maxFrame: 64,
      features: [.store, .compression, .timeSync, .button, .identifies], store: 60,
      description: all.withUnsafeBytes { Checksum.crc32($0) }, uuid: Array(repeating: 1, count: 16),
      firmware: "f",
      hardware: "h")
    try ask(
      "hello \(maxFrame)", .hello(major: 1, minor: 0, maxFrame: maxFrame), .hello(greeting),
      isParted: maxFrame < 100)
  }

  private var micro: UInt64 { UInt64((time * 1e6).rounded()) }
  private var moment: Reply.Moment {
    .init(boot: Self.boot, time: micro, positions: positions)
  }
  private var positions: [StreamPosition] {
    [.init(stream: 0, index: next[0]), .init(stream: 1, index: next[1])]
  }

  /// What a stream's sample has at an index: never at a rail.
  private func values(from index: UInt32, count: Int, channels: Int) -> [Int32] {
    (0..<count * channels).map { Int32(index) % 100 + Int32($0 % 700) }
  }

  private mutating func data(
    _ stream: UInt8, _ name: String, count: Int, from index: UInt32? = nil, dropped: UInt32? = nil,
    spoilt: Int32? = nil
  ) throws {
    let channels = stream == 0 ? 2 : 1
    let first = index ?? next[Int(stream)] + (dropped ?? 0)
    let rate = stream == 0 ? 500.0 : 100.0
    // The time of a sample follows from its index, but for what STOP and START let pass.
    var frame = DataFrame(
      stream: stream, index: first, time: UInt64(1e6 + Double(first) / rate * 1e6), boot: Self.boot,
      encoding: .i16,
      channels: UInt8(channels), count: UInt16(count))
    (frame.isHistoric, frame.dropped) = (index != nil, dropped)
    var samples = values(from: first, count: count, channels: channels)
    if let spoilt { samples[0] = spoilt }
    let quality: [SampleQuality]? = spoilt == nil ? nil : [.saturated, []]
    var body: [UInt8] = []
    try frame.write(samples, quality: quality, checked: false, onto: &body)
    lines.append(Line(at: time, isFromDevice: true, name: name, body: body))
    if index == nil { next[Int(stream)] = first + UInt32(count) }
  }

  private mutating func status(_ name: String, isParted: Bool = false) throws {
    var status = StatusFrame(boot: Self.boot, time: micro, state: .streaming)
    status.positions = positions
    try say(name, .status(status), isParted: isParted)
  }

  private mutating func stream() throws {
    try ask("describe 0", .describe(stream: 0), .describe(stream: 0, muscle))
    try ask("describe 1", .describe(stream: 1), .describe(stream: 1, motion))
    try ask("time", .time, .time(boot: Self.boot, received: micro, held: 5))
    try ask(
      "configure", .configure(stream: 1, encoding: .i16, rate: 0, channels: 1),
      .configure(stream: 1, index: 0))
    try ask(
      "refused", .configure(stream: 1, encoding: .i24, rate: 0, channels: 1),
      .refused(.configureReply, .badValue))
    try ask("start", .start(lease: 30), .start(moment))
    for step in 0..<24 {
      time += 0.5
      try data(
        0, "muscle \(step)", count: step == 10 ? 240 : 250, dropped: step == 10 ? 10 : nil,
        spoilt: step == 7 ? 2000 : nil)
      try data(1, "motion \(step)", count: 50)
      try status("status \(step)")
      if step == 5 || step == 8 {
        try say(
          "marker \(step)",
          .marker(MarkerFrame(boot: Self.boot, time: micro, button: 0, number: step == 5 ? 4 : 5)))
      }
      if step == 12 || step == 16 { try range(step) }
    }
    try ask("keep", .keep(lease: 30), .keep(.streaming))
    try ask("stop", .stop, .stop(moment))
  }

  private mutating func range(_ step: Int) throws {
    let first = UInt32(step) * 125
    try ask(
      "range \(step)", .range(stream: 0, boot: Self.boot, first: first, count: 300),
      .range(stream: 0, first: first, count: 300))
    // Its frames are cut where the live ones were: the values hang on that.
    let frames = lines.filter { $0.name.hasPrefix("muscle") }.map { $0.body }
    for body in frames {
      guard case .data(let frame) = try body.frame(), frame.index < first + 300,
        frame.index + UInt32(frame.count) > first
      else { continue }
      var samples: [Int32] = []
      body.withUnsafeBytes { frame.read(&samples, from: $0) }
      let (from, to) = (max(first, frame.index), min(first + 300, frame.index + UInt32(frame.count)))
      var part = frame
      (part.index, part.count, part.isHistoric, part.dropped) = (from, UInt16(to - from), true, nil)
      if frame.dropped != nil, from > first { part.dropped = frame.dropped }
      var out: [UInt8] = []
      try part.write(
        Array(samples[Int(from - frame.index) * 2..<Int(to - frame.index) * 2]),
        quality: samples.contains(2000) ? [.saturated, []] : nil, checked: false, onto: &out)
      lines.append(Line(at: time, isFromDevice: true, name: "historic \(step)", body: out))
    }
    var anchor = DataFrame(
      stream: 0, index: first + 300, time: micro, boot: Self.boot, encoding: .i16, channels: 2, count: 0)
    anchor.isHistoric = true
    try say("closing \(step)", .data(anchor))
  }

  private mutating func streamShort() throws {
    try ask(
      "short range", .range(stream: 0, boot: Self.boot, first: 0, count: 1),
      .refused(.rangeReply, .unsupported))
    next = [next[0] + 1000, next[1] + 200]
    try ask("short start", .start(lease: 2), .start(moment), isParted: true)
    for step in 0..<4 {
      for stream in 0..<2 where step.isMultiple(of: 2) {
        let anchor = DataFrame(
          stream: UInt8(stream), index: next[stream], time: micro, boot: Self.boot, encoding: .i16,
          channels: stream == 0 ? 2 : 1, count: 0)
        try say("anchor \(stream) \(step)", .data(anchor))
      }
      try say(
        "compact \(step)",
        .compact(
          CompactFrame(stream: 0, indexLow: UInt16(truncatingIfNeeded: next[0]), payload: [1, 0, 2, 0])))
      next[0] += 1
      try status("short status \(step)", isParted: true)
      time += 0.45
    }
  }
}
