public import FirmwareProtocol
public import Signals

/// The host's side of a uMyo USB base, which passes on what all sensors in its reach send, unasked.
///
/// For three seconds from the first packet on it is listened who is there: those sensors are followed, in the order of their unit numbers,
/// each with a stream of muscle and one of acceleration. What a source carries is told before its first sample and does not change: of
/// a sensor that comes later it is told that the next start will follow it. Sensors have clocks of their own, which their counters are: each is put
/// where it is heard first, and counts from there.
public struct UMyoHost: DeviceHost {
  public private(set) var stage = HostStage.opening
  public private(set) var clock = ClockFit()
  public var accounts: [[SampleAccount]] { samples.accounts }

  private var scanner = UMyoPacket.scanner
  private var sensors: [UMyoSensor] = []
  private var samples = RunGatherer()
  private var begunAt: Double?
  private var connectedAt = 0.0
  private var isAstray = false

  private static let listening = 3.0
  /// How long the first sensor is waited for.
  private static let patience = 8.0
  /// A sensor that is not heard so long is missed.
  private static let silence = 3.0
  /// Fewer packets are damage that looks like a sensor: a second has 140.
  private static let fewest = 100
  /// Beyond so many, what looks like another sensor is not looked at.
  private static let mostSensors = 64
  /// Of a lithium cell, in millivolts: little is left.
  private static let lowBattery = 3400

  /// A host that has heard nothing yet.
  public init() {}

  public mutating func connect(at now: Seconds, _ take: (DeviceEvent) -> Void) {
    take(.speed(UMyoPacket.speed))
    scanner.reset()
    connectedAt = now.value
    if case .failed = stage { self = Self(connectedAt: now.value) }
  }

  private init(connectedAt: Double) { self.connectedAt = connectedAt }

  public mutating func advance(to now: Seconds, _ take: (DeviceEvent) -> Void) {
    guard stage == .opening, begunAt == nil, now.value - connectedAt >= Self.patience else { return }
    stage = .failed("no sensor is heard; is one on, and in the mode for the USB base?")
  }

  public mutating func stop() { stage = .stopped }

  public mutating func receive(
    _ bytes: UnsafeRawBufferPointer, from endpoint: UInt8, at now: Seconds, _ take: (DeviceEvent) -> Void
  ) {
    scanner.add(bytes, at: now)
    while let found = scanner.next() {
      switch found {
      case .packet(let packet, let time):
        isAstray = false
        hear(packet, at: time, take)
      case .stray:
        if !isAstray { take(.damaged) }
        isAstray = true
      }
    }
    samples.flush(take)
    if stage == .streaming { lookForMissing(at: now, take) }
  }

  private mutating func hear(_ packet: ArraySlice<UInt8>, at now: Seconds, _ take: (DeviceEvent) -> Void) {
    let unit = UMyoPacket.unit(packet)
    guard let place = sensors.firstIndex(where: { $0.unit == unit }) ?? addSensor(unit) else { return }
    let began = begunAt ?? now.value
    begunAt = began
    let wasHeld = sensors[place].packets.isHolding
    sensors[place].packets.add(packet, number: UMyoPacket.number(packet), at: now)
    sensors[place].heardAt = now.value
    // After a silence that all shared all go on at once: none waits for what another one holds.
    if wasHeld, !sensors[place].packets.isHolding {
      for other in sensors.indices { sensors[other].packets.finish() }
    }
    while let next = earliest, let placed = sensors[next].packets.next() { keep(placed, next, take) }
    if stage == .opening, now.value - began >= Self.listening { describe(at: now, take) }
  }

  /// The sensor whose next packet was taken first, of those that have one.
  private var earliest: Int? {
    var found: (place: Int, time: Double)?
    for place in sensors.indices {
      guard let index = sensors[place].packets.nextIndex else { continue }
      let time = sensors[place].stream.map { samples.time(of: index, in: $0 + 1) } ?? 0
      if found.map({ time < $0.time }) ?? true { found = (place, time) }
    }
    return found?.place
  }

  private mutating func addSensor(_ unit: UInt32) -> Int? {
    guard sensors.count < Self.mostSensors else { return nil }
    sensors.append(UMyoSensor(unit: unit))
    return sensors.count - 1
  }

