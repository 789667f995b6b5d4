public import Events

/// What events go to: lines on standard output, a screen's remarks, alerts.
///
/// It must not wait: a lane hands it every event at once. What it cannot pass on it counts and tells by itself.
public protocol MonitorOutlet: Sendable {
  /// Takes an event of the lane of this number, from the thread of that lane.
  func take(_ event: Event, from lane: Int)
}
