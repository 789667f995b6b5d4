import Testing

@testable import FirmwareProtocol

/// The Swift codec.
struct SwiftCodec: Codec, CustomTestStringConvertible {
  var testDescription: String { "Swift" }

  func see(_ bytes: [UInt8], needsCheck: Bool) -> Result<Seen, Named> {
    bytes.withUnsafeBytes { raw in
      do throws(WireError) {
        let frame = try Frame(raw, needsCheck: needsCheck)
        return .success(try seen(frame, raw))
      } catch {
        return .failure(Named(error))
      }
    }
  }

  func seeStuffed(_ bytes: [UInt8]) -> Result<Seen, Named> {
    var deframer = Deframer()
    var result: Result<Seen, Named>?
    (bytes + [0]).withUnsafeBytes { raw in
      deframer.take(raw) { frame, bytes in
        do throws(WireError) {
          result = .success(try seen(try frame.get(), bytes))
        } catch {
          result = .failure(Named(error))
        }
      }
    }
    return result ?? .failure(Named(name: "nothing"))
  }

  func describe(_ bytes: [UInt8]) -> (fields: Field, again: [UInt8])? {
    guard
      let description = try? bytes.withUnsafeBytes({ raw throws(WireError) in try StreamDescriptor(raw) }),
      let again = try? description.encoded()
    else { return nil }
    return (description.fields, again)
  }

  func unpack(_ bytes: [UInt8], channels: Int, count: Int) -> [Int32]? {
    var values: [Int32] = []
    let isSound = bytes.withUnsafeBytes {
      PackedSamples.read($0, channels: channels, count: count, into: &values)
    }
    return isSound ? values : nil
  }

  func pack(_ samples: [Int32], channels: Int) -> [UInt8] {
    var out: [UInt8] = []
    PackedSamples.write(samples, channels: channels, onto: &out)
    return out
  }

  func stuff(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    bytes.withUnsafeBytes { Stuffing.stuff($0, onto: &out) }
    return out.dropLast()
  }

  private func seen(_ frame: Frame, _ bytes: UnsafeRawBufferPointer) throws(WireError) -> Seen {
    let checked = bytes[1] & 0x80 != 0
    guard case .data(let data) = frame else {
      return (frame.name, frame.id, frame.fields, try frame.encoded(checked: checked))
    }
    var values: [Int32] = []
    data.read(&values, from: bytes)
    let quality = (0..<Int(data.channels)).map { data.quality(of: $0, in: bytes) }
    let told = quality.compactMap(\.self)
    var again: [UInt8] = []
    try data.write(values, quality: told.isEmpty ? nil : told, checked: checked, onto: &again)
    let fields: [String: Field] = [
      "index": .number(data.index), "time": .number(data.time), "boot": .number(data.boot),
      "encoding": .number(data.encoding.rawValue), "channels": .number(data.channels),
      "count": .number(data.count),
      "historic": .bool(data.isHistoric), "dropped": .optional(data.dropped),
      "quality": told.isEmpty ? .null : .numbers(told.map(\.rawValue)), "samples": .numbers(values),
    ]
    return ("DATA", data.stream, fields, again)
  }
}

extension Named {
  init(_ error: WireError) { name = pageName("\(error)") }
}

extension StreamDescriptor {
  fileprivate var fields: Field {
    .object([
      "kind": .number(kind.rawValue), "unit": .number(unit.rawValue),
      "encodings": .number(encodings.reduce(0) { $0 | 1 << $1.rawValue }), "numerator": .number(numerator),
      "denominator": .number(denominator), "zero": .number(zero), "lowest": .number(rails.lowerBound),
      "highest": .number(rails.upperBound), "high_pass": .number(highPass), "low_pass": .number(lowPass),
      "notch": .number(notch), "rates": .list(rates.map { .numbers([$0.numerator, $0.denominator]) }),
      "channels": .list(
        channels.map { channel in
          .object([
            "side": .number(channel.side.rawValue), "label": .text(channel.label),
            "site": .text(channel.site),
            "muscle": .text(channel.muscle),
          ])
        }),
    ])
  }
}

extension Frame {
  fileprivate var name: String {
    switch self {
    case .data: "DATA"
    case .compact: "COMPACT"
    case .status: "STATUS"
    case .marker: "MARKER"
    case .fragment: "FRAGMENT"
    case .request(let request, _): pageName("\(request.type)")
    case .reply(let reply, _): pageName("\(reply.type)")
    }
  }

