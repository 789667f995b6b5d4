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

  private static let page = "index.html"

  /// Makes the folder; pictures that an earlier page in it lists are removed, and nothing else.
  init(folder: String, rule: MatchingRule) throws {
    self.folder = URL(filePath: folder)
    self.rule = rule
    try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    let old = self.folder.appending(path: Self.page)
    guard let text = try? String(contentsOf: old, encoding: .utf8) else { return }
    guard let files = PictureIndex.files(in: text) else {
      Failure.say("\(old.path): is no list of pictures, and would be written over; name another folder")
      throw Failure.usage
    }
    for file in files { try? FileManager.default.removeItem(at: self.folder.appending(path: file)) }
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
      try WholeFile.write(Picture(excerpt, caption).svg.utf8, to: folder.appending(path: file).path)
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
    try WholeFile.write(page.html.utf8, to: folder.appending(path: Self.page).path)
  }
}
