import Signals
import Testing

@Suite struct PhysicalUnitTests {
  private func expect(_ spellings: [String], _ unit: PhysicalUnit, _ factor: Double) throws {
    for text in spellings {
      let parsed = try #require(PhysicalUnit.parse(dimension: text), "\(text)")
      #expect(parsed.unit == unit && parsed.factor == factor, "\(text)")
    }
  }

  @Test func `potentials are read in every spelling met`() throws {
    try expect(["V", "v", "Volt", "volts", "VOLTS", "[V]"], .volt, 1)
    // A muscle has no megavolts: capitals are a habit of old devices.
    try expect(["mV", "mv", "MV", "(mV)", "m V", "millivolt", "Millivolt"], .volt, 1e-3)
    // With the micro sign of Latin-1, and with the Greek letter.
    try expect(
      ["uV", "UV", "uv", "\u{B5}V", "\u{3BC}V", "\u{B5}v", " u V ", "[\u{3BC}V]", "microvolt"], .volt, 1e-6)
    try expect(["nV", "nv", "NV"], .volt, 1e-9)
  }

  @Test func `accelerations are read in every spelling met`() throws {
    try expect(["g", "G", "(g)"], .standardGravity, 1)
    try expect(["mg"], .standardGravity, 1e-3)
    try expect(
      [
        "m/s2", "m/s^2", "m/s\u{B2}", "M/S^2", "m/s/s", "m/sec^2", "m.s^-2", "m s^-2", "m/s^(2)",
        "[m/s\u{B2}]",
      ], .standardGravity, 1 / 9.80665)
  }

  @Test func `rates of turn and angles are read in every spelling met`() throws {
    try expect(
      ["deg/s", "Deg/s", "\u{B0}/s", "\u{BA}/s", "\u{B0}/sec", "deg/sec", "dps", "DPS", "degrees/s"],
      .degreesPerSecond, 1)
    try expect(["mdps"], .degreesPerSecond, 1e-3)
    try expect(["rad/s", "rad/sec", "RAD/S"], .degreesPerSecond, 180 / Double.pi)
    try expect(["deg", "\u{B0}", "\u{BA}", "degree", "Degrees"], .degree, 1)
    try expect(["rad"], .degree, 180 / Double.pi)
  }

  @Test func `counts are read in every spelling met`() throws {
    try expect(
      ["count", "Counts", "ADC", "LSB", "raw", "digit", "a.u.", "AU", "(counts)"], .count, 1)
  }

  @Test(arguments: [
    "", " ", "()", "kV", "Hz", "%", "mmHg", "degC", "V/s", "g/s", "m/s", "kg", "mVV", "uV\0", "s", "MG",
    "\u{B5}",
  ])
  func `any other text is no dimension`(text: String) {
    #expect(PhysicalUnit.parse(dimension: text) == nil)
  }

  @Test func `each unit reads its own name`() throws {
    for unit in [PhysicalUnit.volt, .standardGravity, .degreesPerSecond, .degree, .count] {
      try expect([unit.rawValue], unit, 1)
    }
  }
}
