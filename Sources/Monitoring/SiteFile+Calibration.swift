public import EpisodeRecorder
internal import RecordingFormats
public import Signals
public import SpasmDetection

extension SiteFile {
  /// Writes what a calibration of `streams` found, `now` by the wall clock; `learnt` is what the detection has learnt of
  /// the sites meanwhile.
  ///
  /// A calibration that was gone through without a maximum leaves none: a person whom it hurts is not measured by what
  /// they could do another day. One that was ended early leaves what it did not come to.
  /// - Returns: the names of the sites that were written.
  /// - Throws: ``RecordingError``, or ``WritingError`` when it cannot be written.
  public func keep(
    _ result: CalibrationResult, learnt: [SiteMemory?], of streams: [StreamDescription], at now: WallTime
  ) throws -> [String] {
    let known = try known(of: streams)
    var kept: [String] = []
    try change(streams) { number, member, unit in
      guard result.channels.indices.contains(number), let rest = result.channels[number].rest else {
        return false
      }
      let channel = result.channels[number]
      member["unit"] = unit
      member["rest"] = rounded(rest)
      member["calibrated"] = now.iso8601
      if let spread = channel.restSpread { member["rest_spread_db"] = rounded(spread.value) }
      if learnt.indices.contains(number), let memory = learnt[number] {
        if let colour = memory.colour { member["colour"] = [colour.x, colour.y, colour.z] }
        if let strength = memory.strength { member["strength"] = rounded(strength) }
      }
      if let submaximum = channel.submaximum { member["submaximum"] = rounded(submaximum) }
      if let maximum = channel.maximum {
        member["maximum"] = rounded(maximum)
        member["tries"] = channel.maximalTries.count
      } else if result.ending == .finished || result.skipped.contains(.maximal) {
        member["maximum"] = nil
        member["tries"] = nil
      }
      if !channel.posture.isEmpty {
        member["posture"] = channel.posture.map { ["from_deg": $0.angle.value, "rms": rounded($0.rms)] }
      }
      if let name = known.names[number] { kept.append(name) }
      return true
    }
    return kept
  }

  /// To a thousandth, which is far finer than any of it is known.
  private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
