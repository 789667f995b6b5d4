import EpisodeRecorder
import Events
import Fixtures
import Foundation
import Links
import Signals
import Simulation
import SpasmDetection
import Testing
import Wearables

@testable import Monitoring

/// A day of a worn wearable with two hundred faults, in virtual time, through all that 'spasm live' runs; a quarter of an hour with six
/// unless SPASM_EVIDENCE is set.
@Suite struct SoakTests {
  private static let isEvidence = ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] != nil
  private let seconds = isEvidence ? 86_400.0 : 900
  private let faults = isEvidence ? 200 : 6
  private let scenario = Scenario.basic
  private let preset = Preset.all[0]
  private static let seed = 11
  private static let drift = 30.0

  @Test func `nothing is lost but what is told, nothing is told but what was, and all of it is kept`() throws
  {
    let root = try TemporaryFolder()
    let truth = SimulatedTruth(scenario, seed: Self.seed, duration: Seconds(seconds))
    let schedule = FaultSchedule(count: faults, seconds: seconds, seed: 6)
    let run = try SoakRun(
      scenario, seed: Self.seed, seconds: seconds, drift: Self.drift, schedule: schedule, preset: preset,
      in: root.path)
    let begin = ContinuousClock.now
    run.play()
    let played = (ContinuousClock.now - begin) / .seconds(1)
    #expect(run.lane.failure == nil)
    let result = run.log.result
    expectNames(schedule, result)
    expectAccount(run, result)
    expectTimeLine(run)
    let tally = expectSpasms(truth, run, result)
    if Self.isEvidence { run.memory.expectFlat() }
    let verification = try SessionVerification(run.folder)
    #expect(verification.problems.isEmpty, "\(verification.problems.prefix(3))")
    try expectReplay(run, schedule)
    print(
      """
      \(Int(seconds)) s of 2 x 1 kHz and 3 x 100 Hz with \(schedule.faults.count) faults, seed \(Self.seed), played in \
      \(Int(played)) s; \(tally); \(run.memory)
      \(verification.account.joined(separator: "\n"))
      """)
  }

  private func expectNames(_ schedule: FaultSchedule, _ result: SoakLog.State) {
    for (fault, names) in zip(schedule.faults, result.names) {
      let missing = fault.kind.names.subtracting(names)
      #expect(missing.isEmpty, "\(fault.kind) at \(fault.start): no \(missing), but \(names)")
    }
  }

  private func expectAccount(_ run: SoakRun, _ result: SoakLog.State) {
    #expect(result.ledgers.count == run.tap.frames.count)
    for (stream, (ledger, frames)) in zip(result.ledgers, run.tap.frames).enumerated() {
      #expect(ledger.expected == ledger.received + ledger.lost + ledger.overrun)
      // Motion that came too late for its muscle came, and is lost all the same.
      let taken = ledger.received + ledger.overrun
      #expect(
        taken <= frames && frames <= taken + result.late[stream], "stream \(stream): \(taken), \(frames)")
    }
  }

  /// The time line follows the device's clock throughout, whatever happens.
  private func expectTimeLine(_ run: SoakRun) {
    guard let first = run.tap.lead(at: 30) else { return #expect(Bool(false)) }
    for minute in 1..<Int(seconds / 60) {
      guard let lead = run.tap.lead(at: Double(minute) * 60) else { continue }
      let ahead = lead - first - Double(minute) * 60 * Self.drift * 1e-6
      #expect(abs(ahead) < 0.5, "minute \(minute): off by \(ahead) s")
    }
  }

  /// Every true spasm is found that can be, and nothing else is called one.
  private func expectSpasms(_ truth: SimulatedTruth, _ run: SoakRun, _ result: SoakLog.State) -> String {
    var (found, missed, hidden, claimed) = (0, 0, 0, Set<[Int]>())
    for event in truth.events where event.kind == "spasm" && !event.isIgnored {
      guard let lead = run.tap.lead(at: event.start.value) else {
        hidden += 1
        continue
      }
      let span = event.start.value + lead...event.end.value + lead
      let claims = result.spasms[event.channel].enumerated().filter { $0.element.overlaps(span) }
      for claim in claims { claimed.insert([event.channel, claim.offset]) }
      // What comes shortly after a gap has no time to be told from rest.
      let wide = span.lowerBound - 6...span.upperBound + 3
      if result.blind[event.channel].contains(where: { $0.overlaps(wide) }) {
        hidden += 1
      } else if claims.contains(where: { $0.element.clamped(to: span).length > span.length / 2 }) {
        found += 1
      } else {
        missed += 1
        Issue.record("a spasm of channel \(event.channel) at \(span) was not found")
      }
    }
    let claims = result.spasms.reduce(0) { $0 + $1.count }
    #expect(found > hidden && claims > 0)
    let told = "\(found) true spasms found, \(missed) missed, \(hidden) in gaps or next to them"
    return "\(told); \(claims) claims, \(claims - claimed.count) of them on nothing"
  }

  /// What was kept tells the same again; where signals were not kept it can tell no more than is there.
  private func expectReplay(_ run: SoakRun, _ schedule: FaultSchedule) throws {
    let path = run.linesPath + "-replayed"
    let session = try SessionSource(path: run.folder.path)
    let log = SoakLog(session.description.streams, faults: 0, lines: path)
    try Replay(session, name: "unix:soak", preset: preset).run { log.take($0, from: 0) }
    log.close()
    let (live, again) = (try lines(run.linesPath), try lines(path))
    // Lines that became known before the first trouble of the disk, and those after.
    let same = zip(live, again).prefix { $0 == $1 }.count
    let first = live.firstIndex { time(of: $0) >= schedule.firstCostly - 120 } ?? live.count
    let other = [live, again].map { $0.dropFirst(same).first ?? "nothing" }
    #expect(same >= first, "line \(same) is \(other[0]) live and \(other[1]) when it is replayed")
    let kept = schedule.faults.contains { $0.kind.costsSignals }
    if !kept { #expect(live == again) }
    let difference = EpisodeDifference(
      from: LoggedEpisode.all(in: live.map { Array($0.utf8) }),
      to: LoggedEpisode.all(in: again.map { Array($0.utf8) }))
    print(
      "replay: the first \(same) of \(live.count) lines identical; episodes: \(difference.same) the same,"
        + " \(difference.shifted) shifted, \(difference.changed.count) changed, \(difference.gone.count) gone,"
        + " \(difference.new.count) new")
    let costly = schedule.faults.count { $0.kind.costsSignals }
    #expect(difference.gone.count + difference.new.count + difference.changed.count <= 10 * costly)
  }

  private func lines(_ path: String) throws -> [Substring] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
  }

  private func time(of line: Substring) -> Double {
    guard let name = line.range(of: "\"at_s\":") else { return 0 }
    return Double(line[name.upperBound...].prefix { $0 != "," && $0 != "}" }) ?? 0
  }
}

extension ClosedRange<Double> {
  fileprivate var length: Double { upperBound - lowerBound }
}
