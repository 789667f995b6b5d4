import Signals
import Testing

@testable import RecordingFormats

struct SignalClassifierTests {
  private func verdict(_ label: String, unit: PhysicalUnit? = nil) -> SignalClassifier.Verdict {
    SignalClassifier(options: ReadingOptions()).verdict(label: label, unit: unit, position: 1)
  }

  @Test(arguments: [
    "EMG", "emg_1", "EMG1", "Mini sensor 10: EMG 10", "EXG Channel 0", "Recto Femoral", "Biceps Femoral",
    "Vasto Medial", "EMG Semitendinoso", "RF", "Leg/L", "EMG trigger zone", "EMGBIT",
  ])
  func `names of muscles are muscle`(label: String) { #expect(verdict(label) == .emg) }

  @Test(arguments: [
    "XYZ", "ACC", "ACCBIT", "Accel Channel 2", "acc_x", "accX", "Mini sensor 10: ACC.X 10", "Acceleration Z",
  ])
  func `names of accelerations are motion`(label: String) { #expect(verdict(label) == .accelerometer) }

  @Test(arguments: ["GYRO.X 10", "gyro_z", "GyrX", "Gyroscope Y"])
  func `names of turns are motion`(label: String) { #expect(verdict(label) == .gyroscope) }

  @Test(arguments: [
    "ECG", "MLII", "V5", "Resp", "EDA", "nSeq", "DI", "Trigger", "label", "knee angle", "Timestamp",
  ])
  func `names of other signals are not muscle`(label: String) {
    #expect(verdict(label) == .ignored("not muscle by its name"))
  }

  @Test(arguments: ["CH1", "Flexo-Extension", "left", ""])
  func `names that say nothing are unknown`(label: String) {
    #expect(verdict(label) == .ignored(SignalClassifier.unknown))
  }

  @Test func `a unit of motion decides against a name`() {
    #expect(verdict("leg", unit: .standardGravity) == .accelerometer)
    #expect(verdict("forearm", unit: .degreesPerSecond) == .gyroscope)
  }

  @Test func `the caller's word decides first`() {
    var options = ReadingOptions()
    options.emg = ["ECG", "3"]
    let classifier = SignalClassifier(options: options)
    #expect(classifier.verdict(label: " ecg ", unit: .volt, position: 1) == .emg)
    #expect(classifier.verdict(label: "noise", unit: nil, position: 3) == .emg)
    #expect(classifier.verdict(label: "EMG", unit: .volt, position: 2) == .ignored("not named by --emg"))
  }
}
