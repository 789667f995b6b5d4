import CFirmwareProtocol
import Testing

/// The C codec.
struct CCodec: Codec, CustomTestStringConvertible {
  var testDescription: String { "C" }

  func see(_ bytes: [UInt8], needsCheck: Bool) -> Result<Seen, Named> {
    // A copy of its own, so that a sanitizer sees each read beyond the end.
    bytes.withUnsafeBufferPointer { raw in
      var frame = swp_frame()
      let error = swp_decode(raw.baseAddress, raw.count, needsCheck ? 1 : 0, &frame)
      return error == SWP_NO_ERROR ? .success(seen(&frame)) : .failure(Named(error))
    }
  }

  func seeStuffed(_ bytes: [UInt8]) -> Result<Seen, Named> {
    var buffer = [UInt8](repeating: 0, count: Int(SWP_MOST_FRAME) + Int(SWP_MOST_FRAME) / 254 + 2)
    return buffer.withUnsafeMutableBufferPointer { memory in
      var deframer = swp_deframer(buffer: memory.baseAddress, capacity: memory.count, length: 0)
      for byte in bytes { #expect(swp_deframer_take(&deframer, byte) == Self.none) }
      let length = swp_deframer_take(&deframer, 0)
      guard length <= memory.count else { return .failure(Named(SWP_TOO_LONG)) }
      let plain = swp_unstuff(memory.baseAddress, length, memory.baseAddress)
      guard plain != Self.none else { return .failure(Named(SWP_BAD_COBS)) }
      return see(Array(memory.prefix(plain)), needsCheck: true)
    }
  }

  func describe(_ bytes: [UInt8]) -> (fields: Field, again: [UInt8])? {
    var rates = [swp_rate](repeating: swp_rate(), count: Int(SWP_MOST_RATES))
    var channels = [swp_channel](repeating: swp_channel(), count: Int(SWP_MOST_CHANNELS))
    return bytes.withUnsafeBufferPointer { raw in
      rates.withUnsafeMutableBufferPointer { rates in
        channels.withUnsafeMutableBufferPointer { channels in
          var description = swp_description()
          guard
            swp_read_description(
              raw.baseAddress, raw.count, &description, rates.baseAddress, channels.baseAddress)
              == SWP_NO_ERROR
          else { return nil }
          var out = [UInt8](repeating: 0, count: 4096)
          let length = swp_describe(&description, &out, out.count)
          return (
            fields(
              description, rates.prefix(Int(description.rate_count)),
              channels.prefix(Int(description.channel_count))), Array(out.prefix(length))
          )
        }
      }
    }
  }

  func unpack(_ bytes: [UInt8], channels: Int, count: Int) -> [Int32]? {
    var values = [Int32](repeating: 0, count: channels * count)
    return swp_unpack(bytes, bytes.count, channels, count, &values) != 0 ? values : nil
  }

  func pack(_ samples: [Int32], channels: Int) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 8 * samples.count + 64)
    let length = swp_pack(samples, channels, samples.count / channels, &out, out.count)
    return Array(out.prefix(length))
  }

  func stuff(_ bytes: [UInt8]) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: bytes.count + bytes.count / 254 + 2)
    let length = swp_stuff(bytes, bytes.count, &out)
    return Array(out.prefix(length - 1))
  }

  /// SIZE_MAX, which Swift reads as a signed number.
  static let none = -1

  private func seen(_ frame: inout swp_frame) -> Seen {
    let type = swp_type(rawValue: UInt32(frame.type))
    var out = [UInt8](repeating: 0, count: Int(SWP_MOST_FRAME))
    guard type == SWP_DATA else {
      let length = swp_encode(&frame, &out, out.count)
      return (Self.names[type.rawValue] ?? "?", frame.id, fields(frame), Array(out.prefix(length)))
    }
    var values = [Int32](repeating: 0, count: Int(frame.count) * Int(frame.channels))
    swp_samples(&frame, &values)
    // Flags of a later version are not sent on.
    frame.flags &= 0x87
    let length = swp_encode_data(&frame, values, &out, out.count)
    let again = Array(out.prefix(length))
    let quality = frame.quality.map { Array(UnsafeBufferPointer(start: $0, count: Int(frame.channels))) }
    let fields: [String: Field] = [
      "index": .number(frame.index), "time": .number(frame.time), "boot": .number(frame.boot),
      "encoding": .number(frame.encoding), "channels": .number(frame.channels), "count": .number(frame.count),
      "historic": .bool(frame.flags & 1 != 0),
      "dropped": frame.flags & 2 != 0 ? .number(frame.dropped) : .null,
      "quality": quality.map { .numbers($0) } ?? .null, "samples": .numbers(values),
    ]
    return ("DATA", frame.id, fields, again)
  }

  private static let names: [UInt32: String] = [
    0x02: "COMPACT", 0x03: "STATUS", 0x04: "MARKER", 0x05: "FRAGMENT", 0x10: "HELLO", 0x11: "DESCRIBE",
    0x12: "CONFIGURE", 0x13: "START", 0x14: "STOP", 0x15: "KEEP", 0x16: "TIME", 0x17: "RANGE",
    0x18: "IDENTIFY", 0x19: "VIBRATE",
    0x90: "HELLO_REPLY", 0x91: "DESCRIBE_REPLY", 0x92: "CONFIGURE_REPLY", 0x93: "START_REPLY",
    0x94: "STOP_REPLY",
    0x95: "KEEP_REPLY", 0x96: "TIME_REPLY", 0x97: "RANGE_REPLY", 0x98: "IDENTIFY_REPLY",
    0x99: "VIBRATE_REPLY", 0x9F: "REFUSED",
  ]
}

