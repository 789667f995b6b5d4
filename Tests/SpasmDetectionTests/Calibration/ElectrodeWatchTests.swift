import Signals
import Testing

@testable import SpasmDetection

/// What the signal of an electrode tells of how it sits.
@Suite struct ElectrodeWatchTests {
  private func reading(
    rest: Double = 2, flaws: ChannelReading.Flaws = [], hum: Decibels? = nil
  ) -> ChannelReading {
    ChannelReading(
      time: 0, fast: rest, medium: rest, rest: rest, limits: nil, state: .resting, motion: nil, posture: nil,
      isMoving: nil, flaws: flaws, mains: hum.map { .init(nominal: 50, ratio: $0) })
  }

  /// Shows the same for so long, from `start` on, and tells what is found at the end.
  private func show(
    _ watch: inout ElectrodeWatch, _ reading: ChannelReading?, from start: Double, for length: Double
  ) -> [ElectrodeFinding.Kind] {
    for step in 0...Int(length * 10) { watch.take(reading, at: Seconds(start + Double(step) / 10)) }
    return watch.findings.map(\.kind)
  }

  @Test func `an electrode that sits well is left alone`() {
    var watch = ElectrodeWatch(isInMicrovolts: true)
    #expect(show(&watch, reading(), from: 0, for: 600).isEmpty)
  }

  @Test func `off is told after half a second, whatever the signal is then, and is over with it`() {
    for flaws in [ChannelReading.Flaws.flat, .railed, .missing] {
      var watch = ElectrodeWatch(isInMicrovolts: true)
      #expect(show(&watch, reading(flaws: flaws), from: 0, for: 0.3).isEmpty)
      #expect(show(&watch, reading(flaws: flaws), from: 0.4, for: 0.3) == [.off])
      #expect(watch.offSince == 0)
      #expect(show(&watch, reading(), from: 1, for: 0.1).isEmpty && watch.offSince == nil)
    }
    var watch = ElectrodeWatch(isInMicrovolts: true)
    #expect(show(&watch, nil, from: 0, for: 1) == [.off])
    // A heartbeat that hides a moment is no loss.
    watch = ElectrodeWatch(isInMicrovolts: true)
    #expect(show(&watch, reading(flaws: .blanked), from: 0, for: 2).isEmpty)
  }

  @Test func `hum is told when it is as strong as all else, and kept while a contraction hides it`() {
    var watch = ElectrodeWatch(isInMicrovolts: true)
    #expect(show(&watch, reading(hum: -3), from: 0, for: 10).isEmpty)
    #expect(show(&watch, reading(hum: 6), from: 10, for: 2) == [.hum])
    #expect(watch.findings == [.hum(.init(nominal: 50, ratio: 6))])
    #expect(show(&watch, reading(hum: -12), from: 12, for: 5) == [.hum])
    #expect(show(&watch, reading(hum: -12), from: 17, for: 8).isEmpty)
  }

  @Test func `loud rest is told in microvolts alone`() {
    var watch = ElectrodeWatch(isInMicrovolts: true)
    #expect(show(&watch, reading(rest: 9.9), from: 0, for: 10).isEmpty)
    #expect(show(&watch, reading(rest: 14), from: 10, for: 1) == [.loudRest])
    var counts = ElectrodeWatch(isInMicrovolts: false)
    #expect(show(&counts, reading(rest: 900), from: 0, for: 10).isEmpty)
  }

  @Test func `rest that rises at once is a step, and rest that creeps up dries out`() {
    var stepped = ElectrodeWatch(isInMicrovolts: true)
    #expect(show(&stepped, reading(rest: 2), from: 0, for: 60).isEmpty)
    #expect(show(&stepped, reading(rest: 5), from: 60, for: 60) == [.noiseStep])
    #expect(stepped.findings == [.noiseStep(2.5)])

    var dried = ElectrodeWatch(isInMicrovolts: true)
    for minute in 0...20 {
      let found = show(&dried, reading(rest: 2 + Double(minute) * 0.2), from: Double(minute) * 60, for: 59)
      #expect(found == (minute > 10 ? [.dryingOut] : []))
    }
    // Seated anew, it begins with another level.
    #expect(show(&dried, reading(flaws: .flat), from: 1300, for: 3) == [.off])
    #expect(show(&dried, reading(rest: 6), from: 1303, for: 3).isEmpty)
  }
}
