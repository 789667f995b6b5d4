public import Signals

/// Opens the recording at `path`, whatever its format: by content first, by name where content does not tell.
///
/// - Throws: ``RecordingError`` that names the file, the place and the reason.
public func openRecording(path: String, options: ReadingOptions = ReadingOptions()) throws(RecordingError)
  -> any BlockSource
{
  let head = try ByteFile(path: path).bytes(at: 0, count: 4096)
  for format in RecordingFormat.all where format.recognises(path, head) {
    return try format.open(path, options)
  }
  throw RecordingError(
    .malformed, path: path, place: "byte 0",
    reason: "the content is of no format that can be read; 'spasm formats' lists them")
}
