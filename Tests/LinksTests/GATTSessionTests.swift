import Signals
import Testing

@testable import Links

/// From a connection to a profile's endpoints.
@Suite struct GATTSessionTests {
  private var session = GATTSession(.sensor)
  private var peer = ScriptedPeer.sensor()
  private var now: Seconds = 0
  private var packets: [(endpoint: UInt8, bytes: [UInt8])] = []
  private var failure: String?
  private var readies = 0
  private var sent: [[UInt8]] = []

  /// Takes what the session gives out; packets for the peer wait.
  private mutating func step(_ body: (inout GATTSession, Seconds, (GATTSession.Event) -> Void) -> Void) {
    var events: [GATTSession.Event] = []
    body(&session, now) { events.append($0) }
    for event in events {
      switch event {
      case .send(let packet): sent.append(packet)
      case .packet(let endpoint, let bytes): packets.append((endpoint, bytes))
      case .ready: readies += 1
      case .failed(let reason): failure = reason
      }
    }
  }

  /// Lets the peer answer all that waits, and what follows from that.
  private mutating func converse() {
    for _ in 0..<1000 {
      guard !sent.isEmpty else { return }
      let packet = sent.removeFirst()
      guard let answer = peer.answer(packet) else { continue }
      step { $0.receive(answer, at: $1, $2) }
    }
    Issue.record("it goes on for ever")
  }

  private mutating func open() {
    step { $0.start(at: $1, $2) }
    converse()
  }

  private mutating func hear(_ packet: [UInt8]) { step { $0.receive(packet, at: $1, $2) } }

  @Test mutating func `endpoints are found, read and subscribed to, and values come by their numbers`() {
    open()
    #expect(session.phase == .ready && readies == 1 && failure == nil)
    #expect(session.mtu == 247)
    // The battery, and a maker whose name is longer than a packet.
    #expect(packets.map(\.endpoint) == [3, 4])
    #expect(packets.map(\.bytes) == [[87], [UInt8](repeating: 0x61, count: 300)])
    // Services changing by indication, data by notification, events by indication, the battery by notification.
    #expect(peer.written.map(\.value) == [[2, 0], [1, 0], [2, 0], [1, 0]])
    packets = []
    hear(peer.notify(ScriptedPeer.dataType, [1, 2, 3]))
    hear([0x1D] + ScriptedPeer.bytes(peer.handle([0x86, 0xFE])) + [9])
    hear([0x1B, 0xFE, 0xFF, 1])
    converse()
    #expect(packets.map(\.endpoint) == [0, 2] && packets.map(\.bytes) == [[1, 2, 3], [9]])
    #expect(peer.confirmations == 1 && session.unclaimed == 1)
  }

