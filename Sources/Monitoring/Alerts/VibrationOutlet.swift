internal import Synchronization

/// The wearable's own motor.
public final class VibrationOutlet: AlertOutlet {
  public let name = "vibration"
  private let vibrate: @Sendable (Int) -> Bool
  /// Wearables of which it has been told that they have no motor.
  private let still = Mutex<Set<Int>>([])

  /// A motor; `vibrate` asks the wearable of this number, counted from 0, and is false where it has none.
  public init(vibrate: @escaping @Sendable (Int) -> Bool) { self.vibrate = vibrate }

  /// Shakes the wearable that the alert is about.
  ///
  /// - Throws: ``AlertFailure``, once for a wearable that cannot.
  public func deliver(_ alert: Alert) throws(AlertFailure) {
    guard alert.state == .given, !vibrate(alert.wearable) else { return }
    guard still.withLock({ $0.insert(alert.wearable).inserted }) else { return }
    throw AlertFailure(
      outlet: name, reason: "wearable \(alert.wearable + 1) has no motor, or is not heard",
      remedy: "choose another way of alerting for it")
  }
}
