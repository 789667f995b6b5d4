public import Signals

/// Uses what a peer offers: finds it, reads, writes and is told values; a value itself, as ``ATTBearer`` is.
public struct GATTClient: Sendable {
  /// What it gives out.
  public enum Event: Hashable, Sendable {
    /// A packet for the peer.
    case send([UInt8])
    /// What the peer offers is known.
    case discovered(GATTTable)
    /// What was asked under this number is done; with bytes, where something was read.
    case done(Int, Result<[UInt8], ATTFailure>)
    /// The peer tells the value at a handle.
    case value(handle: UInt16, [UInt8])
    /// Handles mean something else now: what the peer offers is to be found again.
    case servicesChanged(ATTPacket.HandleRange)
    /// It cannot go on.
    case failed(ATTFailure)
  }

  /// What the peer offers, as far as it is known.
  public private(set) var table = GATTTable()
  public var mtu: Int { bearer.mtu }
  public var counts: ATTBearer.Counts { bearer.counts }

  private var bearer: ATTBearer
  private var discovery: GATTDiscovery?
  /// What the answer to each request is for.
  private var pending: [Int: Purpose] = [:]
  private var exchange = Exchange.due
  /// Which run of the discovery is under way: answers to one before it are nothing to it.
  private var run = 0

  private enum Exchange: Sendable {
    case due, asked, done
  }

  private enum Purpose: Sendable {
    case exchange
    case discovery(run: Int)
    case read(number: Int, handle: UInt16, gathered: [UInt8])
    case write(number: Int)
  }

  /// No attribute is longer (Core, Vol 3 Part F 3.2.9).
  static let longestValue = 512

  /// A client that takes packets of up to `mtu` bytes.
  public init(mtu: UInt16 = ATTBearer.usualMTU) { bearer = ATTBearer(mtu: mtu) }

  /// Finds what the peer offers, after the longest packet was agreed on.
  public mutating func discover(at now: Seconds, _ out: (Event) -> Void) {
    discovery = GATTDiscovery()
    run += 1
    switch exchange {
    case .due:
      exchange = .asked
      request(bearer.mtuRequest, as: .exchange, at: now, out)
    case .asked: break
    case .done: goOn(at: now, out)
    }
  }

  /// Reads a value of any length; gives the number that the answer will have.
  public mutating func read(
    _ handle: UInt16, at now: Seconds, _ out: (Event) -> Void
  ) throws(ATTFailure) -> Int {
    let number = try ask(.readRequest(handle: handle), at: now, out)
    pending[number] = .read(number: number, handle: handle, gathered: [])
    return number
  }

  /// Writes a value, and is told that it was taken; gives the number that the answer will have.
  public mutating func write(
    _ value: [UInt8], to handle: UInt16, at now: Seconds, _ out: (Event) -> Void
  ) throws(ATTFailure) -> Int {
    let number = try ask(.writeRequest(.init(handle: handle, value: value)), at: now, out)
    pending[number] = .write(number: number)
    return number
  }

  /// Writes a value that the peer does not answer.
  public mutating func command(
    _ value: [UInt8], to handle: UInt16, _ out: (Event) -> Void
  ) throws(ATTFailure) {
    var sent: [[UInt8]] = []
    try bearer.tell(.writeCommand(.init(handle: handle, value: value))) { event in
      if case .send(let bytes) = event { sent.append(bytes) }
    }
    for bytes in sent { out(.send(bytes)) }
  }

  /// Asks to be told a characteristic's values, by notifications where it can.
  public mutating func subscribe(
    _ characteristic: GATTTable.Characteristic, at now: Seconds, _ out: (Event) -> Void
  ) throws(ATTFailure) -> Int {
    guard let configuration = characteristic.configuration,
      !characteristic.properties.isDisjoint(with: [.notify, .indicate])
    else { throw .unable }
    let value: UInt8 = characteristic.properties.contains(.notify) ? 1 : 2
    return try write([value, 0], to: configuration, at: now, out)
  }

  /// Takes a packet of the peer.
  public mutating func receive(_ bytes: [UInt8], at now: Seconds, _ out: (Event) -> Void) {
    var events: [ATTBearer.Event] = []
    bearer.receive(bytes, at: now) { events.append($0) }
    for event in events { take(event, at: now, out) }
  }

