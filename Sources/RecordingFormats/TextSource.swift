internal import Signals

/// Streams the samples of a text file that was surveyed before.
///
/// Memory: one run of at most a quarter of a second a stream. Streams that advance at different rates are read
/// side by side, each group through a window of its own into the file.
final class TextSource: BlockSource {
  let description: SourceDescription
  var damage: [String] { surveyed + cursors.flatMap(\.damage) }

  private let surveyed: [String]
  private let cursors: [RowCursor]
  /// For every group the positions of its streams in the description, motion first.
  private let positions: [[(stream: Int, run: Int)]]
  private let spansPerSecond: Double
  private let cause: [GapCause]

  /// The run being handed out.
  private var current: (group: Int, first: Int64, next: Int)?

  /// A source of the streams of `plan`, which the file behind it was surveyed for.
  init(file: ByteFile, plan: TextPlan, options: ReadingOptions) throws(RecordingError) {
    var groups = plan.groups.filter { !$0.streams.isEmpty }
    if options.fits24Bits {
      for group in groups.indices {
        for stream in groups[group].streams.indices {
          for channel in groups[group].streams[stream].channels.indices {
            groups[group].streams[stream].channels[channel].fit24Bits()
          }
        }
      }
    }
    var streams: [StreamDescription] = []
    var announced: [Int64?] = []
    var positions: [[(stream: Int, run: Int)]] = []
    for group in groups {
      var own: [(stream: Int, run: Int, isMuscle: Bool)] = []
      for (run, stream) in group.streams.enumerated() {
        own.append((streams.count, run, stream.kind == .emg))
        streams.append(
          StreamDescription(
            kind: stream.kind, rate: group.rate, unit: stream.unit,
            channels: stream.channels.map(\.description)))
        announced.append(stream.announced)
      }
      positions.append((own.filter { !$0.isMuscle } + own.filter(\.isMuscle)).map { ($0.stream, $0.run) })
    }
    var cursors: [RowCursor] = []
    for group in groups { cursors.append(try RowCursor(file: file, layout: plan.layout, group: group)) }
    self.cursors = cursors
    self.positions = positions
    // At most a quarter of a second and some thousand frames.
    spansPerSecond = groups.reduce(4) { max($0, ($1.rate.hertz / 4096).rounded(.up)) }
    cause = groups.map { if case .counter = $0.clock { .lost } else { .discontinuity } }
    surveyed = plan.damage
    description = SourceDescription(
      format: plan.format, started: plan.started, streams: streams, announcedFrames: announced,
      guesses: plan.guesses.map { printable($0, limit: 400) },
      ignored: plan.ignored.map { printable($0, limit: 400) })
  }

  func next(into block: inout Block) throws -> Delivery {
    if current == nil, try !readRun() { return .end }
    guard let (group, first, next) = current else { return .end }
    let (stream, run) = positions[group][next]
    block.restart(
      stream: stream, firstIndex: first, channelCount: description.streams[stream].channels.count)
    block.gapCause = cause[group]
    block.samples.append(contentsOf: cursors[group].runs[run])
    current = next + 1 < positions[group].count ? (group, first, next + 1) : nil
    return .block
  }

  /// Reads the run that comes first in time, of motion before muscle; false at the end.
  private func readRun() throws(RecordingError) -> Bool {
    var chosen: (group: Int, span: Double)?
    for (group, cursor) in cursors.enumerated() {
      guard let index = cursor.nextIndex else { continue }
      let span = self.span(of: index, in: group)
      let goesFirst =
        chosen.map { best in
          span < best.span
            || (span == best.span && cursors[best.group].group.hasMuscle && !cursor.group.hasMuscle)
        } ?? true
      if goesFirst { chosen = (group, span) }
    }
    guard let (group, span) = chosen,
      let first = try cursors[group].takeRun(before: end(of: span, in: group))
    else { return false }
    current = (group, first, 0)
    return true
  }

  /// The span that the frame `index` of a group belongs to: motion by its begin, muscle by its end.
  ///
  /// So no muscle reaches beyond the motion that was handed out before it, whatever the rates.
  private func span(of index: Int64, in group: Int) -> Double {
    let frames = framesPerSpan(group)
    return cursors[group].group.hasMuscle
      ? (Double(index + 1) / frames).rounded(.up) - 1 : (Double(index) / frames).rounded(.down)
  }

  /// The index behind the last frame of a span.
  private func end(of span: Double, in group: Int) -> Int64 {
    let end = (span + 1) * framesPerSpan(group)
    return Int64(min(end.rounded(cursors[group].group.hasMuscle ? .down : .up), 9e18))
  }

  private func framesPerSpan(_ group: Int) -> Double { cursors[group].group.rate.hertz / spansPerSecond }
}
