internal import Signals

/// The windows of the parameters, in hops.
struct WindowCounts: Sendable {
  let fast: Int
  let medium: Int
  /// Medium windows in the slow one.
  let slowParts: Int
  let blank: Int
  /// How many later hops must be there before one is judged.
  let lookAhead: Int
  /// Hops far above an activity that are another one, and no click.
  let surge: Int
  /// Hops until a steady mains line that has come is seen in them, and some more.
  let humRecognition: Int
  /// Hops in which such a line is most of the signal that are hum.
  let humming: Int
  /// Hops that hum may hide before it is no longer waited for that a notch takes it out.
  let hidden: Int
  /// Hops of an activity that a fall is held against by which its muscle lets go.
  let recent: Int
  /// Hops without signal that are said to be a loss.
  let loss: Int

  /// How far back the hops reach, for the onset of a slow ramp.
  static let lookBack: Seconds = 12

  init(parameters: DetectionParameters, design: BandDesign) {
    fast = design.hops(in: parameters.fastWindow)
    medium = design.hops(in: parameters.mediumWindow)
    slowParts = max(1, design.hops(in: parameters.slowWindow) / medium)
    blank = design.hops(in: parameters.heartbeatBlank)
    // A beat is known when its bump has fallen by half, about 0.1 s after its middle.
    lookAhead = design.hops(in: parameters.heartbeatBlank + 0.1)
    surge = design.hops(in: 0.1)
    // The line is seen when it fills four of five blocks of 0.2 s.
    humRecognition = design.hops(in: 1.2)
    humming = design.hops(in: 0.6)
    hidden = design.hops(in: 10)
    recent = design.hops(in: 3)
    loss = design.hops(in: 0.5)
  }
}
