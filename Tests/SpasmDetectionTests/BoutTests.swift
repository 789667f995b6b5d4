import Events
import Signals
import Testing

@Suite struct BoutTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(200)) }

  /// Two spasms of 4 s with `pause` seconds between them, and `after` seconds after them.
  private func twoSpasms(pause: Int, after: Int) -> Outcome {
    let (rest, spasm) = (String(repeating: ".", count: 12), String(repeating: "#", count: 8))
    let (between, end) = (String(repeating: ".", count: 2 * pause), String(repeating: ".", count: 2 * after))
    return Outcome(Recording(MuscleSignal(rest + spasm + between + spasm + end, rate: rate, seed: 3)))
  }

  @Test func `spasms forty seconds apart are one bout`() {
    let outcome = twoSpasms(pause: 40, after: 70)
    #expect(outcome.spasms.map(\.bout) == [1, 1])
    #expect(outcome.bouts.map(\.bout.spasms) == [[1, 2]])
    #expect(outcome.bouts.first?.bout.start == outcome.spasms.first?.onset)
    #expect(outcome.bouts.first?.bout.end == outcome.spasms.last?.offset)
  }

  @Test func `spasms eighty seconds apart are two bouts`() {
    let outcome = twoSpasms(pause: 80, after: 70)
    #expect(outcome.spasms.map(\.bout) == [1, 2])
    #expect(outcome.bouts.map(\.bout.spasms) == [[1], [2]])
  }

  @Test func `a bout is told a minute after its end`() {
    let outcome = twoSpasms(pause: 80, after: 70)
    #expect(outcome.bouts.count == 2)
    for (at, bout) in outcome.bouts { #expect((60...60.3).contains((at - bout.end).value)) }
  }

  @Test func `the end of the recording closes the bout`() {
    let outcome = twoSpasms(pause: 40, after: 5)
    #expect(outcome.bouts.map(\.bout.spasms) == [[1, 2]])
    #expect(outcome.summary?.bouts == 1)
  }
}
