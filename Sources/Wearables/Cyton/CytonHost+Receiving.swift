internal import FirmwareProtocol
public import Signals

// What the host makes of what the board and its radio say.

extension CytonHost {
  public mutating func receive(
    _ bytes: UnsafeRawBufferPointer, from endpoint: UInt8, at now: Seconds, _ take: (DeviceEvent) -> Void
  ) {
    heardAt = now.value
    guard [.listening, .starting, .streaming, .stopping].contains(phase) else {
      for byte in bytes { if let words = text.take(byte) { hear(words, take) } }
      return
    }
    scanner.add(bytes, at: now)
    while let found = scanner.next() {
      switch found {
      case .packet(let packet, let time):
        isAstray = false
        packets.add(packet, number: packet[packet.startIndex + 1], at: time)
        drain(take)
      case .stray(let byte):
        if let words = text.take(byte) { hear(words, take) }
        guard !isAstray, byte < 0x20 || byte > 0x7E, byte != 0x0A, byte != 0x0D else { continue }
        isAstray = true
        take(.damaged)
      }
    }
    samples.flush(take)
  }

  /// Takes packets whose place is known.
  private mutating func drain(_ take: (DeviceEvent) -> Void) {
    while let packet = packets.next() {
      if phase == .starting || phase == .listening { phase = .streaming }
      if isBeginning { begin(at: packet.index, take) }
      toldRadio = nil
      keep(packet.bytes, packet.index, take)
    }
  }

  /// Hands over what was held back.
  private mutating func finish(_ take: (DeviceEvent) -> Void) {
    packets.finish()
    drain(take)
    samples.flush(take)
  }

  /// The first packet of a run: with a Daisy it is the mean of two samples of which there was one, and is left out.
  private mutating func begin(at index: UInt64, _ take: (DeviceEvent) -> Void) {
    isBeginning = false
    if hasRun { take(.begunAnew) }
    hasRun = true
    (motion, pairing) = (CytonMotion(), CytonPairing())
    firstFrame = hasDaisy ? index / 2 + 1 : index
    let streams = streams.map { RunGatherer.Stream($0) }
    samples.begin([(streams[0], firstFrame), (streams[1], index / UInt64(CytonPacket.packetsPerMotion))])
    take(.started(time: index * 1_000_000 / UInt64(CytonPacket.rate)))
  }

  private mutating func keep(_ packet: ArraySlice<UInt8>, _ index: UInt64, _ take: (DeviceEvent) -> Void) {
    var (motion, pairing) = (CytonMotion(), CytonPairing())
    swap(&motion, &self.motion)
    swap(&pairing, &self.pairing)
    defer { (self.motion, self.pairing) = (motion, pairing) }
    motion.take(packet, index: index) { tenth, values in
      if !samples.continues(1, at: tenth) { samples.flush(take) }
      samples.add(1, at: tenth, values)
    }
    guard hasDaisy else {
      if !samples.continues(0, at: index) { samples.flush(take) }
      samples.add(0, at: index, (0..<CytonPacket.channels).lazy.map { CytonPacket.muscle(packet, $0) })
      return
    }
    guard index / 2 >= firstFrame else { return }
    pairing.take(packet, index: index) { frame, values in
      if !samples.continues(0, at: frame) { samples.flush(take) }
      samples.add(0, at: frame, values)
    }
  }

  /// Takes an answer, without what ends it.
  private mutating func hear(_ words: String, _ take: (DeviceEvent) -> Void) {
    if words.contains("Failure") { return hearFailure(words, take) }
    if words.contains("OpenBCI") { return hearGreeting(words, take) }
    switch phase {
    case .attaching where saidAt != nil:
      // "no daisy to attach!8" and "daisy attached16", or "16" of older firmware.
      hasDaisy = words.hasSuffix("16")
      introduce(take)
      enter(.setting(channel: 0))
    case .setting(let channel) where saidAt != nil: settle(channel)
    default: break
    }
  }

  /// The board says what it is: asked to, or because it has just been switched on.
  private mutating func hearGreeting(_ words: String, _ take: (DeviceEvent) -> Void) {
    let isReset = phase == .listening || phase == .streaming
    guard isReset || phase == .greeting && saidAt != nil else { return }
    finish(take)
    if isReset {
      take(.restarted)
      hasRun = false
    }
    name = "OpenBCI Cyton" + version(in: words)
    packets = Self.freshPackets
    isBeginning = true
    hasDaisy = words.contains("On Daisy")
    if hasDaisy { return enter(.attaching) }
    introduce(take)
    enter(.setting(channel: 0))
  }

  /// `Firmware: v3.1.2` on a line of its own.
  private func version(in words: String) -> String {
    guard let line = words.split(whereSeparator: \.isNewline).last(where: { $0.hasPrefix("Firmware:") })
    else { return "" }
    return ", firmware " + printable(line.dropFirst(9).drop { $0 == " " }.description, limit: 20)
  }

  private mutating func hearFailure(_ words: String, _ take: (DeviceEvent) -> Void) {
    isBoardSilent = true
    // The radio repeats itself for as long as the board is away.
    guard phase == .streaming, toldRadio != words else { return }
    toldRadio = words
    let place = samples.accounts.last?.first.map { Int64(clamping: $0.end) } ?? 0
    take(
      .remark(
        "the radio says: \(printable(words))",
        time: UInt64(max(0, streams[0].rate.time(of: place).value * 1e6))))
  }

  private func introduce(_ take: (DeviceEvent) -> Void) {
    take(.described(DeviceProfile(name: name, streams: streams.map { .followed($0) })))
  }

  /// What the board carries.
  private var streams: [StreamDescription] {
    let rate = SampleRate(CytonPacket.rate, per: hasDaisy ? 2 : 1)
    guard let rate, let motionRate = SampleRate(CytonPacket.rate, per: CytonPacket.packetsPerMotion) else {
      return []
    }
    let rails: ClosedRange<Int32> = -8_388_608...8_388_607
    return [
      StreamDescription(
        kind: .emg, rate: rate, unit: .volt,
        channels: (1...channels).map {
          ChannelDescription(label: "EMG\($0)", gain: CytonPacket.muscleGain(settings.gain), rails: rails)
        }),
      StreamDescription(
        kind: .accelerometer, rate: motionRate, unit: .standardGravity,
        channels: ["X", "Y", "Z"].map { ChannelDescription(label: $0, gain: CytonPacket.motionGain) }),
    ]
  }
}
