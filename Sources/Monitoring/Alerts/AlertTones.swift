internal import Glibc

/// Two soft tones, the second higher, as a WAV file of 16 bits at 44.1 kHz.
enum AlertTones {
  /// The file's bytes.
  static func wave() -> [UInt8] {
    let rate = 44_100
    let samples = [659.26, 880.0].flatMap { tone($0, count: rate * 3 / 10, rate: Double(rate)) }
    let length = samples.count * 2
    var bytes = Array("RIFF".utf8) + little(length + 36) + Array("WAVEfmt ".utf8) + little(16)
    // PCM, one channel, its rate, bytes a second, bytes a frame, bits a sample.
    bytes += little(1, 2) + little(1, 2) + little(rate) + little(rate * 2) + little(2, 2) + little(16, 2)
    bytes += Array("data".utf8) + little(length)
    for sample in samples { bytes += little(Int(sample), 2) }
    return bytes
  }

  /// A tone that swells and fades, so that nothing clicks and nobody starts.
  private static func tone(_ frequency: Double, count: Int, rate: Double) -> [Int16] {
    (0..<count).map { index in
      let swell = sin(Double.pi * Double(index) / Double(count))
      return Int16(8000 * swell * swell * sin(2 * Double.pi * frequency * Double(index) / rate))
    }
  }

  private static func little(_ value: Int, _ count: Int = 4) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
