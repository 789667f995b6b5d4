internal import Signals

/// A part of a scenario: some acts, and how long they and the rest after them take.
///
/// Times are seconds from the chapter's start; every act ends before the chapter does.
struct Chapter: Sendable {
  var duration: Double
  var acts: [Act]
}

/// Reads the endless script of a scenario, act by act in the order of their starts.
struct ScriptCursor: Sendable {
  private let scenario: Scenario
  private let seed: Seed
  private var chapters = 0
  private var actsRead = 0
  /// When the next chapter starts, in seconds.
  private var nextChapter = 0.0
  /// Acts of the open chapter that have not been taken, the last one first.
  private var waiting: [Act] = []

  init(_ scenario: Scenario, seed: Seed) {
    self.scenario = scenario
    self.seed = seed
  }

  /// Hands over the acts not yet taken that start at `time` or before, in seconds.
  mutating func take(startingBy time: Double, _ receive: (Act) -> Void) {
    while true {
      if let act = waiting.last {
        guard act.start <= time else { return }
        waiting.removeLast()
        receive(act)
      } else {
        guard nextChapter <= time else { return }
        openChapter()
      }
    }
  }

  private mutating func openChapter() {
    var generator = seed.generator(.chapter(chapters))
    let chapter = scenario.chapter(chapters, &generator)
    var acts = chapter.acts.sorted { $0.start < $1.start }
    for position in acts.indices {
      // Times of events are whole milliseconds, which are samples, and print exactly.
      acts[position].start = ((nextChapter + acts[position].start) * 1000).rounded() / 1000
      acts[position].number = actsRead + position
      guard let ratio = scenario.ratio, acts[position].kind != .surroundings else { continue }
      for number in acts[position].contractions.indices { acts[position].contractions[number].ratio = ratio }
    }
    actsRead += acts.count
    chapters += 1
    nextChapter += chapter.duration
    waiting = acts.reversed()
  }
}
