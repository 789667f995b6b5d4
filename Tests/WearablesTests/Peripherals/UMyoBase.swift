import Signals
import Simulation

/// A uMyo base and the sensors in its reach, after the fact sheet.
final class UMyoBase: TestPeripheral {
  /// A sensor: its unit number, and when it is switched on.
  struct Unit {
    var id: UInt32
    var isOn = true
    fileprivate var block: UInt8
    fileprivate var tick = 0

    init(_ id: UInt32, isOn: Bool = true) {
      (self.id, self.isOn) = (id, isOn)
      block = UInt8(truncatingIfNeeded: id)
    }
  }

  var units: [Unit]
  let rate: Double
  var isInReach = true
  var isStreaming: Bool { true }
  var battery = 3840

  init(_ units: [Unit] = [Unit(0x1A2B_3C4D)], rate: Double = 1150) { (self.units, self.rate) = (units, rate) }

  func values(_ tick: Int) -> [Int32] { [values(tick, of: units[0].id)] }
  func values(_ tick: Int, of unit: UInt32) -> Int32 { mixed(tick, Int(unit), bits: 14) }

  func reset(at now: Seconds) {
    for place in units.indices { units[place].block = 0 }
  }

  func receive(_ bytes: [UInt8], at now: Seconds, send: ([UInt8]) -> Void) {}

  func advance(to now: Seconds, send: ([UInt8]) -> Void) {
    for place in units.indices {
      let end = Int((now.value * rate / 8).rounded(.down))
      while units[place].tick < end {
        defer { units[place].tick += 1 }
        guard units[place].isOn else { continue }
        let frame = frame(units[place])
        units[place].block &+= 1
        if isInReach { send(frame) }
      }
    }
  }

  private func frame(_ unit: Unit) -> [UInt8] {
    var out: [UInt8] = [0x4F, 0xD5, 60, UInt8(unit.tick % 129), 62]
    out.append(big: Int32(bitPattern: unit.id), bytes: 4)
    out += [88, 0, UInt8((battery - 2000) / 10), 101, 0, unit.block]
    for sample in 0..<8 { out.append(big: values(unit.tick * 8 + sample, of: unit.id), bytes: 2) }
    out += [UInt8](repeating: 0, count: 16)
    for axis in 0..<3 { out.append(big: mixed(unit.tick, 200 + axis, bits: 14), bytes: 2) }
    return out + [UInt8](repeating: 0, count: 12)
  }
}
