internal import Signals

/// What the comments above delimited text tell.
struct DelimitedComments {
  /// The rate, and the line that tells it.
  private(set) var rate: (rate: SampleRate, line: Int)?
  /// The converter's bits, as BioSPPy writes them.
  private(set) var bits: Int?
  /// The channels' names, as BioSPPy writes them.
  private(set) var labels: [String]?

  init(_ lines: [TextHead.Line]) {
    for line in lines {
      let text = line.text.lowercased()
      if rate == nil, let told = Self.rate(in: text) { rate = (told, line.number) }
      if bits == nil, text.holds("resolution"), let value = text.part(after: "=", before: "\n") {
        bits = Int(value).flatMap { (1...30).contains($0) ? $0 : nil }
      }
      if labels == nil, text.holds("labels:="), let names = line.text.part(after: "=", before: "\n") {
        labels = CellText.split(names, separator: names.holds("\t") ? .byte(9) : .byte(UInt8(ascii: ",")))
      }
    }
  }

  /// The rate in a line such as `# Sampling Rate (Hz):= 1000.00`, `sampling frequency: 2 kHz`, `fs = 500`.
  private static func rate(in line: String) -> SampleRate? {
    let keys = [
      "sampling rate", "sample rate", "sampling frequency", "sampling freq", "sampling_rate", "sfreq",
      "samplingrate", "fs =", "fs=", "fs:",
    ]
    for key in keys {
      guard let end = line.range(ofFirst: key)?.upperBound else { continue }
      let rest = line[end...]
      guard let told = SampleRate(printed: String(rest)) else { continue }
      guard rest.holds("khz"), told.numerator < 1_000_000_000 else { return told }
      return SampleRate(told.numerator * 1000, per: told.denominator)
    }
    return nil
  }
}
