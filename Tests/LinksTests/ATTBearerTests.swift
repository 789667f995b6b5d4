import Signals
import Testing

@testable import Links

/// The protocol's rules over one connection.
@Suite struct ATTBearerTests {
  private var bearer = ATTBearer()
  private var sent: [[UInt8]] = []
  private var answers: [Int: Result<ATTPacket, ATTFailure>] = [:]
  private var values: [ATTPacket.Attribute] = []
  private var overs = 0

  private mutating func take(_ events: [ATTBearer.Event]) {
    for event in events {
      switch event {
      case .send(let bytes): sent.append(bytes)
      case .answered(let number, let result):
        #expect(answers[number] == nil, "answered twice")
        answers[number] = result
      case .value(let attribute): values.append(attribute)
      case .over: overs += 1
      }
    }
  }

  @discardableResult
  private mutating func ask(_ packet: ATTPacket, at now: Seconds = 0) throws -> Int {
    var events: [ATTBearer.Event] = []
    defer { take(events) }
    return try bearer.ask(packet, at: now) { events.append($0) }
  }

  private mutating func receive(_ bytes: [UInt8], at now: Seconds = 0) {
    var events: [ATTBearer.Event] = []
    bearer.receive(bytes, at: now) { events.append($0) }
    take(events)
  }

  private mutating func tick(at now: Seconds) {
    var events: [ATTBearer.Event] = []
    bearer.tick(at: now) { events.append($0) }
    take(events)
  }