  @Test mutating func `the table has every service, characteristic and descriptor, whatever fits a packet`() {
    for mtu: UInt16 in [23, 40, 100, 517] {
      (session, peer) = (GATTSession(.sensor), .sensor())
      peer.mtu = mtu
      open()
      #expect(session.phase == .ready, "\(mtu): \(failure ?? "")")
      let services = session.table.services
      #expect(
        services.map { "\($0.type)" } == [
          "1800", "1801", "0000FE40-CC7A-482A-984A-7F2ED5B3E58F", "180F", "180A",
        ])
      #expect(services.map(\.characteristics.count) == [1, 1, 3, 1, 1])
      #expect(
        services.flatMap(\.characteristics).map { $0.configuration == nil } == [
          true, false, false, true, false, false, true,
        ])
      #expect(session.table.characteristic(.init(0xFE85))?.properties == [.write, .writeWithoutResponse])
    }
  }

  @Test mutating func `what is written goes as the profile asks and the characteristic can`() throws {
    open()
    let handle = peer.handle(ScriptedPeer.commandType)
    func write(_ bytes: [UInt8], to endpoint: UInt8 = 1) throws(ATTFailure) -> [[UInt8]] {
      var packets: [[UInt8]] = []
      try session.send(bytes, to: endpoint, at: now) {
        if case .send(let bytes) = $0 { packets.append(bytes) }
      }
      return packets
    }
    #expect(try write([0x62]) == [[0x12] + ScriptedPeer.bytes(handle) + [0x62]])
    // One that has only the other way is written in that.
    (session, peer) = (GATTSession(.sensor), .sensor())
    peer.attributes[Int(handle) - 2].value[0] = 0x04
    open()
    #expect(try write([0x62]) == [[0x52] + ScriptedPeer.bytes(handle) + [0x62]])
    #expect(throws: ATTFailure.tooLong) { try write([UInt8](repeating: 0, count: 245)) }
    for endpoint: UInt8 in [0, 5, 6, 255] {
      #expect(throws: ATTFailure.unable) { try write([1], to: endpoint) }
    }
  }

  @Test mutating func `a write that is refused is counted`() throws {
    peer.attributes[Int(peer.handle(ScriptedPeer.commandType)) - 1].refusal = 0x0D
    open()
    var packets: [[UInt8]] = []
    try session.send([1], to: 1, at: now) { if case .send(let bytes) = $0 { packets.append(bytes) } }
    sent += packets
    converse()
    #expect(session.refused == 1 && session.phase == .ready)
  }

  @Test
  mutating func `a device that lacks what it is there for is another one, and what it may lack is left out`()
  {
    peer = ScriptedPeer()
    peer.add(ScriptedPeer.serviceType, [(ScriptedPeer.dataType, 0x10, [], true)])
    open()
    #expect(session.phase == .failed)
    #expect(failure == "is no Sensor: it has no characteristic FE85")
    (session, peer, failure) = (GATTSession(.sensor), .sensor(), nil)
    peer.attributes.removeLast(4)
    open()
    #expect(session.phase == .ready && failure == nil)
  }

  @Test(arguments: [0x02, 0x05, 0x0F, 0x80] as [UInt8])
  mutating func `a subscription that is refused is told with its reason, of what may be lacking not`(
    code: UInt8
  ) {
    let data = Int(peer.handle(ScriptedPeer.dataType))
    peer.attributes[data].refusal = code
    open()
    #expect(session.phase == .failed)
    #expect(
      failure?.hasSuffix("the device refuses: \(ATTErrorCode(rawValue: code))") == true, "\(failure ?? "")")
    (session, peer, failure) = (GATTSession(.sensor), .sensor(), nil)
    peer.attributes[Int(peer.handle([0x19, 0x2A]))].refusal = code
    peer.attributes[Int(peer.handle([0x19, 0x2A])) - 1].refusal = code
    open()
    #expect(session.phase == .ready && failure == nil)
  }

  @Test mutating func `services that change are found again, a few times`() {
    open()
    let changed = [0x1D] + ScriptedPeer.bytes(peer.handle([0x05, 0x2A])) + [1, 0, 0xFF, 0xFF]
    peer = .sensor()
    peer.attributes.insert(contentsOf: [.init(type: [0x00, 0x28], value: [0x12, 0x18], end: 1)], at: 0)
    for place in peer.attributes.indices.dropFirst() {
      if peer.attributes[place].end > 0 { peer.attributes[place].end += 1 }
      if peer.attributes[place].type == [0x03, 0x28] { peer.attributes[place].value[1] += 1 }
    }
    hear(changed)
    #expect(session.phase == .opening)
    // Again while it is being found: what is answered to the first is nothing to the second.
    hear(changed)
    converse()
    #expect(session.phase == .ready && readies == 2, "\(failure ?? "")")
    #expect(session.table.services.count == 6)
    packets = []
    hear(peer.notify(ScriptedPeer.dataType, [5]))
    #expect(packets.map(\.endpoint) == [0])
    let again = [0x1D] + ScriptedPeer.bytes(peer.handle([0x05, 0x2A])) + [1, 0, 0xFF, 0xFF]
    hear(again)
    converse()
    hear(again)
    #expect(failure == "changes its services again and again")
  }

  @Test mutating func `a peer that falls silent anywhere on the way is told after 30 s`() {
    open()
    let whole = peer.written.count
    #expect(whole > 0)
    for answers in 0..<30 {
      (session, peer, sent, failure, now) = (GATTSession(.sensor), .sensor(), [], nil, 0)
      step { $0.start(at: $1, $2) }
      for _ in 0..<answers where !sent.isEmpty {
        guard let answer = peer.answer(sent.removeFirst()) else { continue }
        step { $0.receive(answer, at: $1, $2) }
      }
      guard session.phase == .opening else { return #expect(answers > 15) }
      now = 29.9
      step { $0.tick(at: $1, $2) }
      #expect(session.phase == .opening)
      now = 30.1
      step { $0.tick(at: $1, $2) }
      #expect(session.phase == .failed && failure == "does not answer", "after \(answers) answers")
    }
  }

  @Test mutating func `a table without order ends the search, and no peer keeps it going for ever`() {
    let disordered: [[UInt8]] = [
      // A service twice, one that ends before it begins, one at handle 0, one whose kind has 4 bytes.
      [0x11, 6, 1, 0, 5, 0, 0x0F, 0x18, 1, 0, 5, 0, 0x0F, 0x18], [0x11, 6, 5, 0, 1, 0, 0x0F, 0x18],
      [0x11, 6, 0, 0, 5, 0, 0x0F, 0x18], [0x11, 8, 1, 0, 5, 0, 0x0F, 0x18, 0, 0], [0x11, 4, 1, 0, 5, 0],
    ]
    for answer in disordered {
      (session, sent, failure) = (GATTSession(.sensor), [], nil)
      step { $0.start(at: $1, $2) }
      hear([0x03, 247, 0])
      hear(answer)
      #expect(failure == "answers what makes no sense", "\(answer)")
    }
    // One service for each handle there is.
    (session, sent, failure) = (GATTSession(.sensor), [], nil)
    step { $0.start(at: $1, $2) }
    hear([0x03, 23, 0])
    for handle: UInt16 in 1...1000 where failure == nil {
      hear([0x11, 6] + ScriptedPeer.bytes(handle) + ScriptedPeer.bytes(handle) + [0x0F, 0x18])
    }
    #expect(failure == "answers what makes no sense")
  }

  @Test mutating func `a peer that knows no exchange of lengths keeps to 23 bytes`() {
    step { $0.start(at: $1, $2) }
    sent = []
    hear([0x01, 0x02, 0, 0, 0x06])
    converse()
    #expect(session.phase == .ready && session.mtu == 23)
  }
}
