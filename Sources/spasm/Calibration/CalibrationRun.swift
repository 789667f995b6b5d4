import Foundation
import Monitoring
import Signals
import SpasmDetection
import TerminalUI

/// A calibration where nobody can press a key: samples in, words out, every step by itself.
final class CalibrationRun {
  private let source: any BlockSource
  private let name: String
  private let preset: Preset
  private let pace: Pace
  private let isJSON: Bool
  private var calibration: SiteCalibration
  private var view: CalibrationView
  private let output = StandardOutput()

  /// A calibration of `source`, whose channels a person calls `names`.
  init(
    _ source: any BlockSource, name: String, preset: Preset, plan: CalibrationPlan, names: [String],
    pace: Pace, isJSON: Bool
  ) {
    self.source = source
    self.name = name
    self.preset = preset
    self.pace = pace
    self.isJSON = isJSON
    calibration = SiteCalibration(streams: source.description.streams, plan: plan)
    view = CalibrationView(names: names, hasKeys: false)
  }

  /// Goes through it; returns what was found, and what the detection learnt of the sites.
  ///
  /// It begins with nothing: electrodes that have been seated anew may have another rest than is known of them.
  /// - Throws: what the source throws, and ``StandardOutput/Failure``.
  func run() throws -> (CalibrationResult, [SiteMemory?]) {
    let streams = source.description.streams
    let timer = PaceTimer(pace)
    var replay = Replay(source, name: name, preset: preset, chunk: hop(of: streams))
    replay.isStopped = { [self] in calibration.isOver || Interruption.isAsked }
    replay.beforeBlock = { timer?.wait(until: $0) }
    replay.whenIdle = { [self] in turn() }
    replay.afterBlock = { [self] block, pipeline in
      let stream = streams[block.stream]
      guard stream.kind == .emg else { return }
      let reading = CalibrationReading(
        of: pipeline, channels: calibration.labels.count, at: stream.rate.time(of: block.endIndex))
      tell(calibration.take(reading))
      turn()
      try output.flush()
    }
    let learnt = try replay.run { _ in }
    calibration.end()
    return (calibration.result, learnt)
  }

  /// Frames of the fastest muscle stream in a hop: every hop is read.
  private func hop(of streams: [StreamDescription]) -> Int? {
    streams.filter { $0.kind == .emg }.map { $0.rate.count(in: 0.01) }.max()
  }

  /// Says what is to be done, where it is another than before.
  private func turn() {
    if let line = view.instruction(of: calibration) { say(line) }
  }

  private func tell(_ remarks: [CalibrationRemark]) {
    for line in view.take(remarks, of: calibration) { say(line) }
  }

  /// Says a line; standard output is the result's where that is JSON.
  private func say(_ line: Line) {
    if isJSON {
      Failure.say(line.text(Style()))
    } else {
      output.write(line.text(Terminal.output.style) + "\n")
    }
  }
}
