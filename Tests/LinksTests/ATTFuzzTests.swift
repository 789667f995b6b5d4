import Foundation
import Links
import Signals
import Testing

/// Any packets: no trap, no end, no more memory than what is told; five million of them with SPASM_EVIDENCE.
@Suite struct ATTFuzzTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] != nil ? 5_000_000 : 50_000
  private var chance = SeededGenerator(seed: 20_261_128)

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &chance) }

  private mutating func mutate(_ packet: inout [UInt8]) {
    for _ in 0...below(3) where !packet.isEmpty {
      let place = below(packet.count)
      switch below(5) {
      case 0: packet[place] ^= 1 << UInt8(below(8))
      case 1: packet[place] = UInt8(below(256))
      case 2: packet.removeSubrange(place...)
      case 3: packet.remove(at: place)
      default: packet.insert(UInt8(below(256)), at: place)
      }
    }
  }

  private mutating func garbage() -> [UInt8] {
    let opcode =
      below(2) == 0 ? UInt8(below(256)) : ATTOpcode.allCases[below(ATTOpcode.allCases.count)].rawValue
    return [opcode] + (0..<below(40)).map { _ in UInt8(below(256)) }
  }

  @Test mutating func `a packet that is taken is the bytes that it was`() {
    var taken = 0
    for _ in 0..<Self.rounds {
      var bytes = below(2) == 0 ? garbage() : ATTPacketTests.all[below(ATTPacketTests.all.count)].1
      if below(4) > 0 { mutate(&bytes) }
      guard let packet = ATTPacket(bytes) else { continue }
      taken += 1
      // Kinds of 16 bits may have been written in 128.
      if packet.encoded() != bytes { #expect(ATTPacket(packet.encoded()) != nil && bytes.count > 16) }
    }
    #expect(taken > Self.rounds / 10)
  }

  /// A peer of good sense until it is not: packets are left out, doubled, changed and made up, and time passes.
  @Test mutating func `no packets bring a session down, keep it going or make it grow`() {
    var (sessions, readies, failures, heard) = (0, 0, 0, 0)
    var packets = 0
    while packets < Self.rounds {
      sessions += 1
      var session = GATTSession(.sensor, mtu: UInt16(23 + below(500)))
      var peer = ScriptedPeer.sensor()
      peer.mtu = UInt16(23 + below(500))
      var sent: [[UInt8]] = []
      var now = Seconds(0)
      let harm = [0, 1, 5, 30][below(4)]
      func take(_ event: GATTSession.Event) {
        switch event {
        case .send(let bytes): sent.append(bytes)
        case .packet: heard += 1
        case .ready: readies += 1
        case .failed: failures += 1
        }
      }
      session.start(at: now, take)
      for _ in 0..<200 {
        packets += 1
        now += Seconds(Double(below(100)) * 1e-3)
        if below(1000) == 0 { now += 31 }
        var answer = sent.isEmpty ? nil : peer.answer(sent.removeFirst())
        if answer == nil {
          answer = below(4) == 0 ? garbage() : peer.notify(ScriptedPeer.dataType, [1, 2, 3])
        }
        guard var answer, below(100) >= harm / 5 else { continue }
        if below(100) < harm { mutate(&answer) }
        session.receive(answer, at: now, take)
        if below(100) < harm { session.receive(answer, at: now, take) }
        session.tick(at: now, take)
        if below(20) == 0 { try? session.send([1], to: 1, at: now, take) }
        // What is to be sent comes of what came: nothing piles up in between.
        #expect(sent.count < 200)
        if sent.count >= 200 { return }
      }
      #expect(session.table.services.count <= 64)
    }
    #expect(sessions > 0 && readies > sessions / 4 && failures > sessions / 20 && heard > packets / 10)
  }

  @Test mutating func `any values in the standard's lists leave a table in order`() {
    for _ in 0..<(Self.rounds / 100) {
      var session = GATTSession(.sensor)
      var sent: [[UInt8]] = []
      func take(_ event: GATTSession.Event) { if case .send(let bytes) = event { sent.append(bytes) } }
      session.start(at: 0, take)
      for _ in 0..<60 {
        guard !sent.isEmpty else { break }
        let asked = sent.removeFirst()
        // An answer of the kind that was asked for, with handles near those.
        var answer: [UInt8] = [asked[0] + 1]
        let from = asked.count > 2 ? Int(asked[1]) | Int(asked[2]) << 8 : 0
        let size = [0x10: [6, 20], 0x08: [7, 21], 0x04: [4, 18]][Int(asked[0])]?[below(2)]
        if let size {
          answer.append(asked[0] == 0x04 ? (size == 4 ? 1 : 2) : UInt8(size))
          var handle = from
          for _ in 0...below(4) {
            var entry = (0..<size).map { _ in UInt8(below(256)) }
            func put(_ number: Int, at place: Int) {
              (entry[place], entry[place + 1]) = (UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF))
            }
            put(handle, at: 0)
            put(handle + below(6), at: asked[0] == 0x08 ? 3 : 2)
            handle += below(8)
            answer += entry
          }
        }
        if below(5) == 0 { answer = ScriptedPeer.error(asked[0], UInt16(truncatingIfNeeded: from), 0x0A) }
        session.receive(answer, at: 0, take)
      }
      var last = 0
      for service in session.table.services {
        #expect(service.handles.isValid && Int(service.handles.first) > last)
        last = Int(service.handles.last)
        for characteristic in service.characteristics {
          #expect(characteristic.handle <= characteristic.last && characteristic.last <= service.handles.last)
        }
      }
    }
  }
}