  /// Lets time pass.
  public mutating func tick(at now: Seconds, _ out: (Event) -> Void) {
    var events: [ATTBearer.Event] = []
    bearer.tick(at: now) { events.append($0) }
    for event in events { take(event, at: now, out) }
  }

  private mutating func ask(
    _ packet: ATTPacket, at now: Seconds, _ out: (Event) -> Void
  ) throws(ATTFailure) -> Int {
    // An answer cannot come before the question has gone, so that nothing but packets to send comes out here.
    try bearer.ask(packet, at: now) { event in if case .send(let bytes) = event { out(.send(bytes)) } }
  }

  private mutating func take(_ event: ATTBearer.Event, at now: Seconds, _ out: (Event) -> Void) {
    switch event {
    case .send(let bytes): out(.send(bytes))
    case .over: out(.failed(.silent))
    case .value(let attribute):
      if attribute.handle == table.characteristic(.serviceChanged)?.handle, attribute.value.count == 4 {
        let value = attribute.value.map { UInt16($0) }
        out(.servicesChanged(.init(value[0] | value[1] << 8, value[2] | value[3] << 8)))
      } else {
        out(.value(handle: attribute.handle, attribute.value))
      }
    case .answered(let number, let result): answered(number, result, at: now, out)
    }
  }

  private mutating func answered(
    _ number: Int, _ result: Result<ATTPacket, ATTFailure>, at now: Seconds, _ out: (Event) -> Void
  ) {
    switch pending.removeValue(forKey: number) {
    case .exchange:
      // One that does not support the exchange keeps to 23 bytes.
      if case .failure(let failure) = result, failure == .silent || failure == .over { return }
      exchange = .done
      goOn(at: now, out)
    case .discovery(let run):
      guard run == self.run else { return }
      do throws(ATTFailure) {
        try discovery?.take(result)
        goOn(at: now, out)
      } catch {
        discovery = nil
        if error != .silent, error != .over { out(.failed(error)) }
      }
    case .read(let number, let handle, let gathered):
      took(result, of: number, handle, gathered, at: now, out)
    case .write(let number): out(.done(number, result.map { _ in [] }))
    case nil: break
    }
  }

  /// Asks for the next thing to be found.
  private mutating func goOn(at now: Seconds, _ out: (Event) -> Void) {
    guard let discovery else { return }
    guard let request = discovery.request else {
      table = discovery.table
      self.discovery = nil
      return out(.discovered(table))
    }
    self.request(request, as: .discovery(run: run), at: now, out)
  }

  private mutating func request(
    _ packet: ATTPacket, as purpose: Purpose, at now: Seconds, _ out: (Event) -> Void
  ) {
    do throws(ATTFailure) { pending[try ask(packet, at: now, out)] = purpose } catch { out(.failed(error)) }
  }

  /// A part of a value: as long as a packet, it may not be all.
  private mutating func took(
    _ result: Result<ATTPacket, ATTFailure>, of number: Int, _ handle: UInt16, _ gathered: [UInt8],
    at now: Seconds, _ out: (Event) -> Void
  ) {
    let part: [UInt8]
    switch result {
    case .success(.readResponse(let bytes)), .success(.readBlobResponse(let bytes)): part = bytes
    case .failure(.refused(.attributeNotLong, _)) where !gathered.isEmpty,
      .failure(.refused(.invalidOffset, _)) where !gathered.isEmpty:
      return out(.done(number, .success(gathered)))
    case .success: return out(.done(number, .failure(.malformed)))
    case .failure(let failure): return out(.done(number, .failure(failure)))
    }
    let value = gathered + part
    guard part.count == mtu - 1, value.count < Self.longestValue else {
      return out(.done(number, .success(Array(value.prefix(Self.longestValue)))))
    }
    do throws(ATTFailure) {
      let next = try ask(.readBlobRequest(handle: handle, offset: UInt16(value.count)), at: now, out)
      pending[next] = .read(number: number, handle: handle, gathered: value)
    } catch {
      out(.done(number, .failure(error)))
    }
  }
}
