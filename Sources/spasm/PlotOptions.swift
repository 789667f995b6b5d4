import ArgumentParser
import Events
import Foundation
import Monitoring
import Pictures
import RecordingFormats
import Signals
import SpasmDetection

/// The options that draw a stretch of a recording.
struct PlotOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Draw the recording, or a stretch of it, to this file as SVG.", valueName: "out.svg"),
    completion: .file(extensions: ["svg"]))
  var plot: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With --plot: the first second that is drawn.", valueName: "s"))
  var from: Double?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("With --plot: the last second that is drawn.", valueName: "s")
  )
  var to: Double?

  @Option(
    help: ArgumentHelp(
      "With --plot: the EMG signal that is drawn, by its label; without it the one with most spasm.",
      valueName: "label"))
  var channel: String?

  func validate() throws {
    if plot == nil, from != nil || to != nil || channel != nil {
      throw ValidationError("--from, --to and --channel belong to --plot")
    }
    for value in [from, to].compactMap(\.self) where !(value.isFinite && value >= 0) {
      throw ValidationError("--from and --to take seconds from the recording's start")
    }
    if let to, to <= from ?? 0 { throw ValidationError("--to has to come after --from") }
  }

  /// Says that a recording of `streams` has no signal that could be drawn, before it is gone through.
  func check(_ file: String, streams: [StreamDescription]) throws {
    guard plot != nil else { return }
    let labels = Self.labels(of: streams)
    if labels.isEmpty {
      Failure.say("\(file): there is no EMG signal to draw")
      throw Failure.usage
    }
    if let channel, !labels.contains(channel) {
      Failure.say(
        "\(file): no EMG signal is called '\(channel)'; there are \(labels.joined(separator: ", "))")
      throw Failure.usage
    }
  }

  private static func labels(of streams: [StreamDescription]) -> [String] {
    streams.filter { $0.kind == .emg }.flatMap(\.channels).map(\.label)
  }

  /// Draws what was asked for; `open` opens the recording, which is gone through again.
  func draw(
    _ file: String, preset: Preset, sites: [SiteMemory?], open: () throws -> any BlockSource
  ) throws {
    guard let plot else { return }
    let duration = try SecondPass.duration(of: open())
    let (start, end) = (Seconds(from ?? 0), min(duration, Seconds(to ?? .infinity)))
    guard start < end else {
      Failure.say("\(file): it ends before the \(from ?? 0) s that --from asks for")
      throw Failure.usage
    }
    let source = try open()
    let streams = source.description.streams
    let labels = Self.labels(of: streams)
    let wanted = labels.indices.filter { channel == nil || labels[$0] == channel }
    var excerpts = wanted.compactMap { Excerpt(of: $0, in: streams, span: start...end) }
    try SecondPass(source: source, name: file, preset: preset, sites: sites).fill(&excerpts)
    guard let excerpt = excerpts.max(by: { $0.spasmTime < $1.spasmTime }) else { return }
    let name = URL(filePath: file).lastPathComponent
    let caption = Picture.Caption(title: "\(name), \(excerpt.label)", recording: name, preset: preset)
    try WholeFile.write(Picture(excerpt, caption).svg.utf8, to: plot)
  }
}

extension Excerpt {
  /// How long spasms last in it.
  fileprivate var spasmTime: Seconds {
    episodes.filter { $0.kind == .spasm }.reduce(0) { $0 + $1.duration }
  }
}
