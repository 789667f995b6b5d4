import Fixtures
import Signals
import Testing

@testable import RecordingFormats

/// A recording read to its end: what the source says, and what it delivered under the contract.
struct ReadText {
  var description: SourceDescription
  var damage: [String]
  var reading: Reading

  var streams: [StreamDescription] { description.streams }

  /// The positions of the streams of one kind.
  func streams(_ kind: StreamKind) -> [Int] { streams.indices.filter { streams[$0].kind == kind } }

  /// The physical values of one channel, in the stream's unit; missing ones are not a number.
  func physical(_ stream: Int, channel: Int = 0) -> [Double] {
    let channels = streams[stream].channels
    return stride(from: channel, to: reading.samples[stream].count, by: channels.count).map { index in
      let digital = reading.samples[stream][index]
      return digital == Block.missing ? .nan : channels[channel].physical(digital)
    }
  }

  /// How many values of a stream are missing.
  func missing(_ stream: Int) -> Int { reading.samples[stream].count { $0 == Block.missing } }
}

/// Opens a recording, reads all of it, and expects that it keeps the contract.
func readText(
  _ path: String, options: ReadingOptions = ReadingOptions(),
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> ReadText {
  let source = try openRecording(path: path, options: options)
  let reading = try expectKeepsTheContract(of: source, sourceLocation: sourceLocation)
  return ReadText(description: source.description, damage: source.damage, reading: reading)
}

/// A file for one test, gone with it.
final class TextFile {
  let path: String
  private let folder: TemporaryFolder

  init(bytes: [UInt8], name: String = "test.csv") throws {
    folder = try TemporaryFolder()
    path = try folder.write(bytes, to: name)
  }

  convenience init(_ content: String, name: String = "test.csv") throws {
    try self.init(bytes: Array(content.utf8), name: name)
  }

  /// Reads it like a recording.
  func read(
    rate: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ tell: (inout ReadingOptions) -> Void = { _ in }
  ) throws -> ReadText {
    var options = ReadingOptions()
    options.rate = rate.flatMap { SampleRate($0) }
    tell(&options)
    return try readText(path, options: options, sourceLocation: sourceLocation)
  }

  /// The complaint about it, without its path; nil if there is none.
  func complaint(rate: Int? = nil, _ tell: (inout ReadingOptions) -> Void = { _ in }) -> String? {
    do {
      _ = try read(rate: rate, tell)
      return nil
    } catch let error as RecordingError {
      return error.message.replacing(path + ": ", with: "")
    } catch {
      return "\(error)"
    }
  }
}