  @Test mutating func `one request is under way, and the others wait`() throws {
    let numbers = try (1...3).map { try ask(.readRequest(handle: UInt16($0))) }
    #expect(sent == [[0x0A, 1, 0]])
    receive([0x0B, 7])
    #expect(sent.last == [0x0A, 2, 0])
    receive([0x01, 0x0A, 2, 0, 0x02])
    receive([0x0B])
    #expect(
      numbers.map { answers[$0] } == [
        .success(.readResponse([7])), .failure(.refused(.readNotPermitted, handle: 2)),
        .success(.readResponse([])),
      ])
    #expect(bearer.counts == .init())
  }

  @Test mutating func `a queue that is full takes no more, and takes again when one is answered`() throws {
    for _ in 0...ATTBearer.mostWaiting { try ask(.readRequest(handle: 1)) }
    #expect(throws: ATTFailure.full) { try ask(.readRequest(handle: 1)) }
    receive([0x0B])
    try ask(.readRequest(handle: 1))
  }

  @Test mutating func `a peer that never answers ends it after 30 s`() throws {
    let first = try ask(.readRequest(handle: 1), at: 5)
    let second = try ask(.readRequest(handle: 2), at: 6)
    tick(at: 34.9)
    #expect(answers.isEmpty)
    tick(at: 35)
    #expect(answers == [first: .failure(.silent), second: .failure(.over)])
    #expect(overs == 1 && bearer.isOver)
    // Late is never: an answer, a value and a question change nothing any more.
    let before = sent.count
    receive([0x0B, 1], at: 36)
    receive([0x1B, 1, 0], at: 36)
    tick(at: 100)
    #expect(throws: ATTFailure.over) { try ask(.readRequest(handle: 1)) }
    #expect(throws: ATTFailure.over) { try bearer.tell(.confirmation) { _ in } }
    #expect(sent.count == before && values.isEmpty && overs == 1)
  }

  @Test mutating func `each request has 30 s of its own`() throws {
    try ask(.readRequest(handle: 1), at: 0)
    try ask(.readRequest(handle: 2), at: 0)
    receive([0x0B], at: 29)
    tick(at: 58)
    #expect(!bearer.isOver)
    tick(at: 59)
    #expect(bearer.isOver)
  }

  @Test mutating func `a peer that answers twice, or answers something else, is survived`() throws {
    receive([0x0B, 1])
    let number = try ask(.readRequest(handle: 1))
    // An answer to something else, an error about something else, and an error that is cut.
    for other: [UInt8] in [
      [0x13], [0x03, 23, 0], [0x0D, 1], [0x0F], [0x01, 0x12, 1, 0, 1], [0x01, 0x0A, 1, 0],
    ] {
      receive(other)
    }
    #expect(answers.isEmpty && bearer.counts.unexpected == 7)
    receive([0x0B, 9])
    receive([0x0B, 9])
    #expect(answers == [number: .success(.readResponse([9]))])
    #expect(bearer.counts.unexpected == 8)
  }

  @Test mutating func `an answer of the right kind and a wrong length is an answer that makes no sense`()
    throws
  {
    let number = try ask(.readByTypeRequest(.init(1, 5), type: .characteristic))
    receive([0x09, 7, 1])
    #expect(answers == [number: .failure(.malformed)])
    #expect(bearer.counts.malformed == 1)
    try ask(.readRequest(handle: 1))
    #expect(sent.count == 2)
  }

  @Test mutating func `values are told, indications are confirmed, and what is cut is counted`() {
    receive([0x1B, 1, 0, 5])
    receive([0x1D, 2, 0, 6])
    receive([0x23, 3, 0, 1, 0, 7, 4, 0, 0, 0])
    #expect(
      values == [
        .init(handle: 1, value: [5]), .init(handle: 2, value: [6]), .init(handle: 3, value: [7]),
        .init(handle: 4, value: []),
      ])
    #expect(sent == [[0x1E]])
    for cut: [UInt8] in [[], [0x1B], [0x1D, 2], [0x23, 3, 0, 2, 0, 7], [0x1E, 0]] { receive(cut) }
    #expect(bearer.counts.malformed == 5)
    receive([0x1E])
    #expect(bearer.counts.unexpected == 1)
    #expect(sent.count == 1 && values.count == 4)
  }

  @Test
  mutating func `the lesser of both longest packets is agreed on, whoever asks, and never less than 23`()
    throws
  {
    try ask(bearer.mtuRequest)
    #expect(sent == [[0x02, 0x05, 0x02]])
    #expect(bearer.mtu == 23)
    #expect(throws: ATTFailure.tooLong) {
      try ask(.writeRequest(.init(handle: 1, value: [UInt8](repeating: 0, count: 21))))
    }
    receive([0x03, 247, 0])
    #expect(bearer.mtu == 247)
    try ask(.writeRequest(.init(handle: 1, value: [UInt8](repeating: 0, count: 244))))
    #expect(throws: ATTFailure.tooLong) {
      try bearer.tell(.writeCommand(.init(handle: 1, value: [UInt8](repeating: 0, count: 245)))) { _ in }
    }
    receive([0x02, 100, 0])
    #expect(sent.last == [0x03, 0x05, 0x02] && bearer.mtu == 100)
    receive([0x02, 3, 0])
    #expect(bearer.mtu == 23)
    receive([0x02, 0xFF, 0xFF])
    #expect(bearer.mtu == 517)
  }

  /// What a peer asks, and what one without attributes answers.
  static let requests: [([UInt8], [UInt8]?)] = [
    ([0x02, 1], [0x01, 0x02, 0, 0, 0x04]),
    ([0x04, 1, 0, 0xFF, 0xFF], [0x01, 0x04, 1, 0, 0x0A]),
    ([0x04, 0, 0, 0xFF, 0xFF], [0x01, 0x04, 0, 0, 0x01]),
    ([0x04, 9, 0, 8, 0], [0x01, 0x04, 9, 0, 0x01]),
    ([0x04, 9, 0, 8], [0x01, 0x04, 0, 0, 0x04]),
    ([0x06, 1, 0, 0xFF, 0xFF, 0x00, 0x28, 0x0F, 0x18], [0x01, 0x06, 1, 0, 0x0A]),
    ([0x06, 0, 0, 0xFF, 0xFF, 0x00, 0x28], [0x01, 0x06, 0, 0, 0x01]),
    ([0x06, 1, 0], [0x01, 0x06, 0, 0, 0x04]),
    ([0x08, 1, 0, 0xFF, 0xFF, 0x03, 0x28], [0x01, 0x08, 1, 0, 0x0A]),
    ([0x08, 2, 0, 1, 0, 0x03, 0x28], [0x01, 0x08, 2, 0, 0x01]),
    ([0x08, 1, 0, 0xFF, 0xFF, 0x03], [0x01, 0x08, 0, 0, 0x04]),
    ([0x0A, 5, 0], [0x01, 0x0A, 5, 0, 0x01]),
    ([0x0A, 5], [0x01, 0x0A, 0, 0, 0x04]),
    ([0x0C, 5, 0, 1, 0], [0x01, 0x0C, 5, 0, 0x01]),
    ([0x0E, 1, 0, 2, 0], [0x01, 0x0E, 0, 0, 0x06]),
    ([0x10, 1, 0, 0xFF, 0xFF, 0x00, 0x28], [0x01, 0x10, 1, 0, 0x0A]),
    ([0x10, 1, 0, 0xFF, 0xFF, 0x01, 0x28], [0x01, 0x10, 1, 0, 0x0A]),
    ([0x10, 1, 0, 0xFF, 0xFF, 0x03, 0x28], [0x01, 0x10, 1, 0, 0x10]),
    ([0x10, 0, 0, 0xFF, 0xFF, 0x00, 0x28], [0x01, 0x10, 0, 0, 0x01]),
    ([0x12, 5, 0, 1], [0x01, 0x12, 5, 0, 0x01]),
    ([0x16, 5, 0, 0, 0, 1], [0x01, 0x16, 0, 0, 0x06]),
    ([0x18, 1], [0x01, 0x18, 0, 0, 0x06]),
    ([0x20, 1, 0, 2, 0], [0x01, 0x20, 0, 0, 0x06]),
    ([0x3F], [0x01, 0x3F, 0, 0, 0x06]),
    ([0x00], [0x01, 0x00, 0, 0, 0x06]),
    ([0x52, 5, 0, 1], nil), ([0x52], nil), ([0xD2, 5, 0, 1], nil), ([0x7F], nil), ([0xFF], nil),
  ]

  @Test(arguments: requests)
  mutating func `what a peer asks is answered, and what it commands is not`(asked: [UInt8], answer: [UInt8]?)
  {
    receive(asked)
    #expect(sent == (answer.map { [$0] } ?? []))
    #expect(
      bearer.counts.requests == (answer == nil ? 0 : 1) && bearer.counts.commands == (answer == nil ? 1 : 0))
  }

  @Test func `every first byte is answered, told, counted or ignored, and nothing else`() {
    for first in UInt8.min...UInt8.max {
      for count in 0...8 {
        var bearer = ATTBearer()
        var events: [ATTBearer.Event] = []
        bearer.receive([first] + [UInt8](repeating: 1, count: count), at: 0) { events.append($0) }
        let counted = bearer.counts
        let sum = counted.malformed + counted.unexpected + counted.requests + counted.commands
        let told = events.count { if case .value = $0 { true } else { false } }
        #expect(sum + min(told, 1) == 1, "\(first) and \(count) bytes")
        #expect(events.count { if case .send = $0 { true } else { false } } <= 1)
      }
    }
  }
}
