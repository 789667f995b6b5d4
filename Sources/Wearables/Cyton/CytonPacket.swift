internal import Signals

/// The packets of an OpenBCI Cyton: 33 bytes, 250 a second, with nothing to check them by but their first and last byte.
///
/// Facts: OpenBCI's documentation "Cyton Data Format", OpenBCI_Cyton_Library 24e1c42. What is uncertain is decided here:
/// - In packets with a time stamp (C3, C4) the documentation puts a letter of the axis and a byte beside the stamp; the firmware, up to 3.1.2,
///   puts one axis as 16 bits in the packets whose number ends in 7, 8 and 9, and zeroes in the others. The firmware is followed.
/// - Zeroes on all axes say that there is no new value; a sensor in free fall would say the same for a tenth of a second.
/// - The time stamps are not used: they are there only after a command that is not sent, and count milliseconds.
enum CytonPacket {
  static let length = 33
  static let head: UInt8 = 0xA0
  /// What the last byte may be.
  static let tails: ClosedRange<UInt8> = 0xC0...0xC6
  static let rate = 250
  /// Packets from one value of the accelerometer to the next: it runs at 25 Hz.
  static let packetsPerMotion = 10
  static let channels = 8
  /// A count of the accelerometer is 0.002 g / 16, exactly.
  static let motionGain = 1.0 / 8000

  /// Volts a count: 4.5 V / gain / (2^23 - 1), from whole numbers, so that it is rounded once.
  static func muscleGain(_ gain: Int) -> Double { 9 / Double(2 * gain * 8_388_607) }

  /// A value of the converter: 24 bits, the highest byte first.
  static func muscle(_ packet: ArraySlice<UInt8>, _ channel: Int) -> Int32 {
    let place = packet.startIndex + 2 + 3 * channel
    let bits = UInt32(packet[place]) << 16 | UInt32(packet[place + 1]) << 8 | UInt32(packet[place + 2])
    return Int32(bitPattern: bits << 8) >> 8
  }

  /// One of the three numbers between the converter's values and the last byte.
  static func auxiliary(_ packet: ArraySlice<UInt8>, _ place: Int) -> Int16 {
    let place = packet.startIndex + 26 + 2 * place
    return Int16(bitPattern: UInt16(packet[place]) << 8 | UInt16(packet[place + 1]))
  }
}

/// What the accelerometer says, from packets that carry it in two ways, as one value a tenth of a second.
struct CytonMotion {
  private var latest: [Int32]?
  /// Packet that brought the latest value.
  private var updated: UInt64 = 0
  private var axes: [Int32] = []
  /// The tenth of a second under way.
  private var open: UInt64?
  /// A value older than a second is no value: so many packets.
  private static let oldest: UInt64 = 250
  private static let missing = [Int32](repeating: Block.missing, count: 3)

  /// Takes a packet; hands over each tenth of a second that is over, with its value.
  mutating func take(_ packet: ArraySlice<UInt8>, index: UInt64, _ value: (UInt64, [Int32]) -> Void) {
    let tenth = index / UInt64(CytonPacket.packetsPerMotion)
    if let open, open != tenth { value(open, current(at: index)) }
    open = tenth
    read(packet, index)
    guard index % UInt64(CytonPacket.packetsPerMotion) == UInt64(CytonPacket.packetsPerMotion) - 1 else {
      return
    }
    value(tenth, current(at: index))
    open = nil
  }

  private mutating func read(_ packet: ArraySlice<UInt8>, _ index: UInt64) {
    switch packet[packet.endIndex - 1] {
    case 0xC0:
      let values = (0..<3).map { Int32(CytonPacket.auxiliary(packet, $0)) }
      if values != [0, 0, 0] { (latest, updated) = (values, index) }
    case 0xC3, 0xC4:
      let axis = Int(packet[packet.startIndex + 1] % 10) - 7
      if axis == 0 { axes = [] }
      guard axis >= 0, axes.count == axis else { return }
      axes.append(Int32(CytonPacket.auxiliary(packet, 0)))
      if axes.count == 3 { (latest, updated) = (axes, index) }
    default: break
    }
  }

  private func current(at index: UInt64) -> [Int32] {
    guard let latest, index - updated <= Self.oldest else { return Self.missing }
    return latest
  }
}

/// The samples of a board with a Daisy: a packet of the one, a packet of the other in turn.
///
/// Packets of even numbers are the Daisy's, channels 9 to 16; those of odd ones the board's, and end a sample of 16 channels. What of a sample
/// was lost is missing in it. BrainFlow (cyton_daisy.cpp 9097190c) pairs them so.
struct CytonPairing {
  private var frame: UInt64?
  private var values = missing
  private static let missing = [Int32](repeating: Block.missing, count: 16)

  /// Takes a packet; hands over each sample that it ends.
  mutating func take(_ packet: ArraySlice<UInt8>, index: UInt64, _ sample: (UInt64, [Int32]) -> Void) {
    let frame = index / 2
    if let open = self.frame, open != frame { end(open, sample) }
    self.frame = frame
    let first = index.isMultiple(of: 2) ? 8 : 0
    for channel in 0..<8 { values[first + channel] = CytonPacket.muscle(packet, channel) }
    if first == 0 { end(frame, sample) }
  }

  private mutating func end(_ frame: UInt64, _ sample: (UInt64, [Int32]) -> Void) {
    sample(frame, values)
    (self.frame, values) = (nil, Self.missing)
  }
}
