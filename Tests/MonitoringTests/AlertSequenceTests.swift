import Events
import Monitoring
import Signals
import Testing

/// What holds of any sequence of events.
@Suite struct AlertSequenceTests {
  @Test(arguments: 0..<20)
  func `no sequence of events alerts more often than a rule allows`(seed: UInt64) throws {
    let rules = AlertRule.usual.map { rule in
      var rule = rule
      rule.every = 45
      return rule
    }
    var generator = SeededGenerator(seed: seed)
    var script = try AlertScript(rules.map(\.description), wearables: 2)
    for _ in 0..<1500 { step(&script, &generator) }
    let given = script.alerts.filter { $0.state == .given }
    #expect(given.count > 20)
    for rule in rules {
      for wearable in 0..<2 {
        let times = given.filter { $0.rule == rule && $0.wearable == wearable }.map(\.given)
        for (earlier, later) in zip(times, times.dropFirst()) {
          #expect(later - earlier >= rule.every, "\(rule) at \(earlier.value) and \(later.value)")
        }
      }
    }
    // None is taken back that was not given.
    for alert in script.alerts where alert.state == .takenBack {
      #expect(given.contains { $0.rule == alert.rule && $0.given <= alert.given })
    }
  }

  @Test(arguments: 0..<20)
  func `every loss of the link beyond the limit is told once, or counted once`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for every in [1.0, 60] {
      var script = try AlertScript("link=lost for>10s every=\(Int(every))s")
      var long = 0
      for _ in 0..<60 {
        script.wait(Seconds(Double(Int.random(in: 1...80, using: &generator))))
        let loss = Double(Int.random(in: 1...40, using: &generator)) / 2
        script.take(.linkLost)
        script.wait(Seconds(loss))
        script.take(.linkBack)
        long += loss >= 10 ? 1 : 0
      }
      let onceMore = script.alerts.count
      if every == 1 { #expect(onceMore == long) }
      // The last loss speaks of those that were held back before it.
      script.wait(60)
      script.take(.linkLost)
      script.wait(11)
      #expect(script.alerts.map { 1 + $0.heldBack }.reduce(0, +) == long + 1)
    }
  }

  /// Takes any event that rules are about, or lets some time pass.
  private func step(_ script: inout AlertScript, _ generator: inout SeededGenerator) {
    let channel = Int.random(in: 0...1, using: &generator)
    let wearable = Int.random(in: 0...1, using: &generator)
    let flag = Bool.random(using: &generator)
    switch Int.random(in: 0...10, using: &generator) {
    case 0: script.take(flag ? .linkLost : .linkBack, wearable: wearable)
    case 1: script.take(flag ? .pausedFailure : .resumed, wearable: wearable)
    case 2: script.take(.flat, flag, channel: channel, wearable: wearable)
    case 3:
      let battery = Double(Int.random(in: 5...25, using: &generator)) / 100
      script.take(
        .device(DeviceState(battery: battery, electrodesOff: flag ? [channel] : [])), wearable: wearable)
    case 4:
      let onset = script.now - Seconds(Double.random(in: 2...60, using: &generator))
      script.take(.spasm(flag ? .confirmed : .ongoing, onset: onset), channel: channel, wearable: wearable)
    case 5: script.take(.spasm(.withdrawn, onset: 0), channel: channel, wearable: wearable)
    case 6, 7:
      script.takeEpisode(
        .spasm, lasting: flag ? 10 : 40, bout: Int.random(in: 1...3, using: &generator), channel: channel,
        wearable: wearable)
    case 8:
      script.take(.spaceLow, hours: Double.random(in: 0.1...4, using: &generator), wearable: wearable)
    default: script.wait(Seconds(Double(Int.random(in: 1...20, using: &generator))))
    }
  }
}
