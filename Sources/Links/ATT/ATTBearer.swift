public import Signals

/// The Attribute Protocol over one connection, as a value: packets and time in, packets and news out.
///
/// One request is under way at a time and the others wait, a bounded number of them. A peer that does not answer within 30 s is asked
/// nothing more (Core, Vol 3 Part F 3.3.3): the connection is over. What a peer asks of us is always answered, as by one that has
/// no attributes. What makes no sense is counted and changes nothing else.
public struct ATTBearer: Sendable {
  /// What it gives out.
  public enum Event: Hashable, Sendable {
    /// A packet for the peer.
    case send([UInt8])
    /// The answer to a request, by the number that was given for it.
    case answered(Int, Result<ATTPacket, ATTFailure>)
    /// A value that the peer tells of its own accord.
    case value(ATTPacket.Attribute)
    /// The peer has been silent for too long; every request has been answered with that before.
    case over
  }

  /// What did not go as it should, and how often.
  public struct Counts: Hashable, Sendable {
    /// Packets whose lengths are wrong.
    public var malformed = 0
    /// Answers to nothing that was asked.
    public var unexpected = 0
    /// The peer's requests, which were answered.
    public var requests = 0
    /// The peer's commands, which no client has a use for.
    public var commands = 0
  }

  /// The longest packet that both sides take: 23 bytes until they have told more.
  public private(set) var mtu = Self.leastMTU
  public private(set) var counts = Counts()
  /// Whether the peer has been silent for too long.
  public private(set) var isOver = false

  private let ownMTU: UInt16
  private var waiting: [Request] = []
  private var current: (request: Request, deadline: Seconds)?
  private var nextNumber = 0

  private struct Request: Sendable {
    var number: Int
    var opcode: UInt8
    var bytes: [UInt8]
  }

  /// The longest packet of a peer that has told nothing of it.
  public static let leastMTU = 23
  /// BlueZ's own, and what the longest attribute takes whole: 512 bytes with a head of five.
  public static let usualMTU: UInt16 = 517
  /// How many requests may wait.
  public static let mostWaiting = 64
  static let patience: Seconds = 30

  /// A bearer that takes packets of up to `mtu` bytes.
  public init(mtu: UInt16 = Self.usualMTU) { ownMTU = max(mtu, UInt16(Self.leastMTU)) }

  /// Asks the peer for something; gives the number that the answer will have.
  ///
  /// - Throws: ``ATTFailure``: over, full, tooLong.
  public mutating func ask(
    _ packet: ATTPacket, at now: Seconds, _ out: (Event) -> Void
  ) throws(ATTFailure) -> Int {
    let bytes = try sendable(packet)
    guard waiting.count < Self.mostWaiting else { throw .full }
    nextNumber += 1
    waiting.append(Request(number: nextNumber, opcode: packet.opcode.rawValue, bytes: bytes))
    sendNext(at: now, out)
    return nextNumber
  }

  /// What tells each side's longest packet to the other, to be asked once.
  public var mtuRequest: ATTPacket { .mtuRequest(ownMTU) }

  /// Tells the peer something that it does not answer.
  ///
  /// - Throws: ``ATTFailure``: over, tooLong.
  public mutating func tell(_ packet: ATTPacket, _ out: (Event) -> Void) throws(ATTFailure) {
    out(.send(try sendable(packet)))
  }

  /// Lets time pass.
  public mutating func tick(at now: Seconds, _ out: (Event) -> Void) {
    guard let current, now >= current.deadline else { return }
    isOver = true
    let failed = [current.request] + waiting
    (self.current, waiting) = (nil, [])
    for (place, request) in failed.enumerated() {
      out(.answered(request.number, .failure(place == 0 ? .silent : .over)))
    }
    out(.over)
  }

