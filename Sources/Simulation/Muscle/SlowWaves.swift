internal import Glibc
internal import Signals

/// A sum of sines with chance phases: slow chance as a function of time alone.
///
/// What many units share must not depend on which of them asks first, nor on the sampling rate.
struct SlowWaves: Sendable {
  private struct Wave {
    var frequency: Double
    var amplitude: Double
    var phase: Double
  }

  private var waves: [Wave]

  /// Waves of the given frequencies, in hertz, and amplitudes.
  init(_ waves: [(frequency: Double, amplitude: Double)], _ generator: inout SeededGenerator) {
    self.waves = waves.map {
      Wave(frequency: $0.frequency, amplitude: $0.amplitude, phase: generator.uniform(0...(2 * .pi)))
    }
  }

  /// The unsteadiness of a willed effort: 4 % RMS, evenly over the octaves from 0.5 to 11 Hz.
  static func tremor(_ generator: inout SeededGenerator) -> SlowWaves {
    let frequencies = (0..<10).map { 0.5 * pow(2, 0.5 * Double($0)) * generator.uniform(0.9...1.1) }
    let amplitude = 0.04 * (2 / Double(frequencies.count)).squareRoot()
    return SlowWaves(frequencies.map { ($0, amplitude) }, &generator)
  }

  /// What cramping units have in common: waves near 1.4 Hz (Minetto 2009: 1.4 ± 0.4) and slower ones.
  static func commonDrive(_ generator: inout SeededGenerator) -> SlowWaves {
    SlowWaves([(generator.uniform(1.2...1.6), 0.2), (generator.uniform(0.2...0.26), 0.14)], &generator)
  }

  /// Their sum at `time`, in seconds.
  func value(at time: Double) -> Double {
    var sum = 0.0
    for wave in waves { sum += wave.amplitude * sin(2 * .pi * wave.frequency * time + wave.phase) }
    return sum
  }
}
