import Events
import Signals
import Testing

@testable import SpasmDetection

/// Electrodes that come off before and during a calibration.
@Suite struct LostChannelTests {
  @Test func `an electrode that is off is waited for, and looked at anew once it is on`() throws {
    var person = try ScriptedPerson(channels: 2)
    person.each([.rest, .off], for: 3)
    guard case .mending = person.calibration.phase else {
      Issue.record("it goes on with an electrode off")
      return
    }
    #expect(person.remarks == [.found(.off(.flat), channel: 1)])
    person.all(.rest, for: 1)
    guard case .checking = person.calibration.phase else {
      Issue.record("it does not look again")
      return
    }
    person.all(.rest, for: 5)
    #expect(person.calibration.phase.step == .relax && person.calibration.leftOut.isEmpty)
  }

  @Test func `whoever goes on without it has the others measured`() throws {
    var plan = CalibrationPlan.quick
    plan.skipped = [.gentle, .posture]
    var person = try ScriptedPerson(channels: 2, plan: plan)
    person.off = [1]
    person.all(.rest, for: 3)
    person.say(.next)
    #expect(person.calibration.leftOut == [1] && person.remarks.contains(.leftOut(channel: 1)))
    person.contract(40)
    person.contract(40)
    person.rest { _ in false }
    let result = person.calibration.result
    #expect(result.ending == .finished && result.channels.map { $0.maximum?.rounded() } == [80, nil])
    #expect(result.channels[1].rest == nil && result.channels[1].findings == [.off(.flat)])
  }

  @Test func `nobody is waited for for ever`() throws {
    var person = try ScriptedPerson(channels: 2)
    person.each([.rest, .nothing], for: 125)
    #expect(person.calibration.leftOut == [1] && person.calibration.phase.step == .relax)
    person = try ScriptedPerson(channels: 2)
    person.all(.nothing, for: 125)
    #expect(person.calibration.phase == .ended(.noSignal))
  }

  @Test
  func `a channel that is off in the middle of rest stops the clock, and is left out when it stays off`()
    throws
  {
    var person = try ScriptedPerson(channels: 2)
    person.rest { $0.step == .relax }
    person.all(.rest, for: 10)
    person.each([.rest, .off], for: 5)
    #expect(person.remarks.contains(.startedAnew(.loss(channel: 1))) && person.calibration.leftOut.isEmpty)
    person.all(.rest, for: 10)
    #expect(person.calibration.phase.step == .relax)
    person.each([.rest, .off], for: 12)
    #expect(person.calibration.leftOut == [1])
    person.each([.rest, .off], for: 31)
    #expect(person.calibration.phase.step == .gentle)
    #expect(person.calibration.result.channels.map { $0.rest != nil } == [true, false])
  }

  @Test func `a contraction in which the signal is lost does not count`() throws {
    var plan = CalibrationPlan.quick
    plan.skipped = [.gentle, .posture]
    var person = try ScriptedPerson(plan: plan)
    person.rest { if case .awaiting = $0 { true } else { false } }
    person.all(.contract(40), for: 0.3)
    person.all(.off, for: 3.5)
    let first = CalibrationEffort(isMaximal: true, number: 1, count: 2)
    #expect(person.remarks.contains(.spoilt(first, channel: 0)))
    person.contract(40)
    person.contract(40)
    person.rest { _ in false }
    #expect(person.calibration.result.channels[0].maximalTries.map { $0.rounded() } == [80, 80])
  }
}
