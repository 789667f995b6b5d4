import CFirmwareProtocol
import FirmwareProtocol
import Testing

/// The device's side of a session, in C, against transcripts.
@Suite struct SessionTests {
  struct Transcript: Decodable {
    struct Step: Decodable {
      var at: UInt64
      var host: Bytes?
      var stream: UInt8?
      var samples: [Int32]?
      var missed: UInt32?
      var device: [Bytes]
    }
    var name: String
    var features: UInt32
    var store: UInt32
    var boot: UInt16
    var conditions: UInt16
    var steps: [Step]
  }

  @Test func `a device sends exactly what its transcripts say`() throws {
    let transcripts = try Vectors.read("sessions", as: Transcript.self)
    #expect(transcripts.count > 10)
    for transcript in transcripts { play(transcript) }
  }

  private func play(_ transcript: Transcript) {
    let device = DemoDevice(features: transcript.features, store: transcript.store)
    var session = swp_session()
    swp_session_begin(&session, device.pointer, transcript.boot, 0)
    session.health = swp_health(
      battery: 80, millivolts: 3900, temperature: 2150, conditions: transcript.conditions)
    var out = [UInt8](repeating: 0, count: 4096)
    for (number, step) in transcript.steps.enumerated() {
      var length = 0
      if let host = step.host {
        length = swp_session_take(&session, host.bytes, host.bytes.count, step.at, &out, out.count)
      } else if let stream = step.stream, let missed = step.missed {
        swp_session_missed(&session, stream, missed)
      } else if let stream = step.stream, let samples = step.samples {
        let channels = Int(swp_session_channels(&session, stream))
        let count = UInt16(samples.count / max(1, channels))
        length = swp_session_samples(&session, stream, samples, count, step.at, nil, &out, out.count)
      } else {
        length = swp_session_poll(&session, step.at, &out, out.count)
      }
      let sent = length == 0 ? [] : [Bytes(Array(out.prefix(length)))]
      #expect(sent == step.device, "\(transcript.name), step \(number + 1)")
    }
  }

  @Test func `a condition that changes is told at once, and once`() throws {
    let device = DemoDevice(features: 0, store: 0)
    var session = swp_session()
    swp_session_begin(&session, device.pointer, 7, 0)
    var out = [UInt8](repeating: 0, count: 4096)
    for request in [Request.hello(major: 1, minor: 0, maxFrame: 244), .start(lease: 10)] {
      let bytes = try Frame.request(request, id: 1).encoded(checked: false)
      _ = swp_session_take(&session, bytes, bytes.count, 0, &out, out.count)
    }
    var told: [UInt16] = []
    for (time, conditions) in [(1, 0), (2, 0), (3, 1), (4, 1), (5, 0)] as [(UInt64, UInt16)] {
      session.health.conditions = conditions
      let length = swp_session_poll(&session, time, &out, out.count)
      guard length > 0, case .status(let status) = try Array(out.prefix(length)).frame() else { continue }
      told.append(status.conditions.rawValue)
    }
    #expect(told == [0, 1, 0])
  }

  @Test func `the quality of compact samples comes with the next anchor, which is due at once`() throws {
    let device = DemoDevice(features: 0, store: 0)
    var session = swp_session()
    swp_session_begin(&session, device.pointer, 7, 1)
    var out = [UInt8](repeating: 0, count: 4096)
    func sent(_ length: Int) throws -> Frame? {
      guard length > 0 else { return nil }
      return try Array(out.prefix(length)).frame()
    }
    for request in [Request.hello(major: 1, minor: 0, maxFrame: 24), .start(lease: 10)] {
      let bytes = try Frame.request(request, id: 1).encoded(checked: true)
      _ = swp_session_take(&session, bytes, bytes.count, 0, &out, out.count)
    }
    while swp_session_poll(&session, 10, &out, out.count) > 0 {}
    let quality = [[], [1, 0], [1, 0], []].map { $0 as [UInt8] }
    var told: [[UInt8]] = []
    for (step, bits) in quality.enumerated() {
      let length = swp_session_samples(
        &session, 0, [1, 2], 1, 20, bits.isEmpty ? nil : bits, &out, out.count)
      guard case .compact? = try sent(length) else {
        Issue.record("step \(step): no compact frame")
        continue
      }
      let anchor = swp_session_poll(&session, 30, &out, out.count)
      guard case .data(let frame)? = try sent(anchor) else {
        told.append([9])
        continue
      }
      #expect(frame.count == 0 && frame.index == UInt32(step) + 1)
      told.append(
        out.withUnsafeBytes { raw in (0..<2).compactMap { frame.quality(of: $0, in: raw)?.rawValue } })
    }
    // An anchor where it is another than before, and none else.
    #expect(told == [[9], [1, 0], [9], []])
  }