  /// Takes a packet of the peer.
  public mutating func receive(_ bytes: [UInt8], at now: Seconds, _ out: (Event) -> Void) {
    guard let first = bytes.first else {
      counts.malformed += 1
      return
    }
    tick(at: now, out)
    guard !isOver else { return }
    if ATTOpcode.responses.contains(first) { return answer(first, ATTPacket(bytes), at: now, out) }
    switch ATTPacket(bytes) {
    case .notification(let attribute): out(.value(attribute))
    case .multipleNotification(let attributes): for attribute in attributes { out(.value(attribute)) }
    case .indication(let attribute):
      out(.send(ATTPacket.confirmation.encoded()))
      out(.value(attribute))
    case .confirmation: counts.unexpected += 1
    case let packet:
      if ATTOpcode.isCommand(first) {
        counts.commands += 1
      } else if Self.isTelling(first) {
        counts.malformed += 1
      } else {
        counts.requests += 1
        reply(to: first, packet, out)
      }
    }
  }

  /// Whether it is one that nobody answers, were its lengths right.
  private static func isTelling(_ opcode: UInt8) -> Bool {
    switch ATTOpcode(rawValue: opcode) {
    case .notification, .multipleNotification, .indication, .confirmation: true
    default: false
    }
  }

  private func sendable(_ packet: ATTPacket) throws(ATTFailure) -> [UInt8] {
    guard !isOver else { throw .over }
    let bytes = packet.encoded()
    guard bytes.count <= mtu else { throw .tooLong }
    return bytes
  }

  private mutating func sendNext(at now: Seconds, _ out: (Event) -> Void) {
    guard current == nil, !waiting.isEmpty else { return }
    let request = waiting.removeFirst()
    current = (request, now + Self.patience)
    out(.send(request.bytes))
  }

  private mutating func answer(
    _ opcode: UInt8, _ packet: ATTPacket?, at now: Seconds, _ out: (Event) -> Void
  ) {
    guard let request = current?.request else {
      counts.unexpected += 1
      return
    }
    let result: Result<ATTPacket, ATTFailure>
    if case .error(let refused, let handle, let code) = packet {
      guard refused == request.opcode else {
        counts.unexpected += 1
        return
      }
      result = .failure(.refused(code, handle: handle))
    } else if opcode == request.opcode + 1 {
      if packet == nil { counts.malformed += 1 }
      result = packet.map { .success($0) } ?? .failure(.malformed)
    } else {
      // An error whose length is wrong is no answer either.
      counts.unexpected += 1
      return
    }
    current = nil
    if case .success(.mtuResponse(let theirs)) = result { agree(on: theirs) }
    out(.answered(request.number, result))
    sendNext(at: now, out)
  }

  private mutating func agree(on theirs: UInt16) {
    mtu = max(Self.leastMTU, Int(min(ownMTU, theirs)))
  }

  private mutating func reply(to opcode: UInt8, _ packet: ATTPacket?, _ out: (Event) -> Void) {
    if case .mtuRequest(let theirs) = packet {
      out(.send(ATTPacket.mtuResponse(ownMTU).encoded()))
      return agree(on: theirs)
    }
    out(.send(ATTPacket.refusal(of: opcode, packet).encoded()))
  }
}

extension ATTPacket {
  /// What one without attributes answers to a request; `packet` is nil where its kind is unknown or its lengths are wrong.
  static func refusal(of opcode: UInt8, _ packet: ATTPacket?) -> ATTPacket {
    func error(_ code: ATTErrorCode, _ handle: UInt16 = 0) -> ATTPacket {
      .error(request: opcode, handle: handle, code: code)
    }
    switch packet {
    case .readRequest(let handle), .readBlobRequest(let handle, _): return error(.invalidHandle, handle)
    case .writeRequest(let attribute): return error(.invalidHandle, attribute.handle)
    case .findInformationRequest(let handles), .findByTypeValueRequest(let handles, _, _),
      .readByTypeRequest(let handles, _):
      return error(handles.isValid ? .attributeNotFound : .invalidHandle, handles.first)
    case .readByGroupTypeRequest(let handles, let type):
      guard handles.isValid else { return error(.invalidHandle, handles.first) }
      let isService = type == .primaryService || type == .secondaryService
      return error(isService ? .attributeNotFound : .unsupportedGroup, handles.first)
    default: return error(ATTOpcode(rawValue: opcode) == nil ? .requestNotSupported : .invalidPacket)
    }
  }
}