  private mutating func keep(
    _ packet: CountedPackets.Placed, _ place: Int, _ take: (DeviceEvent) -> Void
  ) {
    guard let stream = sensors[place].stream else { return measure(packet, place, take) }
    if sensors[place].isMissed {
      sensors[place].isMissed = false
      remark("\(sensors[place].name) is heard again", take)
    }
    let first = packet.index * UInt64(UMyoPacket.samples)
    if !samples.continues(stream, at: first) || !samples.continues(stream + 1, at: packet.index) {
      samples.flush(take)
    }
    let bytes = packet.bytes
    samples.add(stream + 1, at: packet.index, (0..<3).lazy.map { UMyoPacket.motion(bytes, $0) })
    samples.add(stream, at: first, (0..<UMyoPacket.samples).lazy.map { UMyoPacket.muscle(bytes, $0) })
    if stream == 0 { clock.add(device: samples.end(of: stream), host: packet.time) }
    if let battery = UMyoPacket.battery(bytes) { tell(battery, of: place, take) }
  }

  /// Takes a packet of a sensor that is not followed: not yet, or because it came too late.
  private mutating func measure(
    _ packet: CountedPackets.Placed, _ place: Int, _ take: (DeviceEvent) -> Void
  ) {
    guard sensors[place].measured.count < Self.fewest || stage == .opening else { return }
    sensors[place].measured.append((packet.index, packet.time.value))
    guard stage == .streaming, sensors[place].measured.count == Self.fewest else { return }
    remark("another one has come, \(sensors[place].name): the next start will follow it", take)
  }

  /// Says who is there, and begins.
  private mutating func describe(at now: Seconds, _ take: (DeviceEvent) -> Void) {
    sensors = sensors.filter { $0.measured.count >= Self.fewest }.sorted { $0.unit < $1.unit }
    guard !sensors.isEmpty else {
      begunAt = nil
      return
    }
    var (carried, guesses) = ([DeviceProfile.Carried](), [String]())
    var streams: [(stream: RunGatherer.Stream, index: UInt64)] = []
    // Device time begins a second ago, so that no sample lies before it.
    let zero = now.value - 1
    for place in sensors.indices {
      let (rate, next) = (sensors[place].rate, (sensors[place].measured.last?.index ?? 0) + 1)
      guard let muscle = muscle(sensors[place], rate), let motion = motion(sensors[place], rate) else {
        continue
      }
      sensors[place].stream = streams.count
      let origin = sensors[place].origin(rate) - zero
      streams += [
        (RunGatherer.Stream(muscle, origin: origin), next * UInt64(UMyoPacket.samples)),
        (RunGatherer.Stream(motion, origin: origin), next),
      ]
      carried += [.followed(muscle), .followed(motion)]
      guesses.append(
        "\(sensors[place].name) has \(rate) samples a second, as measured; its makers name 1116 and 1150")
      sensors[place].packets.setPeriod(Seconds(Double(UMyoPacket.samples) / Double(rate)))
      sensors[place].measured = []
    }
    guesses.append("values are counts, to which the sensor has added those of a mains period before")
    carried.append(.ignored("orientation, magnetometer and spectrum are not followed"))
    samples.begin(streams)
    stage = .streaming
    take(
      .described(
        DeviceProfile(name: "uMyo, \(sensors.count) on a USB base", streams: carried, guesses: guesses)))
    take(.started(time: 1_000_000))
  }

  private func muscle(_ sensor: UMyoSensor, _ rate: Int) -> StreamDescription? {
    guard let rate = SampleRate(rate) else { return nil }
    return StreamDescription(
      kind: .emg, rate: rate, unit: .count, channels: [ChannelDescription(label: "uMyo \(sensor.name)")])
  }

  private func motion(_ sensor: UMyoSensor, _ rate: Int) -> StreamDescription? {
    guard let rate = SampleRate(rate, per: UMyoPacket.samples) else { return nil }
    return StreamDescription(
      kind: .accelerometer, rate: rate, unit: .standardGravity,
      channels: ["X", "Y", "Z"].map {
        ChannelDescription(
          label: "\(sensor.name) \($0)", gain: UMyoPacket.motionGain, rails: -32_768...32_767)
      })
  }

  private mutating func lookForMissing(at now: Seconds, _ take: (DeviceEvent) -> Void) {
    for place in sensors.indices
    where sensors[place].stream != nil && !sensors[place].isMissed
      && now.value - sensors[place].heardAt >= Self.silence
    {
      sensors[place].isMissed = true
      remark("\(sensors[place].name) is not heard", take)
    }
  }

  /// Tells of a battery at the start, and when little is left.
  private mutating func tell(_ battery: Int, of place: Int, _ take: (DeviceEvent) -> Void) {
    let before = sensors[place].battery
    sensors[place].battery = min(battery, before ?? battery)
    guard before.map({ $0 >= Self.lowBattery && battery < Self.lowBattery }) ?? true else { return }
    remark("the battery of \(sensors[place].name) has \(battery) mV", take)
  }

  private func remark(_ text: String, _ take: (DeviceEvent) -> Void) {
    take(.remark(text, time: UInt64(max(0, samples.end(of: 0).value * 1e6))))
  }
}
