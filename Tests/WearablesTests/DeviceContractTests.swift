import Fixtures
import Links
import Signals
import Simulation
import Testing

@testable import Wearables

/// What every device keeps, as every file and every scenario does: one contract, and what goes wrong with links.
@Suite struct DeviceContractTests {
  private typealias Devices = ContractDevice

  /// Live and replayed are one: samples, gaps and remarks.
  private func expectReplays(_ live: LiveDevice, _ device: ContractDevice) throws {
    let played = try live.played()
    #expect(played.reading.violations.isEmpty, "replayed")
    // The native protocol's captures are put together from all that they hold, what was sent again too.
    guard device != .native else { return }
    #expect(played.reading.samples == live.contract.reading.samples)
    #expect(played.reading.annotations == live.contract.reading.annotations)
    let gaps = { (reading: [(stream: Int, from: Int64, to: Int64, cause: GapCause)]) in
      reading.map { [Int64($0.stream), $0.from, $0.to] }
    }
    #expect(gaps(played.reading.gaps) == gaps(live.contract.reading.gaps))
    #expect(played.damage == live.source.damage)
  }

  @Test(arguments: ContractDevice.allCases)
  func `it streams without a loss, stops when told, and is replayed`(device: ContractDevice) throws {
    let live = try LiveDevice(device.kind, device.make())
    live.run(until: 20)
    live.stop()
    #expect(live.hasEnded && live.contract.reading.violations.isEmpty)
    let leads = live.leads()
    #expect(Set(leads).count == 1 && leads.first != nil, "\(Set(leads.map { $0 ?? -1 }))")
    #expect(live.gaps.isEmpty && live.losses.isEmpty && live.source.damage.isEmpty)
    #expect(Double(live.contract.reading.frames[0]) > 10 * live.device.rate)
    if device == .cyton || device == .chords { #expect(!live.device.isStreaming) }
    try expectReplays(live, device)
  }

  @Test(arguments: ContractDevice.allCases)
  func `what a radio loses is a gap, and nothing else`(device: ContractDevice) throws {
    let live = try LiveDevice(device.kind, device.make())
    var faults = LinkFaults()
    faults.loss = 0.05
    live.run(until: 8)
    live.port.setFaults(faults)
    live.run(until: 28)
    live.port.setFaults(LinkFaults())
    live.run(until: 30)
    live.stop()
    let leads = live.leads()
    #expect(Set(leads).count == 1 && leads.first != nil, "\(Set(leads.map { $0 ?? -1 }))")
    #expect(live.contract.reading.violations.isEmpty)
    let lost = Double(live.gaps.reduce(0, +)) + blanks(live)
    #expect((0.03...0.07).contains(lost / (20 * live.device.rate)), "\(lost)")
    try expectReplays(live, device)
  }

  /// What is missing in samples of which the one board's half was lost and the other's was not, in whole samples.
  private func blanks(_ live: LiveDevice) -> Double {
    live.blocks.filter { $0.stream == 0 }.reduce(0) { sum, block in
      sum + Double(block.samples.count { $0 == Block.missing }) / Double(block.channelCount)
    }
  }

  @Test(arguments: ContractDevice.allCases, [0.7, 1.3, 2.9, 7.5])
  func `a silence of the radio is a gap to the sample, however often the counter went round`(
    device: ContractDevice, seconds: Double
  ) throws {
    let live = try LiveDevice(device.kind, device.make())
    live.run(until: 12)
    live.device.isInReach = false
    live.run(until: Seconds(12 + seconds))
    live.device.isInReach = true
    live.run(until: Seconds(20 + seconds))
    live.stop()
    let leads = live.leads()
    #expect(Set(leads).count == 1 && leads.first != nil, "\(Set(leads.map { $0 ?? -1 }))")
    #expect(live.gaps.count == 1, "\(live.gaps)")
    #expect(live.gaps.allSatisfy { abs(Double($0) / live.device.rate - seconds) < 0.15 }, "\(live.gaps)")
    try expectReplays(live, device)
  }

  @Test(arguments: ContractDevice.allCases)
  func `what is late is not lost`(device: ContractDevice) throws {
    let live = try LiveDevice(device.kind, device.make())
    live.run(until: 12)
    live.port.isStalled = true
    live.run(until: 14)
    live.port.isStalled = false
    live.run(until: 16)
    // A reader that is busy with something else for three seconds.
    live.clock.pass(3)
    live.run(until: 22)
    live.stop()
    #expect(live.gaps.isEmpty && Set(live.leads()).count == 1 && live.losses.isEmpty)
    #expect(live.contract.reading.violations.isEmpty)
    try expectReplays(live, device)
  }

  @Test(arguments: ContractDevice.allCases)
  func `a cable that is pulled and plugged in again leaves a gap of that length`(device: ContractDevice)
    throws
  {
    let live = try LiveDevice(device.kind, device.make())
    live.run(until: 12)
    for pull in 0..<3 {
      live.port.isPlugged = false
      live.run(until: Seconds(15 + 12 * Double(pull)))
      live.port.isPlugged = true
      live.run(until: Seconds(24 + 12 * Double(pull)))
    }
    live.stop()
    #expect(live.losses.count == 3 && live.news.count { $0 == .linkBack } == 3, "\(live.losses)")
    let leads = live.leads()
    let places = leads.compactMap { $0 }
    #expect(places.count == leads.count, "each sample is a true one")
    // Where the device counts anew, the gap is as long as the host's clock says, to what a link takes: 20 ms.
    let spread = (places.max() ?? 0) - (places.min() ?? 0)
    let isCounted = [.native, .cyton, .daisy, .umyo].contains(device)
    #expect(isCounted ? spread == 0 : Double(spread) <= 0.06 * live.device.rate, "\(Set(places))")
    #expect(live.contract.reading.violations.isEmpty)
    try expectReplays(live, device)
  }

  /// A uMyo sensor says nothing of its reset: to who listens it is a loss of less than a turn.
  @Test(arguments: ContractDevice.allCases.filter { $0 != .umyo })
  func `after a reset it goes on, a gap later`(device: ContractDevice) throws {
    let live = try LiveDevice(device.kind, device.make())
    live.run(until: 12)
    live.port.reset()
    live.run(until: 45)
    live.stop()
    let leads = live.leads()
    let places = leads.compactMap { $0 }
    #expect(places.count == leads.count, "each sample is a true one")
    let spread = (places.max() ?? 0) - (places.min() ?? 0)
    // As exact as the link is quick: 20 ms, and now and then ten times that.
    #expect(Double(spread) <= 0.1 * live.device.rate, "\(Set(places))")
    #expect(live.clock.elapsed > 45 && Double(live.contract.reading.frames[0]) > 15 * live.device.rate)
    try expectReplays(live, device)
  }

  @Test(arguments: ContractDevice.allCases)
  func `it may be told to stop at any moment, and ends within seconds`(device: ContractDevice) throws {
    for moment in stride(from: 0.0, to: 12, by: 0.37) {
      do {
        let live = try LiveDevice(device.kind, device.make(), stop: Seconds(moment))
        live.run(until: Seconds(moment + 4))
        #expect(live.hasEnded, "told at \(moment) s")
      } catch let error as LinkError {
        #expect(error.kind == .unavailable)
      }
    }
  }

  @Test(arguments: [ContractDevice.cyton, .chords, .umyo])
  func `a device that says nothing is told of in one line`(device: ContractDevice) throws {
    let peripheral = try device.make()
    peripheral.isInReach = false
    if let board = peripheral as? CytonBoard { board.isOn = false }
    #expect { _ = try LiveDevice(device.kind, SilentDevice(peripheral)) } throws: { error in
      let error = error as? LinkError
      return error?.kind == .unavailable && error?.message.contains("\n") == false
    }
  }
}

/// A line at whose end nobody is.
private final class SilentDevice: TestPeripheral {
  private let device: any TestPeripheral
  var rate: Double { device.rate }
  var isStreaming: Bool { false }
  var isInReach = false

  init(_ device: any TestPeripheral) { self.device = device }

  func values(_ tick: Int) -> [Int32] { [] }
  func advance(to now: Seconds, send: ([UInt8]) -> Void) {}
  func receive(_ bytes: [UInt8], at now: Seconds, send: ([UInt8]) -> Void) {}
  func reset(at now: Seconds) {}
}
