import FirmwareProtocol
import Signals

/// Frames as the fields of a JSON object, by the names of Firmware-Protocol/frames.md.
enum FrameText {
  static func fields(
    _ result: Result<Frame, WireError>, _ bytes: UnsafeRawBufferPointer, withSamples: Bool
  ) -> [String: Any] {
    switch result {
    case .failure(let error): ["error": "\(error)", "bytes": bytes.count]
    case .success(.data(let frame)): fields(frame, bytes, withSamples)
    case .success(.compact(let frame)):
      ["type": "compact", "stream": frame.stream, "index_low": frame.indexLow, "bytes": frame.payload.count]
    case .success(.status(let frame)): fields(frame)
    case .success(.marker(let frame)):
      [
        "type": "marker", "boot": frame.boot, "time_us": frame.time, "button": frame.button,
        "number": frame.number,
      ]
    case .success(.fragment(let frame)):
      [
        "type": "fragment", "id": frame.id, "offset": frame.offset, "total": frame.total,
        "last": frame.isLast,
      ]
    case .success(.request(let request, let id)): fields(request).merging(["id": id]) { $1 }
    case .success(.reply(let reply, let id)): fields(reply).merging(["id": id]) { $1 }
    }
  }

  private static func fields(_ frame: DataFrame, _ bytes: UnsafeRawBufferPointer, _ withSamples: Bool)
    -> [String: Any]
  {
    var line: [String: Any] = [
      "type": frame.count == 0 ? "anchor" : "data", "stream": frame.stream, "index": frame.index,
      "time_us": frame.time,
      "boot": frame.boot, "encoding": "\(frame.encoding)", "channels": frame.channels, "count": frame.count,
    ]
    if frame.isHistoric { line["historic"] = true }
    if let dropped = frame.dropped { line["dropped"] = dropped }
    let quality = (0..<Int(frame.channels)).compactMap { frame.quality(of: $0, in: bytes)?.rawValue }
    if !quality.isEmpty { line["quality"] = quality }
    if withSamples {
      var values: [Int32] = []
      frame.read(&values, from: bytes)
      line["samples"] = values
    }
    return line
  }

  private static func fields(_ frame: StatusFrame) -> [String: Any] {
    var line: [String: Any] = [
      "type": "status", "boot": frame.boot, "time_us": frame.time, "state": "\(frame.state)",
      "conditions": frame.conditions.rawValue, "next": positions(frame.positions),
    ]
    if let battery = frame.battery { line["battery_percent"] = battery }
    if let millivolts = frame.millivolts { line["battery_mv"] = millivolts }
    if let temperature = frame.temperature { line["temperature_c"] = Double(temperature) / 100 }
    return line
  }

  private static func positions(_ list: [StreamPosition]) -> [[UInt32]] {
    list.map { [UInt32($0.stream), $0.index] }
  }

  private static func fields(_ request: Request) -> [String: Any] {
    var line: [String: Any] = ["type": "\(request.type)"]
    switch request {
    case .hello(let major, let minor, let maxFrame):
      line.merge(["major": major, "minor": minor, "max_frame": maxFrame]) { $1 }
    case .describe(let stream): line["stream"] = stream
    case .configure(let stream, let encoding, let rate, let channels):
      line.merge([
        "stream": stream, "encoding": encoding.map { "\($0)" } ?? "off", "rate": rate, "channels": channels,
      ]) { $1 }
    case .start(let lease), .keep(let lease): line["lease_s"] = lease
    case .range(let stream, let boot, let first, let count):
      line.merge(["stream": stream, "boot": boot, "first": first, "count": count]) { $1 }
    case .identify(let seconds): line["seconds"] = seconds
    case .vibrate(let pulses, let strength): (line["pulses"], line["strength"]) = (pulses, strength)
    case .stop, .time: break
    }
    return line
  }

  private static func fields(_ reply: Reply) -> [String: Any] {
    var line: [String: Any] = ["type": "\(reply.type)", "result": "ok"]
    switch reply {
    case .hello(let greeting):
      line.merge([
        "major": greeting.major, "minor": greeting.minor, "streams": greeting.streams, "boot": greeting.boot,
        "max_frame": greeting.maxFrame, "features": greeting.features.rawValue, "store_s": greeting.store,
        // Strings of a device are stripped of what a terminal would obey.
        "firmware": printable(greeting.firmware), "hardware": printable(greeting.hardware),
      ]) { $1 }
    case .describe(let stream, let about):
      line.merge([
        "stream": stream, "kind": "\(about.kind)", "unit": "\(about.unit)",
        "scale": [Int64(about.numerator), Int64(about.denominator)], "zero": about.zero,
        "rails": [about.rails.lowerBound, about.rails.upperBound],
        "rates": about.rates.map { [$0.numerator, $0.denominator] },
        "channels": about.channels.map {
          [
            "label": printable($0.label), "site": printable($0.site), "muscle": printable($0.muscle),
            "side": "\($0.side)",
          ]
        },
      ]) { $1 }
    case .configure(let stream, let index): line.merge(["stream": stream, "index": index]) { $1 }
    case .start(let moment), .stop(let moment):
      line.merge(["boot": moment.boot, "time_us": moment.time, "at": positions(moment.positions)]) { $1 }
    case .keep(let state): line["state"] = "\(state)"
    case .time(let boot, let received, let held):
      line.merge(["boot": boot, "received_us": received, "held_us": held]) { $1 }
    case .range(let stream, let first, let count):
      line.merge(["stream": stream, "first": first, "count": count]) { $1 }
    case .identify, .vibrate: break
    case .unknown(let request, let result): line.merge(["request": request, "result": "\(result)"]) { $1 }
    case .refused(_, let result): line["result"] = "\(result)"
    }
    return line
  }
}
