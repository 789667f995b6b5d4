import Signals
import Simulation

/// An OpenBCI Cyton and its dongle, after the fact sheet.
final class CytonBoard: TestPeripheral {
  let hasDaisy: Bool
  var isInReach = true
  /// Whether it writes the byte that ends the last axis as a time stamp does.
  private(set) var isStreaming = false
  /// What it was told, but for what streams.
  private(set) var commands: [String] = []
  var isOn = true

  private var number: UInt8 = 0
  private var tick = 0
  private var bootedAt = 0.0
  private var answers: [(at: Double, text: String)] = []
  private var setting: [UInt8] = []
  private var complainAt = 0.0

  var rate: Double { hasDaisy ? 125 : 250 }

  init(hasDaisy: Bool = false) { self.hasDaisy = hasDaisy }

  /// Of the board at 250 a second, or of both at half of that.
  func values(_ tick: Int) -> [Int32] {
    (0..<(hasDaisy ? 16 : 8)).map { (mixed(tick, $0, bits: 24) << 8) >> 8 }
  }

  func motion(_ tick: Int) -> [Int32] { (0..<3).map { mixed(tick, 100 + $0, bits: 12) + 1 } }

  private var banner: String {
    "OpenBCI V3 8-16 channel\nOn Board ADS1299 Device ID: 0x3E\n"
      + (hasDaisy ? "On Daisy ADS1299 Device ID: 0x3E\n" : "")
      + "LIS3DH Device ID: 0x33\nFirmware: v3.1.2\n$$$"
  }

  func reset(at now: Seconds) {
    isStreaming = false
    setting = []
    answers = [(now.value + 0.3, banner)]
  }

  func receive(_ bytes: [UInt8], at now: Seconds, send: ([UInt8]) -> Void) {
    guard isOn, isInReach else { return }
    for byte in bytes { take(byte, now.value) }
  }

  private func take(_ byte: UInt8, _ now: Double) {
    if !setting.isEmpty || byte == UInt8(ascii: "x") {
      setting.append(byte)
      guard byte == UInt8(ascii: "X") else { return }
      commands.append(String(decoding: setting, as: UTF8.self))
      setting = []
      if !isStreaming { answers.append((now + 0.02, "Success: Channel set for 1$$$")) }
      return
    }
    commands.append(String(decoding: [byte], as: UTF8.self))
    switch byte {
    case UInt8(ascii: "b"):
      if !isStreaming { number = 0 }
      isStreaming = true
    case UInt8(ascii: "s"): isStreaming = false
    case UInt8(ascii: "v"): reset(at: Seconds(now))
    case UInt8(ascii: "C"): answers.append((now + 0.02, hasDaisy ? "16$$$" : "no daisy to attach!8$$$"))
    default: break
    }
  }

  func advance(to now: Seconds, send: ([UInt8]) -> Void) {
    let due = answers.filter { $0.at <= now.value }
    answers.removeAll { $0.at <= now.value }
    if isOn, isInReach { for answer in due { send(Array(answer.text.utf8)) } }
    // A packet has been taken whole when its time is over.
    let end = Int((now.value * 250).rounded(.down))
    while tick < end {
      defer { tick += 1 }
      guard isStreaming, isOn else { continue }
      let packet = packet()
      number &+= 1
      if isInReach { send(packet) }
    }
    guard isStreaming, !isInReach, now.value >= complainAt else { return }
    complainAt = now.value + 1
    send(Array("Failure: Communications timeout - Device failed to poll Host$$$".utf8))
  }

  private func packet() -> [UInt8] {
    var out: [UInt8] = [0xA0, number]
    // Odd numbers are the board's and end a sample.
    let half = hasDaisy && number.isMultiple(of: 2) ? 8 : 0
    let sample = hasDaisy ? values(Int(number.isMultiple(of: 2) ? tick + 1 : tick) / 2) : values(tick)
    for channel in half..<half + 8 { out.append(big: sample[channel], bytes: 3) }
    let motion = tick % 10 == 3 ? motion(tick / 10) : [0, 0, 0]
    for value in motion { out.append(big: value, bytes: 2) }
    return out + [0xC0]
  }
}
