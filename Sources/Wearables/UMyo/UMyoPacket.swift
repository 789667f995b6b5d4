internal import Signals

/// What the USB base of uMyo sensors passes on: `4F D5`, the radio's strength, and 62 bytes of a sensor, highest byte first.
///
/// Facts: ultimaterobotics uMyo firmware d3a14b3, uMyo_python_tools e5fd691. What is uncertain is decided here:
/// - The rate is 1116 a second in one place and 1150 in another: it is measured, and the nearer one of them taken.
/// - No gain from the skin is published: values are counts. The sensor has already added the sample of one mains period before to each
///   (a comb of 11 samples at 50 Hz, 9 at 60 Hz), so that they run to twice what the converter gives, and no rails are told.
/// - There is no check: a frame is believed if its head, length and kind fit, and its sensor is heard again and again.
enum UMyoPacket {
  static let head: [UInt8] = [0x4F, 0xD5]
  static let length = 65
  static let speed = 921_600
  static let samples = 8
  /// The rates that its makers name.
  static let rates = [1116, 1150]
  static let payloadLength: UInt8 = 62
  /// 80 and the number of samples.
  static let type: UInt8 = 88
  /// An accelerometer of 2 g in 16 bits.
  static let motionGain = 2.0 / 32768

  static let scanner = PacketScanner(head: head, length: length) { packet in
    packet[packet.startIndex + 4] == payloadLength && packet[packet.startIndex + 9] == type
  }

  static func unit(_ packet: ArraySlice<UInt8>) -> UInt32 {
    packet.dropFirst(5).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  static func number(_ packet: ArraySlice<UInt8>) -> UInt8 { packet[packet.startIndex + 14] }

  static func muscle(_ packet: ArraySlice<UInt8>, _ sample: Int) -> Int32 { word(packet, 15 + 2 * sample) }

  static func motion(_ packet: ArraySlice<UInt8>, _ axis: Int) -> Int32 { word(packet, 47 + 2 * axis) }

  /// Of the battery, in millivolts; nil in a packet that tells something else.
  static func battery(_ packet: ArraySlice<UInt8>) -> Int? {
    packet[packet.startIndex + 10] == 0 ? 2000 + 10 * Int(packet[packet.startIndex + 11]) : nil
  }

  private static func word(_ packet: ArraySlice<UInt8>, _ place: Int) -> Int32 {
    let place = packet.startIndex + place
    return Int32(Int16(bitPattern: UInt16(packet[place]) << 8 | UInt16(packet[place + 1])))
  }
}

/// One sensor behind the base.
struct UMyoSensor {
  let unit: UInt32
  /// Until its rate is known, that between the two which are named.
  var packets = CountedPackets(length: UMyoPacket.length, period: Seconds(8 / 1133.0))
  /// Places and times of the packets that it is measured by; empty afterwards.
  var measured: [(index: UInt64, time: Double)] = []
  /// Positions of its streams; nil of one that came too late to be followed.
  var stream: Int?
  var heardAt = 0.0
  var isMissed = false
  var battery: Int?

  var name: String { "sensor \(String(unit, radix: 16, uppercase: true))" }

  /// Samples a second, by the packets that it is measured by.
  var measuredRate: Double {
    guard let first = measured.first, let last = measured.last, last.time > first.time else { return 0 }
    return Double(last.index - first.index) * Double(UMyoPacket.samples) / (last.time - first.time)
  }

  /// The rate that it is taken to have: one that is named, where it is near enough.
  var rate: Int {
    let nearest = UMyoPacket.rates.min { abs(Double($0) - measuredRate) < abs(Double($1) - measuredRate) }
    guard let nearest, abs(measuredRate / Double(nearest) - 1) < 0.015 else {
      return max(1, Int(measuredRate.rounded()))
    }
    return nearest
  }

  /// Host time of the start of packet 0, by the quickest of the packets that it is measured by.
  func origin(_ rate: Int) -> Double {
    let period = Double(UMyoPacket.samples) / Double(rate)
    return measured.map { $0.time - Double($0.index + 1) * period }.min() ?? 0
  }
}