extension CCodec {
  /// The fields that a type has, by their names in frames.md.
  private func fields(_ frame: swp_frame) -> [String: Field] {
    let payload = UnsafeBufferPointer(start: frame.payload, count: frame.payload_length)
    let raw: [String: Field] = ["payload": .text("\(Bytes(Array(payload)))")]
    let lists: [String: Field] = ["positions": positions(payload)]
    func told(_ fields: [String: Field], _ more: [String: Field] = [:]) -> [String: Field] {
      fields.merging(more) { $1 }
    }
    switch swp_type(rawValue: UInt32(frame.type)) {
    case SWP_COMPACT: return told(["index_low": .number(frame.index_low)], raw)
    case SWP_STATUS:
      return told(
        [
          "boot": .number(frame.boot), "time": .number(frame.time), "state": .number(frame.state),
          "battery": .number(frame.battery), "millivolts": .number(frame.millivolts),
          "temperature": .number(frame.temperature), "conditions": .number(frame.conditions),
        ], lists)
    case SWP_MARKER:
      return [
        "boot": .number(frame.boot), "time": .number(frame.time), "button": .number(frame.button),
        "number": .number(frame.number),
      ]
    case SWP_FRAGMENT:
      return told(
        [
          "offset": .number(frame.offset), "total": .number(frame.total), "last": .bool(frame.flags & 1 != 0),
        ], raw)
    case SWP_HELLO:
      return [
        "major": .number(frame.major), "minor": .number(frame.minor), "max_frame": .number(frame.max_frame),
      ]
    case SWP_DESCRIBE: return ["stream": .number(frame.stream)]
    case SWP_CONFIGURE:
      return [
        "stream": .number(frame.stream), "encoding": .number(frame.encoding), "rate": .number(frame.rate),
        "channels": .number(frame.channel_mask),
      ]
    case SWP_START, SWP_KEEP: return ["lease": .number(frame.lease)]
    case SWP_RANGE:
      return [
        "stream": .number(frame.stream), "boot": .number(frame.boot), "first": .number(frame.first),
        "count": .number(frame.range_count),
      ]
    case SWP_IDENTIFY: return ["seconds": .number(frame.seconds)]
    case SWP_VIBRATE: return ["pulses": .number(frame.pulses), "strength": .number(frame.strength)]
    default: return reply(frame, raw, lists, payload)
    }
  }

