internal import Events
internal import Signals

extension Episode {
  /// What decided its kind, in plain words, the weightiest first; `isWide` asks for whole phrases.
  ///
  /// `stillness` is the motion that the preset calls motion, `tolerance` the turn that it calls a new posture.
  func reasons(stillness: StandardGravity, tolerance: Degrees, isWide: Bool) -> [String] {
    let decibels = evidence.ratio.value
    var reasons = [
      decibels.isFinite ? "\(signed(decibels)) dB\(isWide ? " over rest" : "")" : "no rest to compare"
    ]
    if let motion = evidence.motion {
      let size = "\(fixedText(motion.value, decimals: motion < 0.0995 ? 2 : 1)) g"
      let isStill = motion < stillness && kind != .movement
      reasons.append(isStill ? isWide ? "no motion" : "still" : isWide ? "motion up to \(size)" : size)
    } else if isWide {
      reasons.append("motion not measured")
    }
    if let posture = evidence.posture, posture > tolerance {
      reasons.append("turned \(fixedText(posture.value, decimals: 0))°")
    }
    if evidence.quality < 0.95 { reasons.append("\(percentText(evidence.quality)) sound") }
    if evidence.blanked > 0.05 { reasons.append("\(percentText(evidence.blanked)) under heartbeats") }
    return reasons
  }
}

/// A whole number of decibels with its sign.
private func signed(_ decibels: Double) -> String {
  let text = fixedText(decibels, decimals: 0)
  return decibels >= 0 ? "+\(text)" : text
}
