/// What the numbers of a stream measure, in the unit the project uses inside.
public enum PhysicalUnit: String, Hashable, Sendable {
  /// Electric potential.
  case volt = "V"
  /// Acceleration in standard gravity.
  case standardGravity = "g"
  /// Rate of turn.
  case degreesPerSecond = "deg/s"
  /// An angle.
  case degree = "deg"
  /// A converter's raw steps, of unknown size.
  case count = "count"

  /// What a dimension text of a file header means: the inside unit, and the factor that leads to it.
  ///
  /// Knows volts, g, m/s2, deg/s, rad/s, degrees and counts with SI prefixes, in the spellings met in files
  /// (`uV`, `µV`, `μV`, `°/s`, `dps`, `m/s^2`). Nil for any other text.
  public static func parse(dimension text: String) -> (unit: PhysicalUnit, factor: Double)? {
    var name = ""
    for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
      switch scalar {
      case "\u{B5}", "\u{3BC}": name.append("u")  // micro sign, Greek mu
      case "\u{B2}": name.append("2")
      case "\u{B0}", "\u{BA}": name.append("deg")  // degree sign, ordinal mark
      case "^", "(", ")", "[", "]": continue
      default: name.unicodeScalars.append(scalar)
      }
    }
    if let exact = caseSensitive[name] { return exact }
    return caseFree[name.lowercased()]
  }

  // Prefixes differ by case (mV, MV), so the prefixed volts come first.
  private static let caseSensitive: [String: (unit: PhysicalUnit, factor: Double)] = [
    "V": (.volt, 1), "mV": (.volt, 1e-3), "uV": (.volt, 1e-6), "nV": (.volt, 1e-9),
    "g": (.standardGravity, 1), "G": (.standardGravity, 1), "mg": (.standardGravity, 1e-3),
  ]

  private static let caseFree: [String: (unit: PhysicalUnit, factor: Double)] = {
    let metre = (unit: PhysicalUnit.standardGravity, factor: 1 / 9.80665)
    let turn = (unit: PhysicalUnit.degreesPerSecond, factor: 1.0)
    let radian = (unit: PhysicalUnit.degreesPerSecond, factor: 180 / Double.pi)
    let count = (unit: PhysicalUnit.count, factor: 1.0)
    return [
      "v": (.volt, 1), "volt": (.volt, 1), "volts": (.volt, 1), "mv": (.volt, 1e-3), "uv": (.volt, 1e-6),
      "nv": (.volt, 1e-9), "millivolt": (.volt, 1e-3), "microvolt": (.volt, 1e-6),
      "m/s2": metre, "m/s/s": metre, "m.s-2": metre, "ms-2": metre, "m/sec2": metre,
      "deg/s": turn, "deg/sec": turn, "dps": turn, "degrees/s": turn,
      "rad/s": radian, "rad/sec": radian, "mdps": (.degreesPerSecond, 1e-3),
      "deg": (.degree, 1), "degree": (.degree, 1), "degrees": (.degree, 1), "rad": (.degree, 180 / Double.pi),
      "count": count, "counts": count, "adc": count, "lsb": count, "raw": count, "digit": count,
      "a.u.": count, "au": count,
    ]
  }()
}
