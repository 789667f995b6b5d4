internal import Signals

/// One signal file of a WFDB record: its samples in order, a chunk of them decoded at a time.
struct WFDBSignalFile {
  let name: String
  let format: WFDBSampleFormat
  /// Samples of all its signals in a frame.
  var samplesPerFrame: Int
  /// Whether any of its signals belongs to a stream; other files are not opened.
  var isUsed = false
  /// The decoded samples of the chunk.
  private(set) var values: [Int32] = []
  private let byteOffset: Int64
  private var file: ByteFile?
  private var chunkStart: Int64 = -1
  private var bytes: [UInt8] = []

  /// The file whose first signal is `signal`.
  init(_ signal: WFDBSignal) {
    name = signal.fileName
    format = signal.format
    samplesPerFrame = signal.samplesPerFrame
    byteOffset = signal.byteOffset
  }

  mutating func open(in folder: String) throws(RecordingError) { file = try ByteFile(path: folder + name) }

  /// The whole frames in the file.
  var frameCount: Int64 {
    guard let file else { return 0 }
    return format.sampleCount(inBytes: max(0, file.length - byteOffset)) / Int64(samplesPerFrame)
  }

  /// Decodes `frames` frames from the frame `start`, or those that are there; once for all who ask.
  mutating func load(frames: Int64, from start: Int64) throws(RecordingError) {
    guard start != chunkStart, let file else { return }
    let end = min(start + frames, frameCount)
    let range = start * Int64(samplesPerFrame)..<max(start, end) * Int64(samplesPerFrame)
    let place = format.bytes(of: range)
    let count = Int(place.upperBound - place.lowerBound)
    if bytes.count < count { bytes = [UInt8](repeating: 0, count: count) }
    let outcome = bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(RecordingError) in
        try file.read(
          into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), at: byteOffset + place.lowerBound)
      }
    }
    let got = try outcome.get()
    guard got == count else {
      throw RecordingError(
        .input, path: file.path, place: "byte \(byteOffset + place.lowerBound + Int64(got))",
        reason: "the file ends here; it was longer when it was opened")
    }
    bytes.withUnsafeBytes {
      format.decode(UnsafeRawBufferPointer(rebasing: $0[..<count]), range, into: &values)
    }
    chunkStart = start
  }
}
