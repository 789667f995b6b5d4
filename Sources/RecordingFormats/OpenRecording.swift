public import Signals

/// The highest rate that is believed: what is kept of the last seconds grows with it.
private let highestRate: Hertz = 100_000

/// Opens the recording at `path`, whatever its format: by content first, by name where content does not tell.
///
/// - Throws: ``RecordingError`` that names the file, the place and the reason.
public func openRecording(path: String, options: ReadingOptions = ReadingOptions()) throws(RecordingError)
  -> any BlockSource
{
  let head = try ByteFile(path: path).bytes(at: 0, count: 4096)
  for format in RecordingFormat.all where format.recognises(path, head) {
    let source = try format.open(path, options)
    if let stream = source.description.streams.first(where: { Hertz($0.rate.hertz) > highestRate }) {
      throw RecordingError(
        options.rate == stream.rate ? .needsOption : .malformed, path: path,
        place: stream.channels.first?.label,
        reason: "\(stream.rate.hertz) samples a second are more than any muscle or motion is recorded at; "
          + "\(Int(highestRate.value)) are the most")
    }
    try requireNames(of: options, in: source.description, path: path)
    return source
  }
  throw RecordingError(
    .malformed, path: path, place: "byte 0",
    reason: "the content is of no format that can be read; 'spasm formats' lists them")
}

/// Refuses options that name a signal which the recording does not have: a slip of the pen would be a silent loss.
private func requireNames(
  of options: ReadingOptions, in description: SourceDescription, path: String
) throws(RecordingError) {
  let labels = description.streams.flatMap { $0.channels.map(\.label) }
  let told = [("--emg", options.emg), ("--accel", options.accelerometer), ("--gyro", options.gyroscope)]
  for (option, names) in told {
    for name in names ?? [] {
      let folded = printable(name).lowercased()
      // A number names a signal by its place, and one that is ignored is listed with its reason.
      let isKnown =
        Int(folded) != nil || labels.contains { $0.lowercased() == folded }
        || description.ignored.contains { $0.lowercased().hasPrefix(folded + ":") }
      guard !isKnown else { continue }
      let unused = description.ignored.compactMap { $0.split(separator: ":").first.map(String.init) }
      let known = (unused + labels).prefix(12).joined(separator: ", ")
      throw RecordingError(
        .needsOption, path: path,
        reason: "\(option) names '\(printable(name))', and there is no such signal"
          + (known.isEmpty ? "" : "; there are \(known)"))
    }
  }
}