  fileprivate var id: UInt8 {
    switch self {
    case .data(let frame): frame.stream
    case .compact(let frame): frame.stream
    case .fragment(let frame): frame.id
    case .request(_, let id), .reply(_, let id): id
    case .status, .marker: 0
    }
  }

  fileprivate var fields: [String: Field] {
    switch self {
    case .data: [:]
    case .compact(let frame):
      ["index_low": .number(frame.indexLow), "payload": .text("\(Bytes(frame.payload))")]
    case .status(let frame):
      [
        "boot": .number(frame.boot), "time": .number(frame.time), "state": .number(frame.state.rawValue),
        "battery": .number(frame.battery ?? 255), "millivolts": .number(frame.millivolts ?? 0),
        "temperature": .number(frame.temperature ?? .min), "conditions": .number(frame.conditions.rawValue),
        "positions": positions(frame.positions),
      ]
    case .marker(let frame):
      [
        "boot": .number(frame.boot), "time": .number(frame.time), "button": .number(frame.button),
        "number": .number(frame.number),
      ]
    case .fragment(let frame):
      [
        "offset": .number(frame.offset), "total": .number(frame.total), "last": .bool(frame.isLast),
        "payload": .text("\(Bytes(frame.payload))"),
      ]
    case .request(let request, _): fields(of: request)
    case .reply(let reply, _): fields(of: reply)
    }
  }

  private func positions(_ list: [StreamPosition]) -> Field {
    .list(list.map { .numbers([UInt32($0.stream), $0.index]) })
  }

  private func fields(of request: Request) -> [String: Field] {
    switch request {
    case .hello(let major, let minor, let maxFrame):
      ["major": .number(major), "minor": .number(minor), "max_frame": .number(maxFrame)]
    case .describe(let stream): ["stream": .number(stream)]
    case .configure(let stream, let encoding, let rate, let channels):
      [
        "stream": .number(stream), "encoding": .number(encoding?.rawValue ?? 0), "rate": .number(rate),
        "channels": .number(channels),
      ]
    case .start(let lease), .keep(let lease): ["lease": .number(lease)]
    case .stop, .time: [:]
    case .range(let stream, let boot, let first, let count):
      ["stream": .number(stream), "boot": .number(boot), "first": .number(first), "count": .number(count)]
    case .identify(let seconds): ["seconds": .number(seconds)]
    case .vibrate(let pulses, let strength): ["pulses": .number(pulses), "strength": .number(strength)]
    }
  }

  private func fields(of reply: Reply) -> [String: Field] {
    var fields: [String: Field] = ["result": .number(0)]
    switch reply {
    case .hello(let greeting):
      fields.merge([
        "major": .number(greeting.major), "minor": .number(greeting.minor),
        "streams": .number(greeting.streams),
        "boot": .number(greeting.boot), "max_frame": .number(greeting.maxFrame),
        "features": .number(greeting.features.rawValue), "store": .number(greeting.store),
        "description": .number(greeting.description), "uuid": .text("\(Bytes(greeting.uuid))"),
        "firmware": .text(greeting.firmware), "hardware": .text(greeting.hardware),
      ]) { $1 }
    case .describe(let stream, let description):
      fields["stream"] = .number(stream)
      fields["payload"] = .text("\(Bytes((try? description.encoded()) ?? []))")
    case .configure(let stream, let index):
      fields.merge(["stream": .number(stream), "index": .number(index)]) { $1 }
    case .start(let moment), .stop(let moment):
      fields.merge([
        "boot": .number(moment.boot), "time": .number(moment.time), "positions": positions(moment.positions),
      ]) { $1 }
    case .keep(let state): fields["state"] = .number(state.rawValue)
    case .time(let boot, let received, let held):
      fields.merge(["boot": .number(boot), "received": .number(received), "held": .number(held)]) { $1 }
    case .range(let stream, let first, let count):
      fields.merge(["stream": .number(stream), "first": .number(first), "count": .number(count)]) { $1 }
    case .identify, .vibrate: break
    case .unknown(let request, let result):
      fields = ["result": .number(result.rawValue), "request": .number(request)]
    case .refused(_, let result): fields = ["result": .number(result.rawValue), "positions": .list([])]
    }
    return fields
  }
}
