internal import Signals
public import SpasmDetection

/// A calibration that goes on beside the monitoring: the lane feeds it, and a screen looks at it and says what the person wants.
public struct BoardCalibration: Sendable {
  /// Where it stands.
  public private(set) var calibration: SiteCalibration
  /// What a person should hear of, as it came.
  public private(set) var remarks: [CalibrationRemark] = []
  /// What the detection knew of the sites at its end.
  public private(set) var learnt: [SiteMemory?] = []

  init(calibration: SiteCalibration) { self.calibration = calibration }

  mutating func take(_ pipeline: borrowing Pipeline, at time: Seconds) {
    guard !calibration.isOver else { return }
    remarks += calibration.take(
      CalibrationReading(of: pipeline, channels: calibration.labels.count, at: time))
    learnt = pipeline.sites
  }

  mutating func take(_ command: CalibrationCommand) { remarks += calibration.take(command) }

  /// Gives the remarks since this was asked last.
  mutating func takeRemarks() -> [CalibrationRemark] {
    defer { remarks.removeAll() }
    return remarks
  }
}
