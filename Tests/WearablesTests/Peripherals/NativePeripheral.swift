import Signals
import Simulation

/// The virtual wearable, as one device among others.
final class NativePeripheral: TestPeripheral {
  let wearable: VirtualWearable
  let rate = 500.0
  var isInReach = true
  var isStreaming: Bool { true }
  private let noise: NoiseSource

  init() throws {
    noise = try NoiseSource(seconds: 200, rates: [500, 100], channels: [2, 3])
    wearable = VirtualWearable(noise)
  }

  func values(_ tick: Int) -> [Int32] { (0..<2).map { noise.value(0, tick, $0) } }

  func advance(to now: Seconds, send: ([UInt8]) -> Void) {
    wearable.advance(to: now) { if isInReach { send($0) } }
  }

  func receive(_ bytes: [UInt8], at now: Seconds, send: ([UInt8]) -> Void) {
    guard isInReach else { return }
    wearable.receive(bytes, at: now, send: send)
  }

  func reset(at now: Seconds) { wearable.reset(at: now) }
}
