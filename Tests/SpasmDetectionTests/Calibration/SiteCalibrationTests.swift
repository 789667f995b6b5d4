import Signals
import Testing

@testable import SpasmDetection

/// Every way through a calibration, in virtual time.
@Suite struct SiteCalibrationTests {
  private func isRelaxing(_ phase: CalibrationPhase) -> Bool { phase.step == .relax }

  /// Whether a level is what it should be, but for rounding.
  private func isNear(_ level: Double?, _ expected: Double) -> Bool {
    level.map { abs($0 - expected) < 1e-6 } ?? false
  }

  @Test func `a whole calibration finds rest, both contractions and the posture curve`() throws {
    var person = try ScriptedPerson(channels: 2)
    #expect(person.calibration.phase == .checking(until: 5))
    person.contract(5, 6)
    person.contract(5, 6)
    person.contract(40, 50)
    person.contract(41, 50)
    person.rest { if case .sweeping = $0 { true } else { false } }
    for angle in [0, 15, 25, 35, 25, 15, 5.0] { person.all(.contract(2 + angle / 10), for: 3, angle: angle) }
    person.rest { _ in false }
    let result = person.calibration.result
    #expect(result.ending == .finished && result.skipped.isEmpty)
    let (first, second) = (result.channels[0], result.channels[1])
    #expect(first.rest == ScriptedPerson.rest && first.restSpread == 0)
    #expect(
      isNear(first.submaximum, 10) && isNear(second.submaximum, 12))
    #expect(isNear(first.maximum, 82) && isNear(second.maximum, 100))
    #expect(first.maximalTries.count == 2 && first.soundness == 1)
    #expect(first.posture.map(\.angle) == [0, 10, 20, 30])
    #expect(zip(first.posture.map(\.rms), [4, 7, 9, 11]).allSatisfy { abs($0 - $1) < 1 })
    #expect(person.calibration.remaining == nil)
  }

  @Test func `rest is counted anew after movement and after activity`() throws {
    var person = try ScriptedPerson(channels: 2)
    person.rest(until: isRelaxing)
    person.all(.rest, for: 1)
    person.all(.rest, for: 20)
    person.all(.rest, for: 1, moving: true)
    #expect(person.remarks.last == .startedAnew(.movement) && person.calibration.disturbance == .movement)
    #expect(isNear(person.calibration.remaining?.value, 30))
    person.all(.rest, for: 20)
    person.each([.rest, .contract(4)], for: 1)
    #expect(person.remarks.last == .startedAnew(.activity(channel: 1)))
    person.all(.rest, for: 29)
    #expect(person.calibration.phase.step == .relax)
    person.all(.rest, for: 2)
    #expect(person.calibration.phase.step == .gentle)
    // What disturbed it is not in it, and each disturbance is told once.
    #expect(person.calibration.result.channels[1].rest == ScriptedPerson.rest)
    #expect(person.remarks.count { if case .startedAnew = $0 { true } else { false } } == 2)
  }

  @Test func `a body that does not come to rest is not waited for for ever`() throws {
    var person = try ScriptedPerson()
    person.rest(until: isRelaxing)
    for _ in 0..<20 {
      person.all(.rest, for: 8)
      person.all(.rest, for: 1, moving: true)
    }
    #expect(person.remarks.contains(.restless))
    #expect(person.calibration.phase.step != .relax)
    #expect(person.calibration.result.channels[0].rest == ScriptedPerson.rest)
  }

  @Test func `tries that differ ask for one more, four at most`() throws {
    var plan = CalibrationPlan.quick
    plan.skipped = [.gentle, .posture]
    var person = try ScriptedPerson(plan: plan)
    person.contract(40)
    person.contract(50)
    guard case .differ(let share) = person.remarks.last else {
      Issue.record("it does not say that they differ")
      return
    }
    #expect(abs(share.value - 0.2) < 1e-6)
    person.contract(49)
    person.rest { _ in false }
    #expect(person.calibration.isOver && person.calibration.result.channels[0].maximalTries.count == 3)
    #expect(isNear(person.calibration.result.channels[0].maximum, 100))

    person = try ScriptedPerson(plan: plan)
    for strength in [20, 40, 80, 160.0] { person.contract(strength) }
    person.rest { _ in false }
    #expect(person.calibration.result.ending == .finished)
    #expect(person.calibration.result.channels[0].maximalTries.count == 4)
    #expect(person.remarks.contains { if case .neverAgreed = $0 { true } else { false } })
  }

  @Test func `whom it hurts skips the maximum, even after a try, and has none`() throws {
    var person = try ScriptedPerson()
    person.contract(5)
    person.contract(5)
    person.contract(40)
    #expect(person.calibration.result.channels[0].maximum != nil)
    person.say(.skip)
    #expect(person.calibration.phase.step == .posture)
    let result = person.calibration.result
    #expect(result.skipped == [.maximal] && result.channels[0].maximum == nil)
    #expect(isNear(result.channels[0].submaximum, 10))
    person.say(.again)
    // Back to what was gone through last.
    #expect(person.calibration.phase.step == .gentle)
  }

  @Test(arguments: CalibrationStep.allCases) func `every step can be skipped while it is under way`(
    step: CalibrationStep
  ) throws {
    var person = try ScriptedPerson()
    while person.calibration.phase.step != step, !person.calibration.isOver {
      person.say(.skip)
    }
    person.all(.rest, for: 2)
    person.say(.skip)
    #expect(person.calibration.phase.step != step && person.calibration.skipped.contains(step))
  }

  @Test func `a step that is done again forgets what it found`() throws {
    var plan = CalibrationPlan.quick
    plan.skipped = [.gentle]
    var person = try ScriptedPerson(plan: plan)
    person.contract(40)
    person.rest { if case .pausing = $0 { true } else { false } }
    person.say(.again)
    #expect(person.calibration.result.channels[0].maximalTries.isEmpty)
    person.contract(60)
    person.contract(60)
    #expect(isNear(person.calibration.result.channels[0].maximum, 120))
  }

  @Test func `with nothing to wait for but the person it waits, and goes on when told`() throws {
    var plan = CalibrationPlan()
    plan.skipped = [.posture]
    var person = try ScriptedPerson(plan: plan)
    person.all(.rest, for: 600)
    #expect(person.calibration.phase == .announcing(.relax, group: 0, until: nil))
    #expect(person.calibration.remaining == nil)
    person.say(.next)
    #expect(person.calibration.remaining == 30)
    // Rest cannot be cut short, or taken for done.
    person.say(.next)
    #expect(person.calibration.phase.step == .relax)
    person.all(.rest, for: 31)
    person.say(.next)
    person.contract(5)
    person.say(.next)
    if case .awaiting(let effort, _) = person.calibration.phase { #expect(effort.number == 2) }
    person.say(.quit)
    #expect(person.calibration.result.ending == .early)
    person.say(.next)
    person.all(.rest, for: 1)
    #expect(person.calibration.phase == .ended(.early))
  }

  @Test func `a contraction that is not seen is asked for once more, and then left out`() throws {
    var plan = CalibrationPlan.quick
    plan.skipped = [.maximal, .posture]
    var person = try ScriptedPerson(plan: plan)
    person.rest { _ in false }
    #expect(person.calibration.result.ending == .finished)
    #expect(person.remarks.count { if case .notSeen = $0 { true } else { false } } == 2)
    #expect(person.calibration.result.channels[0].submaximum == nil)
  }

  @Test func `a muscle that stays at rest beside one that contracts has no maximum`() throws {
    var plan = CalibrationPlan.quick
    plan.skipped = [.gentle, .posture]
    var person = try ScriptedPerson(channels: 2, plan: plan)
    person.contract(40, 1.5)
    person.contract(40, 1.1)
    person.rest { _ in false }
    let channels = person.calibration.result.channels
    #expect(isNear(channels[0].maximum, 80) && channels[1].maximum == nil)
    #expect(channels[1].maximalTries.count == 2)
  }

  @Test func `groups contract one after the other, each measured alone`() throws {
    var plan = CalibrationPlan.quick
    plan.skipped = [.gentle, .posture]
    plan.groups = [[0], [1]]
    var person = try ScriptedPerson(channels: 2, plan: plan)
    for strength in [40, 40, 30, 30.0] { person.contract(strength) }
    person.rest { _ in false }
    #expect(person.calibration.result.ending == .finished)
    let channels = person.calibration.result.channels
    #expect(isNear(channels[0].maximum, 80) && isNear(channels[1].maximum, 60))
  }

  @Test func `without a sensor of motion the bend is left out`() throws {
    var plan = CalibrationPlan.quick
    plan.skipped = [.gentle, .maximal]
    var person = try ScriptedPerson(plan: plan)
    person.all(.rest, for: 60, angle: .nan)
    #expect(person.calibration.result.ending == .finished && person.remarks.contains(.noPosture))
    #expect(person.calibration.result.skipped.contains(.posture))
  }

  @Test func `without channels there is nothing to do`() throws {
    var person = try ScriptedPerson(channels: 0)
    #expect(person.calibration.phase == .ended(.noSignal))
    person.all(.rest, for: 1)
    for command in [CalibrationCommand.next, .skip, .again, .quit] { person.say(command) }
    person.calibration.end()
    #expect(person.calibration.phase == .ended(.noSignal) && person.calibration.result.channels.isEmpty)
  }
}
