internal import Signals
internal import SpasmDetection

extension CalibrationPhase {
  /// What the person is to do now, in a few words.
  var headline: String {
    switch self {
    case .checking: "Keep still: the electrodes are looked at"
    case .mending: "An electrode is off"
    case .announcing(let step, _, _): "Next: \(step.words)"
    case .relaxing: "Relax, and keep still"
    case .awaiting(let effort, _):
      effort.isMaximal ? "NOW: as hard as you can, and hold" : "NOW: gently, and hold"
    case .holding(let effort, _): effort.isMaximal ? "HOLD, as hard as you can" : "HOLD, gently"
    case .pausing: "Let go, and rest"
    case .sweeping: "Bend slowly as far as is comfortable, and come back"
    case .ended(.finished): "Done"
    case .ended(.early): "Ended early"
    case .ended(.noSignal): "No electrode has a signal"
    }
  }

  /// What belongs to it, a sentence or two.
  func explanation(_ plan: CalibrationPlan, hasKeys: Bool) -> String {
    switch self {
    case .checking: "Sit or lie comfortably."
    case .mending:
      "Press it on, wet the skin, look at its cable." + (hasKeys ? " Enter goes on without it." : "")
    case .announcing(let step, _, _): step.explanation(plan)
    case .relaxing: "Let everything go limp. Whatever moves or tenses begins it anew."
    case .awaiting(let effort, _), .holding(let effort, _): effort.words
    case .pausing(let effort, _): "\(effort.words) follows."
    case .sweeping: "\(wholeText(plan.sweep)) for both ways."
    case .ended: ""
    }
  }
}

extension CalibrationEffort {
  /// Which contraction it is.
  var words: String { "\(isMaximal ? "Strong" : "Gentle") contraction \(number) of \(count)" }
}

extension CalibrationStep {
  /// What it is called.
  var words: String {
    switch self {
    case .electrodes: "a look at the electrodes"
    case .relax: "rest"
    case .gentle: "gentle contractions"
    case .maximal: "contractions as strong as you can"
    case .posture: "a slow bend and back"
    }
  }

  /// What the person is to know before it begins.
  func explanation(_ plan: CalibrationPlan) -> String {
    let hold = wholeText(plan.hold)
    return switch self {
    case .electrodes: "Sit or lie comfortably."
    case .relax:
      "Sit or lie comfortably and let everything go limp, for \(wholeText(plan.relax)) without a break."
    case .gentle:
      "Tense the muscle about a quarter as hard as you can and hold it for \(hold), \(timesText(plan.gentleTries)). "
        + "In pain this is enough: leave out what follows."
    case .maximal:
      "Tense it as hard as you can and hold it for \(hold), \(timesText(plan.maximalTries)) or more, with "
        + "\(wholeText(plan.maximalPause)) of rest between. Leave it out if it hurts."
    case .posture:
      "Bend slowly as far as is comfortable, and come back, in \(wholeText(plan.sweep)). Leave it out if it hurts."
    }
  }
}

/// A span as people give it as an order: `3 s`, `2.5 s`.
private func wholeText(_ span: Seconds) -> String {
  fixedText(span.value, decimals: span.value == span.value.rounded() ? 0 : 1) + " s"
}

/// `once`, `twice`, `3 times`.
private func timesText(_ count: Int) -> String {
  count == 1 ? "once" : count == 2 ? "twice" : "\(count) times"
}
