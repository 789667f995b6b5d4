import Foundation
import Signals

/// A sample of the standard normal distribution.
func gaussian(_ generator: inout SeededGenerator) -> Double {
  let radius = sqrt(-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)))
  return radius * cos(2 * Double.pi * Double.random(in: 0..<1, using: &generator))
}
