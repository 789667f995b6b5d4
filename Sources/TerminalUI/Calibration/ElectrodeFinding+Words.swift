internal import Events
internal import Signals
public import SpasmDetection

extension ElectrodeFinding {
  /// What is wrong, in words.
  public var words: String {
    switch self {
    case .off(let condition): condition.words
    case .hum(let line):
      "mains hum, \(fixedText(line.nominal.value, decimals: 0)) Hz, \(fixedText(line.ratio.value, decimals: 0)) dB "
        + "over all else"
    case .loudRest(let rms): "rest is loud, \(levelText(rms, isInMicrovolts: true))"
    case .noiseStep(let times): "its noise has stepped up, to \(fixedText(times, decimals: 1)) times"
    case .dryingOut(let times): "its noise has crept up, to \(fixedText(times, decimals: 1)) times"
    }
  }

  /// What a person can do about it.
  public var advice: String {
    switch self {
    case .off: "press the electrode on, and look at its cable and plug"
    case .hum: "move the mains cable away, press the electrodes on, wet the skin"
    case .loudRest: "let the muscle go limp; if it stays, wet the skin or take a fresh electrode"
    case .noiseStep: "the electrode has moved: press it on, or calibrate anew"
    case .dryingOut: "the electrode dries out or comes loose: wet it, or take a fresh one"
    }
  }
}

/// An amplitude with its unit: `2.1 uV`, `107 uV`, `1530 counts`.
func levelText(_ rms: Double, isInMicrovolts: Bool) -> String {
  fixedText(rms, decimals: rms < 9.95 ? 1 : 0) + (isInMicrovolts ? " uV" : " counts")
}
