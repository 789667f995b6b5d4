internal import Glibc
internal import Signals

/// Streams the signal files of a WFDB record as blocks.
///
/// Signals of one file lie interleaved, frame after frame; several files may make one record. Memory holds
/// a second of each file at most.
final class WFDBSource: BlockSource {
  let description: SourceDescription
  var damage: [String] { log.lines }

  private var files: [WFDBSignalFile]
  /// Each stream's channels: the file and the signal's place in that file.
  private let channels: [[(file: Int, offset: Int, signal: WFDBSignal)]]
  /// Frames of the record that each stream has.
  private let frameCounts: [Int64]
  private let framesPerChunk: Int64
  private let slicing: RecordSlicing
  private var log = DamageLog()
  private var chunkStart: Int64 = 0
  private var slice = 0
  private var turn = 0

  /// Bytes of all files that are decoded at a time.
  private static let chunkByteLimit = 1 << 20

  init(path: String, options: ReadingOptions) throws(RecordingError) {
    let headerPath = WFDBSource.headerPath(of: path)
    let header = try WFDBHeader(file: ByteFile(path: headerPath))
    let candidates = try Self.candidates(header, path: headerPath)
    let grouping = try StreamGrouping(candidates, options: options, path: headerPath)
    var guesses = grouping.guesses
    for signal in header.signals where signal.skew != 0 {
      guesses.append("\(signal.label): lags by \(signal.skew) samples, which is not undone")
    }
    var files: [WFDBSignalFile] = []
    var places: [(file: Int, offset: Int)] = []
    let folder = headerPath.lastIndex(of: "/").map { String(headerPath[...$0]) } ?? ""
    let used = Set(grouping.members.joined())
    for (index, signal) in header.signals.enumerated() {
      if let last = files.last, last.name == signal.fileName {
        guard last.format == signal.format else {
          throw RecordingError(
            .malformed, path: headerPath, place: "signal \(signal.position)",
            reason: "\(signal.fileName) has two formats")
        }
        places.append((files.count - 1, last.samplesPerFrame))
        files[files.count - 1].samplesPerFrame += signal.samplesPerFrame
      } else {
        places.append((files.count, 0))
        files.append(WFDBSignalFile(signal))
      }
      if used.contains(index) { files[files.count - 1].isUsed = true }
    }
    for index in files.indices where files[index].isUsed { try files[index].open(in: folder) }
    self.files = files
    let channels = grouping.members.map { members in
      members.map { (file: places[$0].file, offset: places[$0].offset, signal: header.signals[$0]) }
    }
    self.channels = channels
    let available = channels.map { channels in channels.map { files[$0.file].frameCount }.min() ?? 0 }
    frameCounts = available.map { min($0, header.announcedFrames ?? $0) }
    for file in files where file.isUsed {
      guard file.frameCount > 0 else {
        throw RecordingError(.malformed, path: folder + file.name, reason: "holds no complete frame")
      }
      guard let announced = header.announcedFrames else { continue }
      if file.frameCount < announced {
        log.note("\(file.name): announces \(announced) samples a signal and ends after \(file.frameCount)")
      } else if file.frameCount > announced {
        log.note("\(file.name): \(file.frameCount - announced) samples a signal beyond the announced, unused")
      }
    }
    let frameBytes = max(1, files.filter(\.isUsed).reduce(0) { $0 + 4 * $1.samplesPerFrame })
    let perSecond = header.frameRate.numerator / header.frameRate.denominator
    let chunk = max(1, min(perSecond, Self.chunkByteLimit / frameBytes))
    framesPerChunk = Int64(chunk)
    slicing = RecordSlicing(
      streams: grouping.streams,
      framesPerRecord: channels.map { chunk * ($0.first?.signal.samplesPerFrame ?? 1) }, byteCount: 1)
    description = SourceDescription(
      format: "WFDB", started: header.started, streams: grouping.streams,
      announcedFrames: zip(channels, available).map { channels, frames in
        (header.announcedFrames ?? frames) * Int64(channels.first?.signal.samplesPerFrame ?? 1)
      },
      guesses: guesses, ignored: grouping.ignored)
  }

  /// The header beside a signal file, or the header itself.
  static func headerPath(of path: String) -> String {
    path.hasSuffix(".dat") ? path.dropLast(4) + ".hea" : path
  }

  /// Whether `path` names a header, or a signal file with its header beside it.
  static func recognises(path: String) -> Bool {
    path.hasSuffix(".hea") || path.hasSuffix(".dat") && access(headerPath(of: path), F_OK) == 0
  }

  func next(into block: inout Block) throws -> Delivery {
    while true {
      if turn == slicing.order.count {
        turn = 0
        slice += 1
        if slice == slicing.sliceCount {
          slice = 0
          chunkStart += framesPerChunk
        }
      }
      guard slicing.order.contains(where: { frameCounts[$0] > chunkStart }) else {
        block.restart(stream: 0, firstIndex: 0, channelCount: 1)
        return .end
      }
      let stream = slicing.order[turn]
      turn += 1
      let perFrame = channels[stream].first?.signal.samplesPerFrame ?? 1
      let left = max(0, frameCounts[stream] - chunkStart)
      let there = Int(min(left, framesPerChunk)) * perFrame
      let range = slicing.frames(of: stream, in: slice).clamped(to: 0..<there)
      if range.isEmpty { continue }
      try fill(&block, with: range, of: stream, samplesPerFrame: perFrame)
      return .block
    }
  }

  private func fill(
    _ block: inout Block, with range: Range<Int>, of stream: Int, samplesPerFrame: Int
  ) throws(RecordingError) {
    let channels = channels[stream]
    block.prepare(
      stream: stream, firstIndex: chunkStart * Int64(samplesPerFrame) + Int64(range.lowerBound),
      channelCount: channels.count, frames: range.count)
    for (position, channel) in channels.enumerated() {
      try files[channel.file].load(frames: framesPerChunk, from: chunkStart)
      let file = files[channel.file]
      for (frame, sample) in range.enumerated() {
        let (whole, part) = sample.quotientAndRemainder(dividingBy: samplesPerFrame)
        block.samples[frame * channels.count + position] =
          file.values[whole * file.samplesPerFrame + channel.offset + part]
      }
    }
  }

  private static func candidates(
    _ header: WFDBHeader, path: String
  ) throws(RecordingError) -> [SignalCandidate] {
    var candidates: [SignalCandidate] = []
    for signal in header.signals {
      let (numerator, overflow) = header.frameRate.numerator
        .multipliedReportingOverflow(by: signal.samplesPerFrame)
      guard !overflow, let rate = SampleRate(numerator, per: header.frameRate.denominator) else {
        throw RecordingError(
          .malformed, path: path, place: "signal \(signal.position)", reason: "its sampling rate is too large"
        )
      }
      candidates.append(
        SignalCandidate(
          position: signal.position, label: signal.label, dimension: signal.units, rate: rate,
          gain: 1 / signal.gain, offset: -signal.baseline / signal.gain, rails: signal.rails))
    }
    return candidates
  }
}
