import Events
import Signals
import SpasmDetection
import Testing

/// What is kept of an electrode site from one recording to the next.
@Suite struct SiteMemoryTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(1000)) }

  private func quiet(seed: UInt64) -> MuscleSignal { MuscleSignal(seconds: 20, rate: rate, seed: seed) }

  private func begunInSpasm(seed: UInt64) -> MuscleSignal {
    var signal = MuscleSignal(seconds: 30, rate: rate, seed: seed)
    signal.contract(at: -1, for: 16, ratio: 15)
    return signal
  }

  @Test func `a recording that begins in a spasm is understood by what is known of the site`() throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let sites = Outcome(Recording(quiet(seed: seed))).sites
      let outcome = Outcome(Recording(begunInSpasm(seed: seed + 10)), sites: sites)
      #expect(outcome.kinds == [.spasm])
      let spasm = try #require(outcome.spasms.first)
      #expect(spasm.onset < 0.3 && abs(spasm.offset.value - 15) < 0.2)
      #expect(outcome.floors.first?.report.cause == .remembered)
      // As soon as the first seconds could be compared with what was known.
      #expect(outcome.calls.first.map { $0.at < 3.5 } == true)
    }
  }

  @Test func `without it the spasm passes for rest until it lets go`() {
    let outcome = Outcome(Recording(begunInSpasm(seed: 11)))
    #expect(outcome.calls.allSatisfy { $0.at > 14 })
  }

  @Test func `what is remembered gives way to a rest that is a little louder, and to one that is quieter`() {
    for factor in [0.3, 0.7, 1.5] {
      let memory = SiteMemory(rest: 2 / factor)
      let outcome = Outcome(Recording(quiet(seed: 4)), sites: [memory])
      #expect(outcome.episodes.isEmpty)
      #expect(abs((outcome.floors.last?.report.rms ?? 0) - 2) < 0.3)
    }
  }

  @Test func `an electrode that is much noisier than it was is no spasm for long`() {
    let sites = Outcome(Recording(quiet(seed: 5))).sites
    let outcome = Outcome(Recording(MuscleSignal(seconds: 40, rate: rate, rest: 5, seed: 5)), sites: sites)
    #expect(outcome.calls.isEmpty)
    #expect(outcome.episodes.map(\.subtype) == [.noiseStep])
    #expect(abs((outcome.floors.last?.report.rms ?? 0) - 5) < 0.5)
  }

  @Test func `what was learnt can be handed on without change`() throws {
    var signal = quiet(seed: 6)
    signal.contract(at: 8, for: 4, ratio: 30)
    let first = try #require(Outcome(Recording(signal)).sites[0])
    #expect(abs(first.rest - 2) < 0.2)
    // A first peak of 30 dB raises it by the 10 dB that one may, to 20 dB over rest.
    #expect((9...11).contains(try #require(first.strength) / first.rest))
    #expect(first.maximum == nil)
    let second = try #require(Outcome(Recording(quiet(seed: 6)), sites: [first]).sites[0])
    #expect(abs(second.rest - first.rest) < 0.1 && second.strength == first.strength)
  }

  @Test func `severity is told as a share of the strongest contraction where that was measured`() throws {
    var signal = quiet(seed: 7)
    signal.contract(at: 8, for: 4, ratio: 20)
    let recording = Recording(signal)
    let told = Outcome(recording, sites: [SiteMemory(rest: 2, maximum: 180)])
    // Of 20 uV, 18 lie beyond rest.
    #expect(abs(try #require(told.spasms.first?.severity.ofMaximum) - 0.1) < 0.01)
    #expect(Outcome(recording).spasms.first?.severity.ofMaximum == nil)
  }

  @Test(arguments: [0, -1, .nan, .infinity]) func `what can be no amplitude is not believed`(rms: Double) {
    let recording = Recording(quiet(seed: 8))
    let plain = Outcome(recording)
    for memory in [
      SiteMemory(rest: rms), SiteMemory(rest: 2, strength: rms), SiteMemory(rest: 2, maximum: rms),
    ] {
      #expect(Outcome(recording, sites: [memory]).sites == plain.sites)
    }
  }
}
