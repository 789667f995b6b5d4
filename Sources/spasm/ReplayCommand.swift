import ArgumentParser
import EpisodeRecorder
import Events
import Monitoring
import RecordingFormats
import Signals
import SpasmDetection
import TerminalUI

/// `spasm replay`: from a recording to its episodes.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Play a recording through the detection and show its episodes.",
    discussion: """
      What is damaged in a recording is told in one line on standard error and counted in the summary, and the \
      rest is played. Of several recordings that fail, the first decides the exit code.
      """)

  @Argument(help: "The recordings, in any format of 'spasm formats', or sessions.", completion: .file())
  var files: [String]

  @OptionGroup var detection: DetectionOptions
  @OptionGroup var reading: ReadingArguments

  @OptionGroup var plotting: PlotOptions

  @Flag(help: "Print one JSON object a line: the events, as they became known.")
  var json = false

  @Flag(help: "Show every episode on a line of its own.")
  var all = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Play at so many times the recording's own speed.", valueName: "max|x"))
  var speed = Pace.max

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Feed the muscle's samples so many at a time; changes no event.", valueName: "frames"))
  var chunk: Int?

  @Option(
    help: ArgumentHelp(
      "Remember electrode sites in this file from one recording to the next: one may begin in a spasm.",
      valueName: "file"), completion: .file())
  var sites: String?

  @Flag(help: "Take damage for failure: exit with 65 after the replay.")
  var strict = false

  @Flag(help: "Tell on standard error how far the replay has come; a terminal is told anyway.")
  var progress = false

  func validate() throws {
    if let chunk, !(1...10_000_000).contains(chunk) {
      throw ValidationError("--chunk takes a number from 1 to 10000000, not \(chunk)")
    }
    if plotting.plot != nil, files.count > 1 { throw ValidationError("--plot draws one recording") }
    if sites != nil, let preset = try detection.presetTold(), preset.legMovements != nil {
      throw ValidationError(
        "--sites belongs to the detection of spasms; preset '\(preset.name)' looks for none")
    }
    if json, all { throw ValidationError("--all belongs to the report; --json tells every event anyway") }
  }

  func run() throws {
    let output = StandardOutput()
    var firstFailure: ExitCode?
    for (position, file) in files.enumerated() {
      do {
        try Failure.guarded {
          if position > 0, !json { output.write("\n") }
          try play(file, to: output)
        }
      } catch let code as ExitCode {
        // Nothing more can be shown when standard output itself has failed.
        do { try output.check() } catch { throw code }
        firstFailure = firstFailure ?? code
      }
    }
    if let firstFailure { throw firstFailure }
  }

  private func play(_ file: String, to output: StandardOutput) throws {
    let preset = try rules(for: file)
    try checkOutputs()
    let source = try openAnyRecording(file, options: reading.options)
    try plotting.check(file, streams: source.description.streams)
    for remark in remarks(on: source.description, preset: preset) { Failure.say("\(file): \(remark)") }
    if let others = SessionFolder(path: file).othersText { Failure.say("\(file): \(others)") }
    let memory = sites.map { SiteFile(path: $0) }
    let sites = try memory?.known(of: source.description.streams)
    for remark in sites?.remarks ?? [] { Failure.say("\(file): \(remark)") }
    // A session begins with what was known when it was recorded.
    let kept = try SiteFile(path: SessionFolder(path: file).sites).known(of: source.description.streams)
    let known = sites?.sites ?? kept.sites
    let learnt = try Playback(
      source: source, name: file, preset: preset, sites: known, pace: speed, chunk: chunk, output: output,
      showsProgress: progress || Terminal.error.isInteractive && !(json && Terminal.output.isInteractive)
    ).run(json ? .lines : .report(showsAll: all))
    try memory?.keep(learnt, of: source.description.streams)
    try plotting.draw(file, preset: preset, sites: known) {
      try openAnyRecording(file, options: reading.options)
    }
    guard !source.damage.isEmpty else { return }
    Failure.say("\(file): damaged: \(source.damage.joined(separator: "; "))")
    if strict { throw Failure.malformed }
  }

  private func rules(for file: String) throws -> Preset {
    let session = SessionFolder(path: file)
    if session.isSession { return try detection.rules(for: session) }
    var preset = try detection.presetTold() ?? Preset.all[0]
    try detection.change(&preset.parameters)
    return preset
  }

  private func checkOutputs() throws {
    let written = [plotting.plot.map { ("--plot", $0) }, sites.map { ("--sites", $0) }].compactMap(\.self)
    try Outputs.check(written, inputs: files)
    if let plot = plotting.plot { try Outputs.checkPicture(plot) }
  }

  /// What a person should know before the first sample.
  private func remarks(on source: SourceDescription, preset: Preset) -> [String] {
    let muscles = source.streams.filter { $0.kind == .emg }
    if muscles.isEmpty {
      return reading.emg == nil
        ? ["no EMG signal is recognised; name the signals that are with --emg"]
        : ["nothing that --emg names is a signal that can be judged; see what was ignored"]
    }
    let asked = preset.legMovements == nil ? Pipeline.lowestRate : LegMovementRules.lowestRate
    return muscles.filter { Hertz($0.rate.hertz) < asked }.map { stream in
      let isJudged = Hertz(stream.rate.hertz) >= Pipeline.lowestRate
      let least = decimalText((isJudged ? asked : Pipeline.lowestRate).value, decimals: 0)
      let rate = decimalText(stream.rate.hertz, decimals: 3)
      return "\(stream.channels.map(\.label).joined(separator: ", ")): \(rate) Hz is "
        + (isJudged ? "slower than the rules ask for; they" : "too slow to be judged;")
        + (isJudged ? " want \(least) Hz" : " \(least) Hz is the least")
    }
  }
}
