import ArgumentParser
import RecordingFormats
import Signals

/// What the caller knows about a recording and the file does not say.
struct ReadingArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Samples a second, for text that has neither a rate nor a time column; such as 1000 or 34000/27.",
      standing: fromFile, valueName: "hz"))
  var rate: RateArgument?

  @Option(
    help: ArgumentHelp(
      "Columns of a text to use, by heading or number from 1.", standing: fromFile, valueName: "a,b"))
  var columns: LabelList?

  @Option(
    help: ArgumentHelp(
      "Unit of EMG values that carry none, such as uV or mV.", standing: fromFile, valueName: "unit"))
  var unit: String?

  @Option(
    help: ArgumentHelp("Labels of the EMG signals, such as 'RF,VM'.", standing: fromFile, valueName: "labels")
  )
  var emg: LabelList?

  @Option(
    help: ArgumentHelp(
      "Labels of the accelerometer's axes, such as 'ACC X,ACC Y,ACC Z'.", standing: fromFile,
      valueName: "labels"))
  var accel: LabelList?

  @Option(help: ArgumentHelp("Labels of the gyroscope's axes.", standing: fromFile, valueName: "labels"))
  var gyro: LabelList?

  func validate() throws {
    if let unit, PhysicalUnit.parse(dimension: unit) == nil {
      throw ValidationError("--unit takes a unit such as uV, mV, V or count, not '\(unit)'")
    }
  }

  /// The same, as readers take it.
  var options: ReadingOptions {
    var options = ReadingOptions()
    options.rate = rate?.rate
    options.columns = columns?.labels
    options.unit = unit
    options.emg = emg?.labels
    options.accelerometer = accel?.labels
    options.gyroscope = gyro?.labels
    return options
  }
}

/// What holds where an option of reading is left out.
private let fromFile = "what the file says"

/// A sampling rate as an argument: `1000`, `1259.259`, `34000/27`.
struct RateArgument: ExpressibleByArgument {
  var rate: SampleRate

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    let rate =
      if parts.count == 2, let numerator = Int(parts[0]), let denominator = Int(parts[1]) {
        SampleRate(numerator, per: denominator)
      } else {
        Double(argument).flatMap { SampleRate(hertz: $0) }
      }
    guard let rate else { return nil }
    self.rate = rate
  }
}

/// Labels as an argument, with commas between them.
struct LabelList: ExpressibleByArgument {
  var labels: [String]

  init?(argument: String) {
    labels = argument.split(separator: ",").map { printable(String($0)) }.filter { !$0.isEmpty }
    if labels.isEmpty { return nil }
  }
}
