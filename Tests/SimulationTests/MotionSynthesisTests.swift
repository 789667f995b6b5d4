import Foundation
import Signals
import Testing

@testable import Simulation

@Suite struct MotionSynthesisTests {
  /// A scenario of one chapter of 30 s with the given act in it, on a body part that breath does not move.
  private func frames(_ act: Act) -> [[Double]] {
    let scenario = Scenario(
      name: "one act", summary: "", defaultDuration: 30, wearable: Scenario.basic.wearable,
      chapter: { number, _ in Chapter(duration: 30, acts: number == 0 ? [act] : []) })
    var motion = MotionSynthesizer(scenario, seed: Seed(7))
    return (0..<3000).map { _ in motion.next().acceleration }
  }

  private func mean(_ frames: some Collection<[Double]>) -> [Double] {
    (0..<3).map { axis in frames.reduce(0) { $0 + $1[axis] } / Double(frames.count) }
  }

  /// RMS of what departs from the mean, over all axes.
  private func shaking(_ frames: some Collection<[Double]>) -> Double {
    let mean = mean(frames)
    let power = frames.reduce(0) { sum, frame in
      sum + zip(frame, mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    return (power / Double(3 * frames.count)).squareRoot()
  }

  @Test func `at rest there is gravity and the sensor's noise`() {
    let frames = frames(Act(kind: .twitch, start: 0, contractions: []))
    for (axis, expected) in zip(mean(frames), [1.0, 0, 0]) { #expect(abs(axis - expected) < 0.0005) }
    #expect(abs(shaking(frames) / MotionSynthesizer.sensorNoise - 1) < 0.05)
  }

  @Test func `a turn moves gravity smoothly, and stays`() {
    let turn = Act.Turn(delay: 0, duration: 2, angle: 60)
    let frames = frames(Act(kind: .voluntary, start: 10, contractions: [], turns: [turn]))
    let after = mean(frames[1300...])
    #expect(abs(after[0] - 0.5) < 0.001 && abs(after[2] - 0.866) < 0.001)
    // The steepest change, 1.875 times the mean speed, is 57 degrees a second: 0.01 g a frame.
    let steps = zip(frames.dropFirst(), frames).map { abs($0[2] - $1[2]) }
    #expect(steps.max() ?? 1 < 0.03)
  }

  @Test func `a vibration has the strength of its middle`() {
    let shaking = Act.Shaking(cause: .muscle, delay: 0, duration: 20, strength: 0.009)
    let frames = frames(Act(kind: .spasm, start: 5, contractions: [], shakings: [shaking]))
    let expected = (0.009 * 0.009 + MotionSynthesizer.sensorNoise * MotionSynthesizer.sensorNoise)
      .squareRoot()
    #expect(abs(self.shaking(frames[1300..<1700]) / expected - 1) < 0.1)
    #expect(abs(self.shaking(frames[2600...]) / MotionSynthesizer.sensorNoise - 1) < 0.1)
  }

  @Test func `a back that bends comes back`() throws {
    let truth = SimulatedTruth(.backSpasm, seed: 9, duration: 10)
    let spasm = try #require(truth.events.first { $0.kind == "spasm" })
    let bend = try #require(truth.events.first { $0.kind == "voluntary" })
    var motion = MotionSynthesizer(.backSpasm, seed: Seed(9))
    let frames = (0..<1000).map { _ in motion.next().acceleration }
    let before = mean(frames[..<300])
    let during = frames[Int(bend.start.value * 100)..<Int(bend.end.value * 100)]
    #expect(during.map { $0[2] }.max() ?? 0 > 0.4)
    let after = mean(frames[Int(spasm.start.value * 100)...])
    for (before, after) in zip(before, after) { #expect(abs(before - after) < 0.01) }
  }
}
