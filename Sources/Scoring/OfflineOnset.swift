/// Where the onset of one true event is sought with hindsight, as an optimum to compare with.
///
/// No live detector can know what this knows: that there is one onset in the window, what came after it, and where
/// rest is. What finds it there is ``Rise``.
public struct OfflineOnset: Hashable, Sendable {
  /// Where the onset is sought, in seconds from the recording's first sample.
  public let search: ClosedRange<Double>
  /// Where the power of rest is measured, before the search.
  public let rest: [ClosedRange<Double>]

  /// How far the search reaches to either side of the true onset, and how much rest is measured, in seconds.
  private static let reach = 1.0
  /// How far back rest is looked for, in seconds.
  private static let memory = 10.0
  /// With less than this before the onset, or less rest than four times this, nothing is sought, in seconds.
  private static let least = 0.05
  /// Muscle and filters fade for this long after an event, in seconds.
  private static let fading = 0.1

  /// The place of `event` in its recording; nil where too little rest comes before it.
  ///
  /// The search begins a second before the first detectable moment, or where another event ends; it ends a second
  /// after it, or with the event.
  public init?(of event: Truth.Event, in truth: Truth) {
    let onset = event.detectableStart
    let others = truth.events.filter { $0.channel == event.channel && $0 != event }
    let before = others.filter { $0.end <= event.start }.map(\.end).max().map { $0 + Self.fading } ?? 0
    let start = max(0, before, onset - Self.reach)
    let end = min(onset + Self.reach, event.detectableEnd)
    guard start <= onset - Self.least, end > onset else { return nil }
    search = start...end
    let disturbed = truth.artefacts.filter {
      $0.channels.contains(event.channel)
        && ["motion", "pop", "dropout", "dropout_in_spasm", "saturation"].contains($0.kind)
    }
    let loud = TimeSet(
      (others.map { ($0.start, $0.end) } + disturbed.map { ($0.start, $0.end) })
        .map { Prediction(start: $0.0 - Self.fading, end: $0.1 + Self.fading, kind: "") })
    // Up to the event itself: in a train of twitches there is no rest elsewhere.
    let past = Prediction(
      start: max(0, onset - Self.memory), end: max(start, event.start - Self.fading), kind: "")
    rest = Self.latest(Self.reach, of: TimeSet([past]).subtracting(loud))
    guard rest.reduce(0, { $0 + $1.upperBound - $1.lowerBound }) >= 4 * Self.least else { return nil }
  }

  /// The last `length` seconds of `time`, or all of it where it is shorter.
  private static func latest(_ length: Double, of time: TimeSet) -> [ClosedRange<Double>] {
    var (left, spans): (Double, [ClosedRange<Double>]) = (length, [])
    for span in time.spans.reversed() where left > 0 {
      spans.append(max(span.start, span.end - left)...span.end)
      left -= span.end - span.start
    }
    return spans.reversed()
  }

  /// From the first moment that is needed to the last.
  public var span: ClosedRange<Double> {
    min(search.lowerBound, rest.first?.lowerBound ?? search.lowerBound)...search.upperBound
  }
}
