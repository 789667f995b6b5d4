import Signals
import Simulation

/// A board with the firmware of Chords, after the fact sheet.
final class ChordsFirmware: TestPeripheral {
  let name: String
  let channels: Int
  let bits: Int
  let rate: Double
  var isInReach = true
  private(set) var isStreaming = false

  private var counter: UInt8 = 0
  private var tick = 0
  private var bootedAt = 0.0
  private var line: [UInt8] = []
  private var answers: [(at: Double, text: String)] = []

  init(_ name: String = "UNO-R3", channels: Int = 6, bits: Int = 10, rate: Double = 250) {
    (self.name, self.channels, self.bits, self.rate) = (name, channels, bits, rate)
  }

  func values(_ tick: Int) -> [Int32] { (0..<channels).map { mixed(tick, $0, bits: bits) } }

  func reset(at now: Seconds) {
    (isStreaming, counter, line, answers) = (false, 0, [], [])
    bootedAt = now.value + 1
  }

  func receive(_ bytes: [UInt8], at now: Seconds, send: ([UInt8]) -> Void) {
    guard now.value >= bootedAt else { return }
    isStreaming = false
    for byte in bytes {
      if byte != 0x0A {
        line.append(byte)
        continue
      }
      let words = String(decoding: line, as: UTF8.self)
      line = []
      switch words {
      case "START":
        isStreaming = true
        counter = 0
      case "STOP": break
      case "WHORU": answers.append((now.value + 0.02, name))
      default: answers.append((now.value + 0.02, "UNKNOWN COMMAND"))
      }
    }
  }

  func advance(to now: Seconds, send: ([UInt8]) -> Void) {
    for answer in answers where answer.at <= now.value { send(Array("\(answer.text)\r\n".utf8)) }
    answers.removeAll { $0.at <= now.value }
    let end = Int((now.value * rate).rounded(.down))
    while tick < end {
      defer { tick += 1 }
      guard isStreaming else { continue }
      var out: [UInt8] = [0xC7, 0x7C, counter]
      for value in values(tick) { out.append(big: value, bytes: 2) }
      counter &+= 1
      if isInReach { send(out + [0x01]) }
    }
  }
}
