internal import FirmwareProtocol
internal import Foundation
public import Links
public import Signals

/// A capture of a device of the native protocol, played as a recording.
///
/// What was sent again is put where it belongs; what never came is a gap; after a reset the samples go on where the host's
/// clock says. The whole capture is held in memory.
public final class CaptureSource: BlockSource {
  public let description: SourceDescription
  public let damage: [String]
  /// Runs of each stream by their place on one time line, without overlap.
  private var runs: [[(first: Int64, values: [Int32])]]
  private var next: [Int]
  private let rates: [SampleRate]
  private let channels: [Int]

  /// Whether a file that begins so is a capture.
  public static func recognises(_ head: [UInt8]) -> Bool { (try? CaptureReader(head, name: "")) != nil }

  /// Opens the capture at `path`.
  ///
  /// - Throws: ``LinkError`` where it is none, or no device is described in it.
  public init(path: String) throws(LinkError) {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw LinkError(.failed, name: path, reason: "cannot be read")
    }
    var reader = try CaptureReader(Array(bytes), name: path)
    var listener = CaptureListener()
    var damage: [String] = []
    do throws(LinkError) {
      while let record = try reader.next() {
        if record.direction == .fromDevice { listener.take(record.bytes, at: record.time) }
      }
    } catch {
      damage.append(error.reason)
    }
    if listener.damaged > 0 { damage.append("\(listener.damaged) frames were damaged on the way") }
    let known = listener.descriptions.sorted { $0.key < $1.key }.compactMap { entry in
      entry.value.stream.map { (entry.key, $0) }
    }
    guard !known.isEmpty else {
      throw LinkError(
        .malformed, name: path, reason: "holds no description of a device's streams; capture from the start")
    }
    self.damage = damage
    rates = known.map(\.1.rate)
    channels = known.map(\.1.channels.count)
    var ignored: [String] = []
    for (number, about) in listener.descriptions.sorted(by: { $0.key < $1.key }) where about.stream == nil {
      ignored.append("stream \(number): \(about.kind) is not followed")
    }
    let name = listener.greeting.map { ", \(printable($0.firmware)) on \(printable($0.hardware))" } ?? ""
    description = SourceDescription(
      format: "capture of the wire\(name)", streams: known.map(\.1), announcedFrames: known.map { _ in nil },
      ignored: ignored)
    let boots = listener.boots
    runs = zip(known, rates).map { stream, rate in
      Self.timeline(boots, stream.0, rate, stream.1.channels.count)
    }
    next = known.map { _ in 0 }
  }

  /// All runs of a stream on one line: in order, each sample once.
  private static func timeline(
    _ boots: [CaptureListener.Boot], _ stream: Int, _ rate: SampleRate, _ channels: Int
  ) -> [(first: Int64, values: [Int32])] {
    var line: [(first: Int64, values: [Int32])] = []
    guard let origin = boots.first?.heardAt else { return [] }
    var end: Int64 = 0
    for boot in boots {
      guard let heard = boot.streams[stream], let lowest = heard.first.min() else { continue }
      let begun = rate.index(nearest: Seconds(Double(boot.heardAt - origin) * 1e-9))
      let shift = max(end, begun) - Int64(lowest)
      let order = heard.first.indices.sorted { heard.first[$0] < heard.first[$1] }
      for place in order where heard.values[place].count.isMultiple(of: channels) {
        let first = Int64(heard.first[place]) + shift
        // What came twice is kept once.
        let skip = max(0, end - first)
        let values = heard.values[place].dropFirst(Int(skip) * channels)
        guard !values.isEmpty else { continue }
        line.append((first + skip, Array(values)))
        end = first + skip + Int64(values.count / channels)
      }
    }
    return line
  }

  public func next(into block: inout Block) -> Delivery {
    // The stream that is farthest behind; of equals motion, which explains muscle.
    var chosen: (stream: Int, time: Double)?
    for stream in runs.indices where next[stream] < runs[stream].count {
      let run = runs[stream][next[stream]]
      let frames = Int64(run.values.count / channels[stream])
      let time = rates[stream].time(of: run.first + frames).value
      let isMotion = description.streams[stream].kind != .emg
      if chosen.map({ time < $0.time || (time == $0.time && isMotion) }) ?? true { chosen = (stream, time) }
    }
    guard let stream = chosen?.stream else { return .end }
    let run = runs[stream][next[stream]]
    block.restart(stream: stream, firstIndex: run.first, channelCount: channels[stream])
    block.gapCause = .lost
    block.samples += run.values
    next[stream] += 1
    return .block
  }
}

extension StreamDescriptor {
  /// The stream as the pipeline knows it; nil of what it does not follow.
  var stream: StreamDescription? {
    let kinds: [Kind: (StreamKind, PhysicalUnit)] = [
      .emg: (.emg, unit == .volt ? .volt : .count), .accelerometer: (.accelerometer, .standardGravity),
      .gyroscope: (.gyroscope, .degreesPerSecond),
    ]
    guard let (kind, unit) = kinds[kind],
      let rate = rates.first.flatMap({ SampleRate(Int($0.numerator), per: Int($0.denominator)) })
    else { return nil }
    let gain = Double(numerator) / Double(denominator)
    return StreamDescription(
      kind: kind, rate: rate, unit: unit,
      channels: channels.map { channel in
        ChannelDescription(
          label: channel.label, site: channel.site.isEmpty ? nil : printable(channel.site),
          side: channel.side == .left ? .left : channel.side == .right ? .right : nil,
          muscle: channel.muscle.isEmpty ? nil : printable(channel.muscle), gain: gain,
          offset: -Double(zero) * gain,
          rails: rails)
      })
  }
}