  private func reply(
    _ frame: swp_frame, _ raw: [String: Field], _ lists: [String: Field],
    _ payload: UnsafeBufferPointer<UInt8>
  ) -> [String: Field] {
    var fields: [String: Field] = ["result": .number(frame.result)]
    switch swp_type(rawValue: UInt32(frame.type)) {
    case SWP_HELLO_REPLY where frame.result == 0:
      var (firmware, hardware) = (swp_text(), swp_text())
      let taken = swp_read_text(frame.payload, frame.payload_length, &firmware)
      _ = swp_read_text(frame.payload + taken, frame.payload_length - taken, &hardware)
      let uuid = withUnsafeBytes(of: frame.uuid) { Array($0) }
      fields.merge([
        "major": .number(frame.major), "minor": .number(frame.minor), "streams": .number(frame.streams),
        "boot": .number(frame.boot), "max_frame": .number(frame.max_frame),
        "features": .number(frame.features),
        "store": .number(frame.store), "description": .number(frame.description),
        "uuid": .text("\(Bytes(uuid))"),
        "firmware": .text(text(firmware)), "hardware": .text(text(hardware)),
      ]) { $1 }
    case SWP_DESCRIBE_REPLY where frame.result == 0:
      fields["stream"] = .number(frame.stream)
      fields.merge(raw) { $1 }
    case SWP_CONFIGURE_REPLY where frame.result == 0:
      fields.merge(["stream": .number(frame.stream), "index": .number(frame.index)]) { $1 }
    case SWP_START_REPLY where frame.result == 0, SWP_STOP_REPLY where frame.result == 0:
      fields.merge(["boot": .number(frame.boot), "time": .number(frame.time)]) { $1 }
      fields.merge(lists) { $1 }
    case SWP_KEEP_REPLY where frame.result == 0: fields["state"] = .number(frame.state)
    case SWP_TIME_REPLY where frame.result == 0:
      fields.merge([
        "boot": .number(frame.boot), "received": .number(frame.time), "held": .number(frame.held),
      ]) { $1 }
    case SWP_RANGE_REPLY where frame.result == 0:
      fields.merge([
        "stream": .number(frame.stream), "first": .number(frame.first), "count": .number(frame.range_count),
      ]) { $1 }
    case SWP_IDENTIFY_REPLY where frame.result == 0, SWP_VIBRATE_REPLY where frame.result == 0: break
    case SWP_REFUSED: fields["request"] = .number(frame.request)
    default: fields["positions"] = .list([])
    }
    return fields
  }

  private func positions(_ payload: UnsafeBufferPointer<UInt8>) -> Field {
    .list(
      stride(from: 0, to: payload.count - 4, by: 5).map { start in
        let index = (1...4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(payload[start + $1]) }
        return .numbers([UInt32(payload[start]), index])
      })
  }

  private func fields(
    _ description: swp_description, _ rates: Slice<UnsafeMutableBufferPointer<swp_rate>>,
    _ channels: Slice<UnsafeMutableBufferPointer<swp_channel>>
  ) -> Field {
    .object([
      "kind": .number(description.kind), "unit": .number(description.unit),
      "encodings": .number(description.encodings), "numerator": .number(description.numerator),
      "denominator": .number(description.denominator), "zero": .number(description.zero),
      "lowest": .number(description.lowest), "highest": .number(description.highest),
      "high_pass": .number(description.high_pass), "low_pass": .number(description.low_pass),
      "notch": .number(description.notch),
      "rates": .list(rates.map { .numbers([$0.numerator, $0.denominator]) }),
      "channels": .list(
        channels.map { channel in
          .object([
            "side": .number(channel.side), "label": .text(text(channel.label)),
            "site": .text(text(channel.site)),
            "muscle": .text(text(channel.muscle)),
          ])
        }),
    ])
  }

  private func text(_ text: swp_text) -> String {
    String(decoding: UnsafeRawBufferPointer(start: text.bytes, count: Int(text.length)), as: UTF8.self)
  }
}

extension Named {
  init(_ error: swp_error) {
    let names = [
      "", "BAD_COBS", "TOO_LONG", "TOO_SHORT", "MISSING_CRC", "BAD_CRC", "UNKNOWN_TYPE", "BAD_HEADER",
      "BAD_CHANNELS",
      "BAD_ENCODING", "BAD_COUNT", "BAD_PAYLOAD", "BAD_PACKED", "BAD_VALUE", "BAD_STRING", "NO_ANCHOR",
      "BAD_FRAGMENT",
    ]
    name = names[Int(error.rawValue)]
  }
}
