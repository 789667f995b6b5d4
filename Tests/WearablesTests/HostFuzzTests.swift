import FirmwareProtocol
import Links
import Signals
import Simulation
import Testing

@testable import Wearables

/// Hosts of devices whose packets have no check, under what a bad line makes of them.
@Suite struct HostFuzzTests {
  /// What came out of a host.
  private struct Outcome: Equatable {
    var runs: [[Int64]: [Int32]] = [:]
    var damaged = 0
    var isBalanced = true
  }

  /// Feeds pieces that came at one moment each, cut into chunks by `seed`.
  private func feed(_ pieces: [(time: Double, bytes: [UInt8])], to kind: DeviceKind, seed: UInt64) -> Outcome
  {
    var generator = SeededGenerator(seed: seed)
    var outcome = Outcome()
    var host = kind.makeHost()
    let take = { (event: DeviceEvent) in
      switch event {
      case .samples(let run):
        for frame in 0..<run.values.count / run.channels {
          let place = [Int64(run.epoch), Int64(run.stream), Int64(run.index) + Int64(frame)]
          if outcome.runs[place] != nil { outcome.isBalanced = false }
          outcome.runs[place] = Array(run.values[frame * run.channels..<(frame + 1) * run.channels])
        }
      case .damaged: outcome.damaged += 1
      default: break
      }
    }
    host.connect(at: 0, take)
    var now = 0.0
    for (time, bytes) in pieces {
      // The talk takes its time, as it did live.
      while now + 0.005 < time {
        now += 0.005
        host.advance(to: Seconds(now), take)
      }
      now = time
      var rest = bytes[...]
      while !rest.isEmpty {
        let chunk = Array(rest.prefix(Int.random(in: 1...90, using: &generator)))
        rest = rest.dropFirst(chunk.count)
        chunk.withUnsafeBytes { host.receive($0, from: 0, at: Seconds(time), take) }
      }
      host.advance(to: Seconds(time), take)
    }
    let accounts = host.accounts
    let received = accounts.joined().reduce(0) { $0 + $1.received }
    for account in accounts.joined()
    where account.expected != account.received + account.lost + account.overrun { outcome.isBalanced = false }
    if received != outcome.runs.count { outcome.isBalanced = false }
    return outcome
  }

  /// What a device of this kind sent in 25 seconds.
  private func traffic(_ device: ContractDevice) throws -> [(time: Double, bytes: [UInt8])] {
    let live = try LiveDevice(device.kind, device.make())
    live.run(until: 25)
    return live.heard.map { (Double($0.time) * 1e-9, $0.bytes) }
  }

  private static let devices = [ContractDevice.cyton, .daisy, .chords, .npg, .umyo]

  @Test(arguments: devices, 1...6 as ClosedRange<UInt64>)
  func `bytes that are cut out or put in make no sample, and any chunks the same`(
    device: ContractDevice, seed: UInt64
  ) throws {
    let clean = try traffic(device)
    let truth = feed(clean, to: device.kind, seed: 0)
    var generator = SeededGenerator(seed: seed)
    let spoilt = clean.map { piece in
      guard piece.time > 8, Int.random(in: 0..<20, using: &generator) == 0, piece.bytes.count > 20 else {
        return piece
      }
      var bytes = piece.bytes
      let place = Int.random(in: 0..<bytes.count - 12, using: &generator)
      if Bool.random(using: &generator) {
        bytes.removeSubrange(place..<place + Int.random(in: 1...9, using: &generator))
      } else {
        bytes.insert(
          contentsOf: (0..<Int.random(in: 1...9, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
          }, at: place)
      }
      return (piece.time, bytes)
    }
    let outcome = feed(spoilt, to: device.kind, seed: seed)
    #expect(outcome.isBalanced && outcome.damaged > 0)
    #expect(outcome == feed(spoilt, to: device.kind, seed: seed + 100), "any chunks")
    #expect(outcome.runs.count > truth.runs.count * 6 / 10)
    let wrong = outcome.runs.filter { place, values in
      // What of a sample of two halves was lost is missing in it; what of motion was lost is as it was before.
      guard place[1] == 0 || device == .umyo, let expected = truth.runs[place] else { return false }
      return zip(values, expected).contains { $0 != $1 && $0 != Block.missing }
    }
    #expect(wrong.isEmpty, "\(wrong.count) samples that never were")
  }

  @Test(arguments: devices, 1...6 as ClosedRange<UInt64>)
  func `wrong bits and noise are survived, and the books balance`(device: ContractDevice, seed: UInt64) throws
  {
    var generator = SeededGenerator(seed: seed)
    let spoilt = try traffic(device).map { piece in
      var bytes = piece.bytes
      for place in bytes.indices where Int.random(in: 0..<400, using: &generator) == 0 {
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
      if Int.random(in: 0..<100, using: &generator) == 0 {
        bytes = (0..<Int.random(in: 1...500, using: &generator)).map { _ in
          UInt8.random(in: 0...255, using: &generator)
        }
      }
      return (piece.time, bytes)
    }
    let outcome = feed(spoilt, to: device.kind, seed: seed)
    #expect(outcome.isBalanced)
    #expect(outcome == feed(spoilt, to: device.kind, seed: seed + 100))
  }
}
