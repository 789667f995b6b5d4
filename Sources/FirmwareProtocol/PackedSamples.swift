/// Lossless compression (compression.md): for each channel a predictor of order 0 to 3, and its residuals in a Rice code.
enum PackedSamples {
  private static let escape = 24
  private static let mostOrder = 3

  /// Puts the samples in place of `values`, sample by sample; says whether `payload` was exactly so many.
  static func read(
    _ payload: UnsafeRawBufferPointer, channels: Int, count: Int, into values: inout [Int32]
  ) -> Bool {
    values.removeAll(keepingCapacity: true)
    values.reserveCapacity(channels * count)
    for _ in 0..<channels * count { values.append(0) }
    return values.withUnsafeMutableBufferPointer { out in
      decode(payload, channels: channels, count: count) { position, value in out[position] = value }
    }
  }

  /// Whether `payload` is exactly so many samples.
  static func isSound(_ payload: UnsafeRawBufferPointer, channels: Int, count: Int) -> Bool {
    decode(payload, channels: channels, count: count) { _, _ in }
  }

  @inline(__always)
  private static func decode(
    _ payload: UnsafeRawBufferPointer, channels: Int, count: Int, _ take: (Int, Int32) -> Void
  ) -> Bool {
    var bits = BitReader(payload)
    for channel in 0..<channels {
      guard let order = bits.take(2).map(Int.init), let width = bits.take(5).map({ Int($0) + 1 }),
        order <= count
      else {
        return false
      }
      var past = Past()
      for position in 0..<order {
        guard let first = bits.take(width) else { return false }
        let shift = 32 - width
        past.push(UInt32(bitPattern: Int32(bitPattern: first << shift) >> shift))
        take(position * channels + channel, Int32(bitPattern: past.one))
      }
      guard let k = bits.take(5).map(Int.init) else { return false }
      for position in order..<count {
        guard let residual = residual(&bits, k) else { return false }
        past.push(past.prediction(order) &+ residual)
        take(position * channels + channel, Int32(bitPattern: past.one))
      }
    }
    return bits.isSpent
  }

  private static func residual(_ bits: inout BitReader, _ k: Int) -> UInt32? {
    guard let quotient = bits.zeros(most: escape) else { return nil }
    if quotient == escape { return bits.take(32).map(unfolded) }
    return bits.take(k).map { unfolded(UInt32(quotient) << UInt32(k) | $0) }
  }

  /// Appends the samples of `channels` channels, each in its shortest form of all orders, to a bit or so.
  static func write(_ values: [Int32], channels: Int, onto out: inout [UInt8]) {
    var bits = BitWriter()
    let count = values.count / channels
    for channel in 0..<channels {
      let samples = (0..<count).map { UInt32(bitPattern: values[$0 * channels + channel]) }
      let choices = (0...min(mostOrder, count)).map { Choice(samples, order: $0) }
      // The first of equals: a low order needs fewer first values.
      var best = choices[0]
      for choice in choices where choice.length < best.length { best = choice }
      best.write(samples, to: &bits)
    }
    out += bits.bytes
  }

  /// A way to code a channel.
  private struct Choice {
    var order: Int
    var width: Int
    var k: Int
    var length: Int
    var codes: [UInt32]

    init(_ samples: [UInt32], order: Int) {
      self.order = order
      width = samples.prefix(order).map(PackedSamples.width).max() ?? 1
      var past = Past()
      codes = []
      for (position, sample) in samples.enumerated() {
        if position >= order { codes.append(PackedSamples.folded(sample &- past.prediction(order))) }
        past.push(sample)
      }
      let codes = codes
      let cost = { (k: Int) in
        codes.reduce(0) { $0 + ($1 >> UInt32(k) < PackedSamples.escape ? Int($1 >> UInt32(k)) + 1 + k : 57) }
      }
      k = (0..<32).min { cost($0) < cost($1) } ?? 0
      length = order * width + cost(k)
    }

    func write(_ samples: [UInt32], to bits: inout BitWriter) {
      bits.append(UInt32(order), 2)
      bits.append(UInt32(width - 1), 5)
      for sample in samples.prefix(order) { bits.append(sample, width) }
      bits.append(UInt32(k), 5)
      for code in codes {
        let quotient = Int(code >> UInt32(k))
        bits.append(1, min(quotient, PackedSamples.escape) + 1)
        if quotient < PackedSamples.escape { bits.append(code, k) } else { bits.append(code, 32) }
      }
    }
  }

  /// The last three samples, modulo 2^32.
  private struct Past {
    private(set) var one: UInt32 = 0
    private var two: UInt32 = 0
    private var three: UInt32 = 0

    mutating func push(_ value: UInt32) { (one, two, three) = (value, one, two) }

    func prediction(_ order: Int) -> UInt32 {
      switch order {
      case 0: 0
      case 1: one
      case 2: 2 &* one &- two
      default: 3 &* (one &- two) &+ three
      }
    }
  }

  private static func folded(_ residual: UInt32) -> UInt32 { residual << 1 ^ (0 &- residual >> 31) }
  private static func unfolded(_ code: UInt32) -> UInt32 { code >> 1 ^ (0 &- code & 1) }

  /// The fewest bits that hold a value as two's complement.
  private static func width(_ value: UInt32) -> Int {
    33 - (value ^ UInt32(bitPattern: Int32(bitPattern: value) >> 31)).leadingZeroBitCount
  }
}

/// Bits, the highest of each byte first.
private struct BitReader {
  private let bytes: UnsafeRawBufferPointer
  private var next = 0
  private var waiting: UInt64 = 0
  private var count = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// So many bits, 32 at most; nil where there are fewer.
  mutating func take(_ wanted: Int) -> UInt32? {
    while count < wanted {
      guard next < bytes.count else { return nil }
      waiting = waiting << 8 | UInt64(bytes[next])
      next += 1
      count += 8
    }
    count -= wanted
    return UInt32(truncatingIfNeeded: waiting >> UInt64(count) & (1 << UInt64(wanted) - 1))
  }

  /// Passes zeros and the one after them; gives their number, or nil where there are more than `most`.
  mutating func zeros(most: Int) -> Int? {
    for zeros in 0...most {
      guard let bit = take(1) else { return nil }
      if bit == 1 { return zeros }
    }
    return nil
  }

  /// Whether only the zeros are left that fill up the last byte.
  var isSpent: Bool { next == bytes.count && count < 8 && waiting & (1 << UInt64(count) - 1) == 0 }
}

private struct BitWriter {
  private var out: [UInt8] = []
  private var waiting: UInt64 = 0
  private var count = 0

  /// Appends the lowest `width` bits, 32 at most.
  mutating func append(_ value: UInt32, _ width: Int) {
    waiting = waiting << UInt64(width) | UInt64(value) & (1 << UInt64(width) - 1)
    count += width
    while count >= 8 {
      count -= 8
      out.append(UInt8(truncatingIfNeeded: waiting >> UInt64(count)))
    }
  }

  /// All of it, filled up with zeros.
  var bytes: [UInt8] { count == 0 ? out : out + [UInt8(truncatingIfNeeded: waiting << UInt64(8 - count))] }
}
