internal import FirmwareProtocol
internal import Links

/// What a device said in a capture: its streams and their samples, by boot.
struct CaptureListener: ~Copyable {
  /// Samples of one stream under one boot, in runs, as they came.
  struct Runs {
    var first: [UInt64] = []
    var values: [[Int32]] = []
    var last: UInt64 = 0
  }

  /// One boot of the device.
  struct Boot {
    var id: UInt16
    /// Host time in nanoseconds at which it was heard first.
    var heardAt: UInt64
    var streams: [Int: Runs] = [:]
  }

  private var deframer = Deframer()
  private var parts = FragmentAssembler()
  private var compact: [Int: CompactReader] = [:]
  private var channels: [Int: Int] = [:]
  /// What the last frame that was not compact said of each stream's channels.
  private var qualities: [Int: [SampleQuality]] = [:]
  private(set) var descriptions: [Int: StreamDescriptor] = [:]
  private(set) var greeting: Reply.Greeting?
  private(set) var boots: [Boot] = []
  private(set) var markers: [MarkerFrame] = []
  private(set) var damaged = 0

  mutating func take(_ bytes: [UInt8], at time: UInt64) {
    var deframer = Deframer()
    swap(&deframer, &self.deframer)
    bytes.withUnsafeBytes { raw in
      deframer.take(raw) { result, frame in
        switch result {
        case .success(let frame_): handle(frame_, frame, at: time)
        case .failure(.unknownType): break
        case .failure: damaged += 1
        }
      }
    }
    swap(&deframer, &self.deframer)
  }

  private mutating func handle(_ frame: Frame, _ bytes: UnsafeRawBufferPointer, at time: UInt64) {
    switch frame {
    case .data(let frame):
      open(frame.boot, at: time)
      channels[Int(frame.stream)] = Int(frame.channels)
      compact[Int(frame.stream), default: CompactReader()].take(frame)
      let qualities = frame.qualities(in: bytes)
      if !frame.isHistoric { self.qualities[Int(frame.stream)] = qualities }
      guard frame.count > 0 else { return }
      var values: [Int32] = []
      frame.read(&values, from: bytes)
      values.blank(qualities)
      keep(values, stream: Int(frame.stream), index: frame.index)
    case .compact(let frame):
      var values: [Int32] = []
      guard !boots.isEmpty,
        let index = try? compact[Int(frame.stream), default: CompactReader()].take(frame, into: &values)
      else { return }
      values.blank(qualities[Int(frame.stream)] ?? [])
      keep(values, stream: Int(frame.stream), index: index)
    case .status(let status): open(status.boot, at: time)
    case .marker(let marker): markers.append(marker)
    case .fragment(let part):
      guard let whole = try? parts.take(part) else { return }
      whole.withUnsafeBytes { raw in
        if let frame = try? Frame(raw, needsCheck: false) {
          handle(frame, raw, at: time)
        } else {
          damaged += 1
        }
      }
    case .reply(.hello(let greeting), _):
      self.greeting = greeting
      open(greeting.boot, at: time)
    case .reply(.describe(let stream, let description), _): descriptions[Int(stream)] = description
    case .reply, .request: break
    }
  }

  private mutating func open(_ boot: UInt16, at time: UInt64) {
    if boots.last?.id != boot { boots.append(Boot(id: boot, heardAt: time)) }
  }

  private mutating func keep(_ values: [Int32], stream: Int, index: UInt32) {
    guard let boot = boots.indices.last, let channels = channels[stream] else { return }
    var runs = boots[boot].streams[stream] ?? Runs()
    // Unwrapped to the nearest of where the stream stands.
    let step = Int64(Int32(bitPattern: index &- UInt32(truncatingIfNeeded: runs.last)))
    let first = runs.first.isEmpty ? UInt64(index) : UInt64(max(0, Int64(runs.last) + step))
    runs.first.append(first)
    runs.values.append(values)
    runs.last = max(runs.last, first + UInt64(values.count / channels))
    boots[boot].streams[stream] = runs
  }
}
