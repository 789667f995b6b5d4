internal import Signals

/// The wearables that several scenarios share. Levels of rest lie in the 1 to 5 µV of a well prepared skin.
extension Wearable {
  /// Electrodes on calf and shin.
  static let lowerLeg = Wearable(
    site: "limb",
    electrodes: [
      Electrode(label: "EMG1", site: "calf", side: .right, muscle: "gastrocnemius medialis", rest: 2e-6),
      Electrode(label: "EMG2", site: "shin", side: .right, muscle: "tibialis anterior", rest: 1.5e-6),
    ])

  /// Electrodes on either side of the spine, with R waves of the given heights, in volts.
  static func lowerBack(rWaves: (left: Double, right: Double)) -> Wearable {
    Wearable(
      site: "trunk",
      electrodes: [
        Electrode(
          label: "EMG1", site: "trunk", side: .left, muscle: "erector spinae", rest: 2.5e-6,
          rWave: rWaves.left),
        Electrode(
          label: "EMG2", site: "trunk", side: .right, muscle: "erector spinae", rest: 2e-6,
          rWave: rWaves.right),
      ],
      breathingSway: 0.4)
  }

  /// One electrode on a forearm, which hears the heart faintly.
  static let forearm = Wearable(
    site: "limb",
    electrodes: [
      Electrode(
        label: "EMG1", site: "forearm", side: .left, muscle: "flexor carpi radialis", rest: 2e-6, rWave: 9e-6)
    ])
}
