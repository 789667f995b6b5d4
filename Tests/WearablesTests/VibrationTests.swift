import FirmwareProtocol
import Links
import Signals
import Simulation
import Testing

@testable import Wearables

/// A device that its wearer feels.
@Suite struct VibrationTests {
  private func device(_ settings: VirtualWearable.Settings = .init()) -> VirtualDevice {
    let source = SimulatedSource(Scenario.backSpasm, seed: 1, duration: 60)
    var device = VirtualDevice(VirtualWearable(source, settings: settings), faults: LinkFaults(), seed: 1)
    device.run(until: 5)
    return device
  }

  /// How often it began to vibrate in so many seconds, and how strongly.
  private func felt(by device: inout VirtualDevice, for seconds: Double) -> (pulses: Int, strength: Int) {
    var (pulses, strength, last) = (0, 0, 0)
    let end = device.now + seconds
    while device.now < end {
      device.run(until: device.now + 0.005)
      let now = device.wearable.vibration(at: Seconds(device.now))
      if now > 0, last == 0 { pulses += 1 }
      (strength, last) = (max(strength, now), now)
    }
    return (pulses, strength)
  }

  @Test func `it vibrates as often and as strongly as it is asked to, and streams on`() {
    var device = device()
    let asked = device.host.vibrate(pulses: 3, strength: 60)
    let felt = felt(by: &device, for: 3)
    #expect(asked && felt == (3, 60))
    let (phase, damaged) = (device.host.phase, device.damaged)
    #expect(phase == .streaming && damaged == 0)
    let once = device.host.vibrate(pulses: 0, strength: 255)
    let again = self.felt(by: &device, for: 2)
    #expect(once && again == (1, 100))
  }

  @Test func `a device without a motor is not asked`() {
    var settings = VirtualWearable.Settings()
    settings.vibrates = false
    var device = device(settings)
    let asked = device.host.vibrate(pulses: 3, strength: 60)
    let felt = felt(by: &device, for: 2)
    let vibrates = device.host.vibrates
    #expect(!asked && felt == (0, 0) && !vibrates)
  }

  @Test func `a live source lets it be felt while it is there, and says no while it is gone`() throws {
    let clock = VirtualClock()
    let noise = try NoiseSource(seconds: 100, rates: [500], channels: [2])
    let port = VirtualPort(VirtualWearable(noise), faults: LinkFaults(), seed: 3, clock: clock)
    var settings = DeviceSource.Settings(
      connect: { () throws(LinkError) in try port.connect() }, now: { clock.elapsed }, isStopped: { false })
    settings.pause = { clock.pass($0) }
    let source = try DeviceSource(name: "virtual", settings: settings)
    let vibrator = source.vibrator
    var block = Block()
    var strongest = 0
    func run(until end: Seconds) {
      while clock.elapsed < end {
        _ = source.next(into: &block)
        strongest = max(strongest, port.wearable.vibration(at: clock.elapsed))
      }
    }
    run(until: 5)
    #expect(vibrator.vibrate(pulses: 4, strength: 70))
    run(until: 7)
    #expect(strongest == 70)
    port.isPlugged = false
    run(until: 9)
    #expect(!vibrator.vibrate())
  }

  @Test func `before it streams, nothing is asked of it`() {
    var host = NativeHost()
    let asked = host.vibrate(pulses: 1, strength: 1)
    #expect(!asked)
  }

  @Test func `a wish of another thread reaches the host with what is sent next, once`() {
    var device = device()
    let vibrator = Vibrator()
    // Nobody has said yet that there is a motor.
    #expect(!vibrator.vibrate())
    vibrator.hand(to: &device.host, isConnected: true)
    #expect(vibrator.vibrate(pulses: 2, strength: 40))
    vibrator.hand(to: &device.host, isConnected: true)
    let felt = felt(by: &device, for: 2)
    #expect(felt == (2, 40))
    vibrator.hand(to: &device.host, isConnected: true)
    let more = self.felt(by: &device, for: 1)
    #expect(more == (0, 0))
    vibrator.hand(to: &device.host, isConnected: false)
    #expect(!vibrator.vibrate())
  }
}
