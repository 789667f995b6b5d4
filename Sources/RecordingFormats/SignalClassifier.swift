internal import Signals

/// Decides what a signal of a file is, from the caller's word, its label and its dimension.
struct SignalClassifier {
  /// What a signal turned out to be.
  enum Verdict: Hashable {
    case emg
    case accelerometer
    case gyroscope
    /// Not used, with the reason a person reads.
    case ignored(String)
  }

  private let options: ReadingOptions

  init(options: ReadingOptions) {
    self.options = options
  }

  /// Whether the caller named any EMG channel, so that labels no longer decide.
  var emgIsTold: Bool { options.emg != nil }

  /// What the signal called `label` with the dimension `unit` is.
  ///
  /// `position` is its number from 1, by which the caller may name it too. Labels are compared without regard
  /// to case and surrounding blanks.
  func verdict(label: String, unit: PhysicalUnit?, position: Int) -> Verdict {
    let names = [Self.folded(label), String(position)]
    func told(_ list: [String]?) -> Bool { list?.contains { names.contains(Self.folded($0)) } ?? false }
    if told(options.emg) { return .emg }
    if told(options.accelerometer) { return .accelerometer }
    if told(options.gyroscope) { return .gyroscope }
    return concluded(words: Self.words(of: label), unit: unit)
  }

  private func concluded(words: [String], unit: PhysicalUnit?) -> Verdict {
    func has(_ wanted: Set<String>) -> Bool { words.contains { wanted.contains($0) } }
    let isMotionUnit = unit == .standardGravity || unit == .degreesPerSecond
    if unit == .degreesPerSecond || has(Self.gyroscopeWords) {
      return options.gyroscope == nil ? .gyroscope : .ignored("not named by --gyro")
    }
    if unit == .standardGravity || has(Self.accelerometerWords) {
      return options.accelerometer == nil ? .accelerometer : .ignored("not named by --accel")
    }
    if has(Self.otherWords), !has(["emg", "semg"]) { return .ignored("not muscle by its name") }
    if has(Self.emgWords) && !isMotionUnit {
      return options.emg == nil ? .emg : .ignored("not named by --emg")
    }
    return .ignored(Self.unknown)
  }

  /// The reason for a name that says nothing.
  static let unknown = "neither muscle nor motion by its name"

  /// The label's words in lower case: letters and digits part where they meet, so `EMG1` is `emg` and `1`.
  static func words(of label: String) -> [String] {
    var words: [String] = []
    var current = ""
    var wasDigit = false
    for character in label.lowercased() {
      let isDigit = character.isNumber
      guard character.isLetter || isDigit else {
        if !current.isEmpty { words.append(current) }
        current = ""
        continue
      }
      if !current.isEmpty, isDigit != wasDigit {
        words.append(current)
        current = ""
      }
      current.append(character)
      wasDigit = isDigit
    }
    if !current.isEmpty { words.append(current) }
    return words
  }

  private static func folded(_ text: String) -> String { printable(text).lowercased() }

  private static let emgWords: Set<String> = [
    "emg", "semg", "emgbit", "exg", "muscle", "biceps", "triceps", "quadriceps", "trapezius", "deltoid",
    "erector", "multifidus", "lumbar", "gastrocnemius", "soleus", "tibialis", "masseter", "temporalis",
    "femoris", "femoral", "vastus", "vasto", "rectus", "recto", "semitendinosus", "semitendinoso",
    "gluteus", "forearm", "flexor", "extensor", "chin", "submental", "leg", "rf", "bf", "vm", "vl", "st",
    "ta", "gm", "gl",
  ]
  private static let accelerometerWords: Set<String> = [
    "acc", "accel", "accelerometer", "acceleration", "accx", "accy", "accz", "accbit", "xyz",
  ]
  private static let gyroscopeWords: Set<String> = [
    "gyr", "gyro", "gyroscope", "gyrx", "gyry", "gyrz", "gyrox", "gyroy", "gyroz",
  ]
  /// Names of what is not muscle, although it comes in volts or counts.
  private static let otherWords: Set<String> = [
    "ecg", "ecgbit", "ekg", "eeg", "eegbit", "edabit", "eog", "ppg", "mlii", "avr", "avl", "avf", "v",
    "resp", "respiration", "spo", "eda", "gsr", "temp", "temperature", "mag", "magnetometer", "light",
    "battery", "nseq", "di", "trigger", "status", "marker", "event", "timestamp", "time", "counter",
    "index", "angle", "goniometer", "force", "torque", "label", "class", "gesture", "stimulus",
    "restimulus", "repetition", "subject", "analog", "package", "pressure",
  ]
}
