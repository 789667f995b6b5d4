internal import FirmwareProtocol
internal import Links
internal import Signals

/// What a device of the native protocol said in a capture, put in order: each sample once and in its place, whenever it came.
final class CaptureTimeline {
  let description: SourceDescription
  /// Damage to what went over the wire, a line each.
  let damage: [String]
  /// Runs of each stream by their place on one time line, without overlap.
  private let runs: [[(first: Int64, values: [Int32])]]
  private var next: [Int]
  private let rates: [SampleRate]
  private let channels: [Int]

  /// Puts records in order; `name` is told in errors.
  ///
  /// - Throws: ``LinkError`` where no device is described in them.
  init(_ records: [Capture.Record], name: String) throws(LinkError) {
    var listener = CaptureListener()
    for record in records where record.direction == .fromDevice {
      listener.take(record.bytes, at: record.time)
    }
    damage =
      listener.damaged > 0 ? ["\(listener.damaged) frames were damaged on the way"] : []
    let known = listener.descriptions.sorted { $0.key < $1.key }.compactMap { entry in
      entry.value.stream.map { (entry.key, $0) }
    }
    guard !known.isEmpty else {
      throw LinkError(
        .malformed, name: name, reason: "holds no description of a device's streams; capture from the start")
    }
    rates = known.map(\.1.rate)
    channels = known.map(\.1.channels.count)
    var ignored: [String] = []
    for (number, about) in listener.descriptions.sorted(by: { $0.key < $1.key }) where about.stream == nil {
      ignored.append("stream \(number): \(about.kind) is not followed")
    }
    let device = listener.greeting.map { ", \(printable($0.firmware)) on \(printable($0.hardware))" } ?? ""
    description = SourceDescription(
      format: "capture of the wire\(device)", streams: known.map(\.1),
      announcedFrames: known.map { _ in nil },
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

  func next(into block: inout Block) -> Delivery {
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
