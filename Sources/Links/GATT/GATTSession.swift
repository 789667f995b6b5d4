public import Signals

/// Makes a link of a profile's endpoints out of a connection: finds the characteristics, reads and subscribes, then passes values on.
///
/// A device that changes its services while it is connected is gone through again, a few times.
public struct GATTSession: Sendable {
  /// What it gives out.
  public enum Event: Hashable, Sendable {
    /// A packet for the peer.
    case send([UInt8])
    /// Bytes of an endpoint.
    case packet(endpoint: UInt8, [UInt8])
    /// All is found and subscribed to.
    case ready
    /// It cannot go on, in words.
    case failed(String)
  }

  /// How far it is.
  public enum Phase: Hashable, Sendable {
    case opening, ready, failed
  }

  public private(set) var phase = Phase.opening
  /// Values of characteristics that are no endpoint's.
  public private(set) var unclaimed = 0
  /// Writes that the device did not take.
  public private(set) var refused = 0
  public var mtu: Int { client.mtu }
  public var counts: ATTBearer.Counts { client.counts }
  public var table: GATTTable { client.table }

  private let profile: GATTProfile
  private var client: GATTClient
  /// The characteristic of each endpoint; nil of one that the device lacks.
  private var found: [GATTTable.Characteristic?] = []
  private var endpoints: [UInt16: UInt8] = [:]
  /// What is still to be answered before it is ready.
  private var steps: [Int: Step] = [:]
  private var changes = 0

  private enum Step: Sendable {
    case read(endpoint: UInt8)
    case subscribe(endpoint: UInt8)
    /// To what tells that the services change; a device may do without.
    case watch
  }

  private static let mostChanges = 3

  /// A session that wants what the profile lists, at most 256 endpoints.
  public init(_ profile: GATTProfile, mtu: UInt16 = ATTBearer.usualMTU) {
    precondition(profile.endpoints.count <= 256, "endpoints are numbered by a byte")
    self.profile = profile
    client = GATTClient(mtu: mtu)
  }

  /// Begins, once the connection is there.
  public mutating func start(at now: Seconds, _ out: (Event) -> Void) {
    run(at: now, out) { $0.discover(at: now, $1) }
  }

  /// Takes a packet of the peer.
  public mutating func receive(_ bytes: [UInt8], at now: Seconds, _ out: (Event) -> Void) {
    run(at: now, out) { $0.receive(bytes, at: now, $1) }
  }

  /// Lets time pass.
  public mutating func tick(at now: Seconds, _ out: (Event) -> Void) {
    run(at: now, out) { $0.tick(at: now, $1) }
  }

  /// Writes to an endpoint.
  ///
  /// - Throws: ``ATTFailure``: unable, full, tooLong, over.
  public mutating func send(
    _ bytes: [UInt8], to endpoint: UInt8, at now: Seconds, _ out: (Event) -> Void
  ) throws(ATTFailure) {
    let place = Int(endpoint)
    guard phase == .ready, found.indices.contains(place), let characteristic = found[place] else {
      throw .unable
    }
    let use = profile.endpoints[place].use
    let canAnswer = characteristic.properties.contains(.write)
    let canCommand = characteristic.properties.contains(.writeWithoutResponse)
    guard !use.isDisjoint(with: [.written, .commanded]), canAnswer || canCommand else { throw .unable }
    var sent: [[UInt8]] = []
    func take(_ event: GATTClient.Event) { if case .send(let bytes) = event { sent.append(bytes) } }
    if canAnswer && (use.contains(.written) || !canCommand) {
      _ = try client.write(bytes, to: characteristic.handle, at: now, take)
    } else {
      try client.command(bytes, to: characteristic.handle, take)
    }
    for bytes in sent { out(.send(bytes)) }
  }

  private mutating func run(
    at now: Seconds, _ out: (Event) -> Void, _ body: (inout GATTClient, (GATTClient.Event) -> Void) -> Void
  ) {
    guard phase != .failed else { return }
    var events: [GATTClient.Event] = []
    body(&client) { events.append($0) }
    for event in events where phase != .failed { take(event, at: now, out) }
  }

