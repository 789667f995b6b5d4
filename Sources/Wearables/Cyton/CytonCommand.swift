/// What is said to an OpenBCI Cyton, and how it is set.
enum CytonCommand {
  static let stop = Array("s".utf8)
  static let start = Array("b".utf8)
  /// Resets the board, which then tells what it is.
  static let reset = Array("v".utf8)
  static let sixteenChannels = Array("C".utf8)
  static let speed = 115_200
  /// What ends every answer.
  static let end = "$$$"

  /// Channels 9 to 16 have letters.
  private static let names = Array("12345678QWERTYUI".utf8)
  /// The codes of gains are their positions.
  static let gains = [1, 2, 4, 6, 8, 12, 24]

  /// `x CHANNEL POWER GAIN INPUT BIAS SRB2 SRB1 X`: on, normal input, part of the bias drive.
  ///
  /// Of two electrodes a channel, as muscle is measured, SRB2 is off; the board's own default measures all against one.
  static func channel(_ channel: Int, _ settings: CytonHost.Settings) -> [UInt8] {
    let gain = gains.firstIndex(of: settings.gain) ?? gains.count - 1
    return Array("x".utf8) + [names[channel]]
      + Array("0\(gain)01\(settings.isBipolar ? 0 : 1)0X".utf8)
  }
}

/// What a Cyton, or the radio before it, says in words.
struct CytonText {
  /// What is said between packets begins with one of these: "Failure", or "OpenBCI" of a board that was switched on.
  static let beginnings = Array("FO".utf8)

  private var text: [UInt8] = []
  /// The longest answer is a third of this.
  private static let most = 1024

  mutating func reset() { text.removeAll(keepingCapacity: true) }

  /// Takes a byte; gives a text that it ends.
  mutating func take(_ byte: UInt8) -> String? {
    guard (0x20..<0x7F).contains(byte) || byte == 0x0A || byte == 0x0D else {
      // Bytes of cut packets are among letters by chance.
      reset()
      return nil
    }
    text.append(byte)
    if text.count > Self.most { text.removeFirst(Self.most / 2) }
    guard text.suffix(3).elementsEqual(CytonCommand.end.utf8) else { return nil }
    defer { reset() }
    return String(decoding: text.dropLast(3), as: UTF8.self)
  }
}
