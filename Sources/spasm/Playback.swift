import Events
import Monitoring
import Signals
import SpasmDetection
import TerminalUI

/// One recording on its way to standard output.
struct Playback {
  /// What is put out.
  enum Form {
    /// Events as lines of JSON.
    case lines
    /// A report for a person.
    case report(showsAll: Bool)
  }

  let source: any BlockSource
  let name: String
  let preset: Preset
  let sites: [SiteMemory?]
  let pace: Pace
  let chunk: Int?
  let output: StandardOutput
  let showsProgress: Bool

  /// So finely muscle is cut when someone waits for it.
  private static let livePiece: Seconds = 0.05

  /// Plays the recording, and returns what is known of the electrode sites by its end.
  ///
  /// - Throws: what the source throws, and ``StandardOutput/Failure``.
  func run(_ form: Form) throws -> [SiteMemory?] {
    let learnt: [SiteMemory?]
    switch form {
    case .lines:
      let writer = EventLineWriter(streams: source.description.streams)
      learnt = try play(
        onBlock: { progress, time in progress?.update(time) }, emit: { output.write(writer.line($0)) })
    case .report(let showsAll):
      var report = ReplayReport(source: source.description)
      var view = LiveView(streams: source.description.streams)
      let (shown, told) = (Terminal.output, Terminal.error)
      learnt = try play(
        onBlock: { progress, time in
          guard pace.isLive else { progress?.update(time); return }
          progress?.redraw { view.status(at: time, width: told.width, style: told.style) }
        },
        emit: { event in
          report.take(event)
          if let line = view.take(event), pace.isLive { output.write(line.text(shown.style) + "\n") }
        })
      report.damage = source.damage
      if pace.isLive { output.write("\n") }
      output.write(report.text(width: shown.width, style: shown.style, showsAll: showsAll))
    }
    try output.flush()
    return learnt
  }

  private func play(
    onBlock: @escaping (ProgressLine?, Seconds) -> Void, emit: @escaping (Event) -> Void
  ) throws -> [SiteMemory?] {
    let progress = showsProgress ? ProgressLine(name: name, duration: duration) : nil
    let timer = PaceTimer(pace)
    var replay = Replay(source, name: name, preset: preset, chunk: chunk ?? livePiece)
    replay.sites = sites
    replay.beforeBlock = { time in
      if pace.isLive {
        // What has become known is shown before anything is waited for.
        if output.holdsText { progress?.clear() }
        try output.flush()
        onBlock(progress, time)
        timer?.wait(until: time)
      } else {
        try output.check()
        onBlock(progress, time)
      }
    }
    defer { progress?.clear() }
    return try replay.run(emit: emit)
  }

  /// Frames of the fastest muscle stream in a live piece; nil where nobody waits.
  private var livePiece: Int? {
    guard pace.isLive else { return nil }
    return source.description.streams.filter { $0.kind == .emg }.map { $0.rate.count(in: Self.livePiece) }
      .max()
  }

  /// How long the recording is, by what its streams announce.
  private var duration: Seconds? {
    zip(source.description.streams, source.description.announcedFrames)
      .compactMap { stream, frames in frames.map { stream.rate.time(of: $0) } }.max()
  }
}
