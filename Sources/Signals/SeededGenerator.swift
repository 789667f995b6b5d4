/// A random generator that gives the same numbers for the same seed, on every machine.
///
/// xoshiro256** by Blackman and Vigna, seeded through SplitMix64 as its authors advise. It serves simulation
/// and resampling, where a result must be repeatable; it is not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// A generator whose whole sequence follows from `seed`.
  public init(seed: UInt64) {
    var counter = seed
    state = (
      Self.splitMix(&counter), Self.splitMix(&counter), Self.splitMix(&counter), Self.splitMix(&counter)
    )
  }

  /// A generator for one of many independent parts of a thing that has one seed.
  ///
  /// Parts that draw from generators of their own do not disturb each other: how far one has advanced never
  /// changes what another draws.
  public init(seed: UInt64, part: UInt64) {
    var counter = seed
    let mixed = Self.splitMix(&counter)
    counter = part &+ 0xD1B5_4A32_D192_ED03
    self.init(seed: mixed ^ Self.splitMix(&counter))
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  private static func splitMix(_ counter: inout UInt64) -> UInt64 {
    counter &+= 0x9E37_79B9_7F4A_7C15
    var mixed = counter
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
