import Foundation
import Signals

/// Three axes of acceleration in the making, in g, or of turning, in degrees a second.
struct MotionSignal {
  let kind: StreamKind
  let rate: SampleRate
  /// Axes that the sensor has: the first ones of three.
  let axes: Int
  private(set) var values: [SIMD3<Double>]

  /// A sensor at rest: gravity along z, or no turning, with a little noise.
  init(_ kind: StreamKind = .accelerometer, axes: Int = 3, seconds: Double, rate: SampleRate, seed: UInt64) {
    self.kind = kind
    self.axes = axes
    self.rate = rate
    var generator = SeededGenerator(seed: seed)
    let level = kind == .accelerometer ? SIMD3(0, 0, 1.0) : .zero
    let noise = kind == .accelerometer ? 0.003 : 0.3
    values = (0..<rate.count(in: Seconds(seconds))).map { _ in
      level + noise * SIMD3(gaussian(&generator), gaussian(&generator), gaussian(&generator))
    }
  }

  /// Moves about, at 3 Hz, and comes back to the old posture.
  mutating func shake(from start: Double, to end: Double) {
    let size = kind == .accelerometer ? 0.4 : 80.0
    for index in indices(from: start, to: end) {
      let turns = 3 * Double(index) / rate.hertz
      values[index] += size * SIMD3(sin(2 * .pi * turns), 0, cos(2 * .pi * turns))
    }
  }

  /// Adds noise of so many g, or degrees a second, on every axis, as in a vehicle or of a cheap sensor.
  mutating func tremble(by deviation: Double, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, part: 1)
    for index in values.indices {
      values[index] += deviation * SIMD3(gaussian(&generator), gaussian(&generator), gaussian(&generator))
    }
  }

  /// Puts a wild value into one frame every `period` seconds.
  mutating func spike(every period: Double, by height: Double) {
    for time in stride(from: 0, to: Double(values.count) / rate.hertz, by: period) {
      for index in indices(from: time, to: time + 1 / rate.hertz) { values[index].x += height }
    }
  }

  /// Turns gravity by `degrees` about the y axis between two times, and stays there until a third.
  mutating func tilt(by degrees: Double, from start: Double, to end: Double, until back: Double = .infinity) {
    for index in indices(from: start, to: back + end - start) {
      let time = Double(index) / rate.hertz
      let there = min(1, (time - start) / (end - start))
      let again = time > back ? min(1, (time - back) / (end - start)) : 0
      let angle = degrees * (there - again) * .pi / 180
      let old = values[index]
      values[index] = SIMD3(
        old.x * cos(angle) + old.z * sin(angle), old.y, old.z * cos(angle) - old.x * sin(angle))
    }
  }

  private func indices(from start: Double, to end: Double) -> Range<Int> {
    let count = Double(values.count)
    let low = min(count, max(0, (start * rate.hertz).rounded()))
    return Int(low)..<Int(min(count, max(low, (end * rate.hertz).rounded())))
  }
}