  @Test(arguments: [20, 23, 61, 244], [false, true])
  func `a long frame comes in parts that fit, and is whole again`(most: Int, checked: Bool) throws {
    let whole = (try Vectors.read("frames", as: Vectors.FrameCase.self)).filter { $0.type == "HELLO_REPLY" }[
      0
    ].hex.bytes
    var assembler = FragmentAssembler()
    var out = [UInt8](repeating: 0, count: 256)
    var (offset, result) = (0, [UInt8]?.none)
    while offset < whole.count {
      let length = swp_fragment(whole, whole.count, offset, 9, checked ? 1 : 0, most, &out, out.count)
      #expect((9...most).contains(length))
      guard case .fragment(let part) = try Array(out.prefix(length)).frame() else { break }
      result = try assembler.take(part)
      #expect((out[1] & 0x80 != 0) == checked)
      offset += length - (checked ? 12 : 8)
    }
    #expect(result == whole)
  }
}

/// The device that the transcripts are of, in memory of its own.
private final class DemoDevice {
  private let rates: UnsafeMutablePointer<swp_rate>
  private let channels: UnsafeMutablePointer<swp_channel>
  private let streams: UnsafeMutablePointer<swp_description>
  let pointer: UnsafeMutablePointer<swp_device>
  private static let texts: [StaticString] = [
    "EMG1", "belly", "calf", "EMG2", "", "", "w", "x", "y", "z", "demo 1.0", "board A",
  ]

  init(features: UInt32, store: UInt32) {
    rates = .allocate(capacity: 3)
    channels = .allocate(capacity: 6)
    streams = .allocate(capacity: 2)
    pointer = .allocate(capacity: 1)
    for (place, rate) in [1000, 500, 100].enumerated() {
      (rates + place).initialize(to: swp_rate(numerator: UInt32(rate), denominator: 1))
    }
    let text = { (place: Int) in
      let text = Self.texts[place]
      return swp_text(
        bytes: UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self),
        length: UInt8(text.utf8CodeUnitCount))
    }
    (channels + 0).initialize(to: swp_channel(side: 1, label: text(0), site: text(1), muscle: text(2)))
    (channels + 1).initialize(to: swp_channel(side: 2, label: text(3), site: text(4), muscle: text(5)))
    for axis in 0..<4 {
      (channels + 2 + axis).initialize(
        to: swp_channel(side: 0, label: text(6 + axis), site: text(4), muscle: text(5)))
    }
    var muscle = swp_description()
    (muscle.kind, muscle.unit, muscle.encodings, muscle.channel_count, muscle.rate_count) = (
      1, 1, 0b110, 2, 2
    )
    (muscle.numerator, muscle.denominator, muscle.lowest, muscle.highest) = (1, 1_000_000, -32768, 32767)
    (muscle.high_pass, muscle.low_pass, muscle.rates, muscle.channels) = (
      20000, 450_000, .init(rates), .init(channels)
    )
    var motion = swp_description()
    (motion.kind, motion.unit, motion.encodings, motion.channel_count, motion.rate_count) = (
      5, 5, 0b1010, 4, 1
    )
    (motion.numerator, motion.denominator, motion.lowest, motion.highest) = (1, 16384, -32768, 32767)
    (motion.rates, motion.channels) = (.init(rates + 2), .init(channels + 2))
    (streams + 0).initialize(to: muscle)
    (streams + 1).initialize(to: motion)
    var device = swp_device()
    (device.streams, device.stream_count, device.max_frame) = (.init(streams), 2, 512)
    (device.features, device.store, device.firmware, device.hardware) = (features, store, text(10), text(11))
    withUnsafeMutableBytes(of: &device.uuid) { uuid in
      for place in uuid.indices { uuid[place] = UInt8(place) }
    }
    pointer.initialize(to: device)
  }

  deinit {
    rates.deallocate()
    channels.deallocate()
    streams.deallocate()
    pointer.deallocate()
  }
}
