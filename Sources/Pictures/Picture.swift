internal import Events
public import Scoring
public import Signals

/// A stretch of a recording as one picture: signal, envelope, motion, what was true and what was claimed, on one
/// axis of time.
///
/// It becomes a self-contained SVG, 1200 pixels wide, of less than 200 kB; the same values give the same text.
public struct Picture: Sendable {
  /// What the picture says beside the signals.
  public struct Caption: Sendable {
    /// The heading, such as `missed twitch`.
    public var title: String
    /// The recording's name.
    public var recording: String
    /// The preset's name.
    public var preset: String
    /// The motion above which the body counts as moving.
    public var motionLimit: StandardGravity
    /// The turn above which a posture counts as another.
    public var postureLimit: Degrees
    /// What truly happened, where it is known.
    public var truth: Truth?
    /// The mistake that is shown, where one is.
    public var mistake: Mistake?

    /// A caption.
    public init(
      title: String, recording: String, preset: String, motionLimit: StandardGravity, postureLimit: Degrees,
      truth: Truth? = nil, mistake: Mistake? = nil
    ) {
      self.title = title
      self.recording = recording
      self.preset = preset
      self.motionLimit = motionLimit
      self.postureLimit = postureLimit
      self.truth = truth
      self.mistake = mistake
    }
  }

  let excerpt: Excerpt
  let caption: Caption

  /// A picture of `excerpt`.
  public init(_ excerpt: Excerpt, _ caption: Caption) {
    self.excerpt = excerpt
    self.caption = caption
  }

  /// The picture as SVG text.
  ///
  /// - Complexity: O(columns + events in the stretch).
  public var svg: String {
    var sheet = Sheet(span: excerpt.span, focus: focus)
    drawHeader(on: &sheet)
    drawBars(on: &sheet)
    drawSignals(on: &sheet)
    drawFlaws(on: &sheet)
    sheet.closeWithTimeAxis()
    drawLegend(on: &sheet)
    return sheet.svg.document(title: "\(caption.title): \(caption.recording), \(excerpt.label)")
  }

  /// The time that the picture is about.
  private var focus: ClosedRange<Seconds>? {
    caption.mistake.map { Seconds($0.span.lowerBound)...Seconds($0.span.upperBound) }
  }

  /// The truths of the channel that touch the stretch.
  var truths: [Truth.Event] {
    (caption.truth?.events ?? []).filter { $0.channel == excerpt.channel && touches($0.start, $0.end) }
  }

  /// The disturbances of the channel that touch the stretch.
  var artefacts: [Truth.Artefact] {
    (caption.truth?.artefacts ?? [])
      .filter { $0.channels.contains(excerpt.channel) && touches($0.start, $0.end) }
  }

  /// The episode that the mistake is about; nil where nothing was claimed.
  var episode: Episode? {
    guard let claim = caption.mistake?.claim else { return nil }
    return excerpt.episodes.first {
      $0.kind.rawValue == claim.kind && ($0.onset.value - claim.start).magnitude < 1e-5
    }
  }

  private func touches(_ start: Double, _ end: Double) -> Bool {
    end >= excerpt.span.lowerBound.value && start <= excerpt.span.upperBound.value
  }
}
