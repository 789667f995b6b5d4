internal import Signals

/// A board that runs the firmware of Chords, as its name tells: nothing else does.
///
/// Facts: Chords-Web boards.ts, Chords-Python 5f36655d, Chords-Arduino-Firmware e9c772f.
struct ChordsBoard: Equatable {
  var name: String
  var rate: Int
  /// How many channels it has; of a board that comes in two sizes under one name both.
  var channels: [Int]
  /// Of its converter.
  var bits: Int
  /// What the converter takes at most, in volts.
  var fullScale: Double

  private init(_ name: String, _ rate: Int, _ channels: [Int], _ bits: Int, _ fullScale: Double) {
    (self.name, self.rate, self.channels) = (name, rate, channels)
    (self.bits, self.fullScale) = (bits, fullScale)
  }

  /// The board of this name; nil of one that is not known.
  init?(named name: String) {
    guard let board = Self.all.first(where: { $0.name == name }) else { return nil }
    self = board
  }

  static let all = [
    Self("UNO-R3", 250, [6], 10, 5), Self("UNO-CLONE", 250, [6], 10, 5),
    Self("GENUINO-UNO", 250, [6], 10, 5), Self("NANO-CLASSIC", 250, [8], 10, 5),
    Self("NANO-CLONE", 250, [8], 10, 5), Self("MEGA-2560-R3", 250, [16], 10, 5),
    Self("MEGA-2560-CLONE", 250, [16], 10, 5), Self("UNO-R4", 500, [6], 14, 5),
    Self("RPI-PICO-RP2040", 500, [3], 12, 3.3), Self("GIGA-R1", 500, [6], 16, 3.3),
    Self("STM32F4-BLACK-PILL", 500, [8], 12, 3.3), Self("STM32G4-CORE-BOARD", 500, [16], 12, 3.3),
    Self("ESP32-S3", 500, [16], 12, 3.3), Self("NPG-LITE", 500, [3, 6], 12, 2.5),
  ]

  /// What it carries with so many channels.
  ///
  /// The protocol does not tell how much the amplifier before the converter amplifies: without that there are no volts of the skin, and
  /// values stay counts.
  func stream(channels: Int, analogGain: Double?) -> StreamDescription? {
    guard let rate = SampleRate(rate) else { return nil }
    let steps = Double(1 << bits)
    let gain = analogGain.map { fullScale / steps / $0 } ?? 1
    return StreamDescription(
      kind: .emg, rate: rate, unit: analogGain == nil ? .count : .volt,
      channels: (1...channels).map {
        ChannelDescription(
          label: "EMG\($0)", gain: gain,
          // The amplifier rests in the middle of the converter's range.
          offset: analogGain == nil ? 0 : -gain * steps / 2, rails: 0...Int32(1 << bits) - 1)
      })
  }

  /// A scanner for its packets with so many channels.
  func scanner(channels: Int) -> PacketScanner {
    let bits = bits
    return PacketScanner(head: ChordsPacket.head, length: ChordsPacket.length(channels)) { packet in
      guard packet.last == ChordsPacket.tail else { return false }
      return bits == 16 || (0..<channels).allSatisfy { ChordsPacket.value(packet, $0) < 1 << bits }
    }
  }
}

/// A packet: C7 7C, a counter, 16 bits a channel with the high byte first, 01; one sample each.
enum ChordsPacket {
  static let head: [UInt8] = [0xC7, 0x7C]
  static let tail: UInt8 = 0x01

  static func length(_ channels: Int) -> Int { 2 * channels + 4 }

  static func value(_ packet: ArraySlice<UInt8>, _ channel: Int) -> Int32 {
    let place = packet.startIndex + 3 + 2 * channel
    return Int32(packet[place]) << 8 | Int32(packet[place + 1])
  }
}