  private mutating func take(_ event: GATTClient.Event, at now: Seconds, _ out: (Event) -> Void) {
    switch event {
    case .send(let bytes): out(.send(bytes))
    case .discovered: settle(at: now, out)
    case .value(let handle, let bytes):
      if let endpoint = endpoints[handle] {
        out(.packet(endpoint: endpoint, bytes))
      } else {
        unclaimed += 1
      }
    case .done(let number, let result): done(number, result, out)
    case .servicesChanged:
      changes += 1
      guard changes <= Self.mostChanges else { return fail("changes its services again and again", out) }
      (phase, steps) = (.opening, [:])
      run(at: now, out) { $0.discover(at: now, $1) }
    case .failed(let failure): fail("\(failure)", out)
    }
  }

  /// Reads and subscribes to what was found.
  private mutating func settle(at now: Seconds, _ out: (Event) -> Void) {
    found = profile.endpoints.map { client.table.characteristic($0.characteristic, in: $0.service) }
    endpoints = [:]
    for (place, endpoint) in profile.endpoints.enumerated() {
      guard let characteristic = found[place] else {
        if endpoint.isOptional { continue }
        return fail("is no \(profile.name): it has no characteristic \(endpoint.characteristic)", out)
      }
      endpoints[characteristic.handle] = UInt8(place)
    }
    if let changed = client.table.characteristic(.serviceChanged), changed.configuration != nil {
      step(.watch, at: now, out) { client, out throws(ATTFailure) in
        try client.subscribe(changed, at: now, out)
      }
    }
    for (place, endpoint) in profile.endpoints.enumerated() {
      guard let characteristic = found[place] else { continue }
      if endpoint.use.contains(.read) {
        step(.read(endpoint: UInt8(place)), at: now, out) { client, out throws(ATTFailure) in
          try client.read(characteristic.handle, at: now, out)
        }
      }
      if endpoint.use.contains(.told) {
        step(.subscribe(endpoint: UInt8(place)), at: now, out) { client, out throws(ATTFailure) in
          try client.subscribe(characteristic, at: now, out)
        }
      }
      if phase == .failed { return }
    }
    becomeReady(out)
  }

  private mutating func step(
    _ step: Step, at now: Seconds, _ out: (Event) -> Void,
    _ body: (inout GATTClient, (GATTClient.Event) -> Void) throws(ATTFailure) -> Int
  ) {
    var sent: [[UInt8]] = []
    do throws(ATTFailure) {
      let number = try body(&client) { event in if case .send(let bytes) = event { sent.append(bytes) } }
      steps[number] = step
      for bytes in sent { out(.send(bytes)) }
    } catch {
      failed(step, error, out)
    }
  }

  private mutating func done(_ number: Int, _ result: Result<[UInt8], ATTFailure>, _ out: (Event) -> Void) {
    // That the device is silent is told for all of it at once.
    if result == .failure(.silent) || result == .failure(.over) { return }
    guard let step = steps.removeValue(forKey: number) else {
      if case .failure = result { refused += 1 }
      return
    }
    switch (step, result) {
    case (.read(let endpoint), .success(let bytes)): out(.packet(endpoint: endpoint, bytes))
    case (.subscribe, .success), (.watch, .success): break
    case (_, .failure(let failure)): failed(step, failure, out)
    }
    becomeReady(out)
  }

  /// What is read or told by the way may be left out; what the device is there for may not.
  private mutating func failed(_ step: Step, _ failure: ATTFailure, _ out: (Event) -> Void) {
    let (place, verb): (UInt8, String)
    switch step {
    case .read(let endpoint): (place, verb) = (endpoint, "be read")
    case .subscribe(let endpoint): (place, verb) = (endpoint, "be subscribed to")
    case .watch: return
    }
    let endpoint = profile.endpoints[Int(place)]
    guard !endpoint.isOptional else { return }
    fail("characteristic \(endpoint.characteristic) cannot \(verb): the device \(failure)", out)
  }

  private mutating func becomeReady(_ out: (Event) -> Void) {
    guard phase == .opening, steps.isEmpty else { return }
    phase = .ready
    out(.ready)
  }

  private mutating func fail(_ reason: String, _ out: (Event) -> Void) {
    guard phase != .failed else { return }
    phase = .failed
    out(.failed(reason))
  }
}
