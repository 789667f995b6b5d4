internal import FirmwareProtocol
public import Signals

// The native protocol as one device among others.

extension NativeHost: DeviceHost {
  public var stage: HostStage {
    switch phase {
    case .greeting, .describing, .starting: .opening
    case .streaming: .streaming
    case .stopping: .stopping
    case .stopped: .stopped
    case .failed(let failure): .failed(failure.reason)
    }
  }

  /// Nothing: a session outlives the link that it was begun on, as its lease does.
  public mutating func connect(at now: Seconds, _ take: (DeviceEvent) -> Void) {}

  public mutating func advance(to now: Seconds, _ take: (DeviceEvent) -> Void) {
    tick(at: now) { (event: Event) in take(DeviceEvent(event)) }
  }

  public mutating func receive(
    _ bytes: UnsafeRawBufferPointer, from endpoint: UInt8, at now: Seconds, _ take: (DeviceEvent) -> Void
  ) {
    receive(bytes, at: now) { (event: Event) in take(DeviceEvent(event)) }
  }
}

extension NativeHost.Failure {
  /// What went wrong, in words.
  public var reason: String {
    switch self {
    case .silent(let request): "does not answer \(request.type)"
    case .refused(let type, let result): "refuses with \(type): \(result)"
    }
  }
}

extension DeviceEvent {
  init(_ event: NativeHost.Event) {
    switch event {
    case .send(let bytes): self = .send(bytes)
    case .described(let greeting, let streams): self = .described(DeviceProfile(greeting, streams))
    case .started(let moment): self = .started(time: moment.time)
    case .samples(let run): self = .samples(run)
    case .status(let status): self = .report(DeviceReport(status))
    case .marker(let marker): self = .remark("marker \(marker.number)", time: marker.time)
    case .restarted: self = .restarted
    case .damaged: self = .damaged
    }
  }
}

extension DeviceProfile {
  init(_ greeting: Reply.Greeting, _ streams: [StreamDescriptor]) {
    self.init(
      name: "\(printable(greeting.firmware)) on \(printable(greeting.hardware))",
      streams: streams.enumerated().map { number, descriptor in descriptor.carried(as: number) })
  }
}

extension DeviceReport {
  /// Battery below which a person is told, in per cent.
  private static let lowBattery: UInt8 = 10

  init(_ status: StatusFrame) {
    battery = status.battery.map { Double($0) / 100 }
    isCharging = status.conditions.contains(.charging)
    isBatteryLow =
      status.conditions.contains(.lowBattery) || status.battery.map { $0 <= Self.lowBattery } ?? false
    isReferenceOff = status.conditions.contains(.referenceOff)
  }
}

extension StreamDescriptor {
  /// The stream as one of a device's, which has this number there.
  func carried(as number: Int) -> DeviceProfile.Carried {
    stream.map { .followed($0) } ?? .ignored("stream \(number): \(kind) is not followed")
  }

  /// The stream as the pipeline knows it; nil of what it does not follow.
  var stream: StreamDescription? {
    let kinds: [Kind: (StreamKind, PhysicalUnit)] = [
      .emg: (.emg, unit == .volt ? .volt : .count), .accelerometer: (.accelerometer, .standardGravity),
      .gyroscope: (.gyroscope, .degreesPerSecond),
    ]
    guard let (kind, unit) = kinds[kind],
      let rate = rates.first.flatMap({ SampleRate(Int($0.numerator), per: Int($0.denominator)) })
    else { return nil }
    let gain = Double(numerator) / Double(denominator)
    return StreamDescription(
      kind: kind, rate: rate, unit: unit,
      channels: channels.map { channel in
        ChannelDescription(
          label: channel.label, site: channel.site.isEmpty ? nil : printable(channel.site),
          side: channel.side == .left ? .left : channel.side == .right ? .right : nil,
          muscle: channel.muscle.isEmpty ? nil : printable(channel.muscle), gain: gain,
          offset: -Double(zero) * gain,
          rails: rails)
      })
  }
}
