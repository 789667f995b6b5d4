internal import Events
internal import Signals

extension Episode {
  /// What decided its kind, in plain words, the weightiest first.
  ///
  /// `stillness` is the motion that the preset calls motion, `tolerance` the turn that it calls a new posture.
  func reasons(stillness: StandardGravity, tolerance: Degrees) -> [String] {
    var reasons = [
      evidence.ratio.value.isFinite ? "\(signed(evidence.ratio.value)) dB" : "no rest to compare"
    ]
    if let motion = evidence.motion {
      reasons.append(
        motion < stillness && kind != .movement
          ? "no motion" : "motion \(fixedText(motion.value, decimals: motion < 0.0995 ? 2 : 1)) g")
    }
    if let posture = evidence.posture, posture > tolerance {
      reasons.append("turned \(fixedText(posture.value, decimals: 0))°")
    }
    if evidence.quality < 0.95 { reasons.append("\(percentText(evidence.quality)) sound") }
    if evidence.blanked > 0.05 { reasons.append("\(percentText(evidence.blanked)) under heartbeats") }
    return reasons
  }
}

/// `reasons` in one text of at most `width` columns: as many of them as there is room for, at least the first.
func joined(_ reasons: [String], within width: Int) -> String {
  var text = reasons.first ?? ""
  for reason in reasons.dropFirst() {
    let more = "\(text), \(reason)"
    if more.displayWidth > width { break }
    text = more
  }
  return text
}

/// A whole number of decibels with its sign.
private func signed(_ decibels: Double) -> String {
  let text = fixedText(decibels, decimals: 0)
  return decibels >= 0 ? "+\(text)" : text
}
