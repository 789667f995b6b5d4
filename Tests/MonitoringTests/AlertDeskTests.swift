import Events
import Foundation
import Monitoring
import Signals
import Synchronization
import Testing

@Suite struct AlertDeskTests {
  /// An outlet that notes what it is given, fails while it is told to, and waits where it is made to.
  private final class Outlet: AlertOutlet {
    let name = "test"
    let isFailing = Atomic(false)
    let gate: DispatchSemaphore?
    private let taken = Mutex<[Alert]>([])

    init(gate: DispatchSemaphore? = nil) { self.gate = gate }

    var alerts: [Alert] { taken.withLock { $0 } }

    func deliver(_ alert: Alert) throws(AlertFailure) {
      taken.withLock { $0.append(alert) }
      gate?.wait()
      guard isFailing.load(ordering: .relaxed) else { return }
      throw AlertFailure(outlet: name, reason: "no", remedy: "try")
    }
  }

  private final class Told: Sendable {
    private let news = Mutex<[Health]>([])
    var conditions: [Health.Condition] { news.withLock { $0.map(\.condition) } }
    var details: [String?] { news.withLock { $0.map(\.detail) } }
    func add(_ health: Health) { news.withLock { $0.append(health) } }
  }

  private let told = Told()

  private func desk(
    _ outlets: [any AlertOutlet], rules: [String] = ["outlet=failed every=1s"], capacity: Int = 4,
    delivery: AlertDesk.Delivery = .inline
  ) throws -> AlertDesk {
    AlertDesk(
      rules: try rules.map { try AlertRule(parsing: $0) }, outlets: outlets, capacity: capacity,
      delivery: delivery, tell: told.add)
  }

  /// One occurrence, and its end.
  private func ring(_ desk: AlertDesk, at now: Seconds) {
    desk.take(Event(at: now, .health(Health(.outletFailed))), now: now)
    desk.take(Event(at: now, .health(Health(.outletBack))), now: now)
  }

  @Test
  func `an outlet that fails is told once a minute, does not stop the others, and is told when it is back`()
    throws
  {
    let (bad, good) = (Outlet(), Outlet())
    let desk = try desk([bad, good])
    bad.isFailing.store(true, ordering: .relaxed)
    for second in 0..<130 { ring(desk, at: Seconds(Double(second))) }
    #expect(told.conditions == [.outletFailed, .outletFailed, .outletFailed])
    #expect(told.details.first == "alerts: test: no; try")
    #expect(good.alerts.count == 130 && good.alerts == bad.alerts)
    bad.isFailing.store(false, ordering: .relaxed)
    ring(desk, at: 131)
    ring(desk, at: 132)
    #expect(told.conditions == [.outletFailed, .outletFailed, .outletFailed, .outletBack])
  }

  @Test func `an outlet that hangs holds nobody up, and the oldest alerts make room`() throws {
    let gate = DispatchSemaphore(value: 0)
    let outlet = Outlet(gate: gate)
    let desk = try desk([outlet], delivery: .inBackground)
    ring(desk, at: 0)
    while outlet.alerts.isEmpty { usleep(200) }
    let taken = ContinuousClock().measure { for second in 1...20 { ring(desk, at: Seconds(Double(second))) } }
    #expect(taken < .seconds(2) && desk.dropped == 16)
    #expect(!desk.finish(within: 0.01))
    for _ in 0..<30 { gate.signal() }
    #expect(desk.finish(within: 20))
    // Nothing is taken after the end.
    ring(desk, at: 40)
    #expect(outlet.alerts.map(\.given) == [0])
  }

  @Test func `what waits is delivered in order before the end`() throws {
    let gate = DispatchSemaphore(value: 0)
    let outlet = Outlet(gate: gate)
    let desk = try desk([outlet], delivery: .inBackground)
    ring(desk, at: 0)
    while outlet.alerts.isEmpty { usleep(200) }
    for second in 1...20 { ring(desk, at: Seconds(Double(second))) }
    for _ in 0..<30 { gate.signal() }
    #expect(desk.finish(within: 20))
    #expect(outlet.alerts.map(\.given) == [0, 17, 18, 19, 20] && desk.dropped == 16)
    #expect(told.conditions == [.outletFailed, .outletBack])
    #expect(told.details.first??.contains("16 of the alerts were let go") == true)
  }

  @Test func `time, silence and rules reach the engine`() throws {
    let outlet = Outlet()
    let desk = try desk([outlet], rules: ["link=lost for>10s", "electrode=off channel=calf"])
    desk.silence(for: 60, now: 0)
    #expect(desk.silentUntil == 60 && desk.rulesWithoutChannel.count == 1)
    desk.take(Event(at: 0, .health(Health(.linkLost))), now: 0)
    #expect(desk.tick(20).isEmpty && outlet.alerts.isEmpty)
    #expect(desk.tick(60).count == 1 && outlet.alerts.count == 1)
  }

  @Test func `an alert that fails does not make alerts for ever`() throws {
    let outlet = Outlet()
    outlet.isFailing.store(true, ordering: .relaxed)
    let failed = Mutex(0)
    let back = Mutex<AlertDesk?>(nil)
    // News of outlets are events like others, and come back to the rules.
    let desk = AlertDesk(
      rules: [AlertRule(.condition(.outletFailed, lastingOver: 0))], outlets: [outlet], delivery: .inline
    ) {
      health in
      failed.withLock { $0 += 1 }
      back.withLock { $0 }?.take(Event(at: 5, .health(health)), now: 5)
    }
    back.withLock { $0 = desk }
    desk.take(Event(at: 5, .health(Health(.outletFailed))), now: 5)
    #expect(failed.withLock { $0 } == 1 && outlet.alerts.count == 1)
  }
}
