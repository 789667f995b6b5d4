import Foundation
import Monitoring
import Signals
import Simulation
import SpasmDetection
import Testing

/// A calibration of the simulated person who does what is asked for, against what the simulation knows.
@Suite struct SimulatedCalibrationTests {
  /// What a calibration of `sim:calibration` found, and what it said.
  private func calibrate(
    seed: Int, plan: (inout CalibrationPlan) -> Void = { _ in }
  ) throws -> (result: CalibrationResult, remarks: [CalibrationRemark]) {
    let source = SimulatedSource(.calibration, seed: seed, duration: Scenario.calibration.defaultDuration)
    var asked = CalibrationPlan()
    asked.lead = 3
    plan(&asked)
    var calibration = SiteCalibration(streams: source.description.streams, plan: asked)
    var remarks: [CalibrationRemark] = []
    var replay = Replay(source, name: "sim:calibration", preset: Preset.all[0], chunk: 10)
    replay.afterBlock = { block, pipeline in
      guard block.stream == 0 else { return }
      let time = source.description.streams[0].rate.time(of: block.endIndex)
      remarks += calibration.take(CalibrationReading(of: pipeline, channels: 2, at: time))
    }
    try replay.run { _ in }
    calibration.end()
    return (calibration.result, remarks)
  }

  @Test(arguments: [1, 2, 3])
  func `rest is found to 8 % and the maximum to 15 %`(seed: Int) throws {
    let (result, remarks) = try calibrate(seed: seed)
    #expect(result.ending == .finished && result.skipped.isEmpty)
    // The first strong contraction is much weaker than the second, and one more is asked for.
    #expect(remarks.count { if case .differ = $0 { true } else { false } } == 1)
    let truth = SimulatedTruth(.calibration, seed: seed, duration: 180)
    for (number, channel) in result.channels.enumerated() {
      // Of the rest of these electrodes 0.9 dB lie outside the band that is measured.
      let rest = [2.5, 2][number] * pow(10, -0.9 / 20)
      #expect(abs(try #require(channel.rest) / rest - 1) < 0.08)
      let ratios = truth.events.filter { $0.channel == number && $0.kind == "hold" }.map(\.ratio.value)
      let strongest = rest * pow(10, try #require(ratios.max()) / 20)
      #expect(abs(try #require(channel.maximum) / strongest - 1) < 0.15)
      let gentle = rest * pow(10, ratios[..<2].reduce(0, +) / 40)
      #expect(abs(try #require(channel.submaximum) / gentle - 1) < 0.15)
      #expect(channel.maximalTries.count == 3 && channel.gentleTries.count == 2)
      #expect(channel.posture.map(\.angle.value) == [0, 10, 20, 30, 40, 50])
      let levels = channel.posture.map(\.rms)
      #expect(zip(levels, levels.dropFirst()).allSatisfy(<))
    }
  }
}
