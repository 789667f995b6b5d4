import ArgumentParser
import Events
import Foundation
import Monitoring
import RecordingFormats
import Signals
import SpasmDetection

/// `spasm replay`: from a recording to its episodes.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Play a recording through the detection and show its episodes.")

  @Argument(help: "The recordings, in any format of 'spasm formats'.")
  var files: [String]

  @OptionGroup var detection: DetectionOptions

  @Flag(help: "Print one JSON object a line: the events, as they became known.")
  var json = false

  @Option(help: "Feed the muscle's samples so many frames at a time; changes no event.")
  var chunk: Int?

  func run() throws {
    try Failure.guarded {
      for file in files {
        var preset = try detection.presetTold() ?? Preset.all[0]
        try detection.change(&preset.parameters)
        let source = try openRecording(path: file)
        let writer = EventLineWriter(streams: source.description.streams)
        var out: [UInt8] = []
        try Replay(source, name: file, preset: preset, chunk: chunk).run { event in
          out += writer.line(event)
        }
        FileHandle.standardOutput.write(Data(out))
      }
    }
  }
}
