import Foundation
import Monitoring
import Pictures
import RecordingFormats
import Scoring
import Signals

/// A folder of pictures, one for each mistake of a score, with a page that lists them.
struct ErrorPictures {
  private let folder: URL
  private let rule: MatchingRule
  private var entries: [PictureIndex.Entry] = []

  /// How much is shown before and after a mistake.
  private static let margin: Seconds = 3

  /// Makes the folder.
  init(folder: String, rule: MatchingRule) throws {
    self.folder = URL(filePath: folder)
    self.rule = rule
    try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
  }

  /// Draws the mistakes of one recording, which is replayed once more for it.
  mutating func draw(_ outcome: ScoreRun.Outcome) throws {
    let source = try openRecording(path: outcome.recording)
    let streams = source.description.streams
    var shown: [Mistake] = []
    var excerpts: [Excerpt] = []
    for mistake in mistakes(outcome.truth, outcome.predictions, rule: rule) {
      let span =
        Seconds(mistake.span.lowerBound) - Self.margin...Seconds(mistake.span.upperBound) + Self.margin
      guard let excerpt = Excerpt(of: mistake.channel, in: streams, span: span) else { continue }
      shown.append(mistake)
      excerpts.append(excerpt)
    }
    guard !shown.isEmpty else { return }
    try SecondPass(source: source, name: outcome.recording, preset: outcome.preset).fill(&excerpts)
    for (number, (mistake, excerpt)) in zip(shown, excerpts).enumerated() {
      var caption = Picture.Caption(title: mistake.words, recording: outcome.id, preset: outcome.preset)
      caption.truth = outcome.truth
      caption.mistake = mistake
      let file = "\(outcome.id)-\(number + 1)-\(mistake.words.replacing(" ", with: "-")).svg"
      try Data(Picture(excerpt, caption).svg.utf8).write(to: folder.appending(path: file))
      entries.append(
        PictureIndex.Entry(
          file: file, recording: outcome.id, title: mistake.words, channel: excerpt.label,
          start: Seconds(mistake.span.lowerBound),
          length: Seconds(mistake.span.upperBound - mistake.span.lowerBound)))
    }
  }

  /// Writes the page.
  func writeIndex(of scored: String) throws {
    let page = PictureIndex(
      heading: "Mistakes in \(URL(filePath: scored).lastPathComponent)", entries: entries)
    try Data(page.html.utf8).write(to: folder.appending(path: "index.html"))
  }
}
