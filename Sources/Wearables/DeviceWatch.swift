internal import FirmwareProtocol
internal import Signals

/// Follows how a device fares, and says when that is worth telling: when it changes, and once a minute.
struct DeviceWatch {
  private(set) var state = DeviceState()
  private var told: DeviceState?
  private var nextTelling: Seconds = 0
  private var nextLook: Seconds = 0
  private var spread = ArrivalSpread()
  private var line: ClockLine?
  /// Device time of the boot under way that was heard first, and last.
  private var span: ClosedRange<Double>?
  private var isReferenceOff = false
  private var leadsOff: Set<Int> = []
  private let muscleChannels: Int

  private static let lookInterval: Seconds = 1
  private static let interval: Seconds = 60
  /// Less of the battery is no change worth a line.
  private static let batteryStep = 0.05
  /// A spread below this is as good as none: no change of it is worth a line.
  private static let smallSpread: Seconds = 0.02
  /// Over less device time its clock's drift is hidden by the link's delays, in seconds.
  private static let leastSpan = 60.0

  /// A watch over a device with so many channels of muscle.
  init(muscleChannels: Int) { self.muscleChannels = muscleChannels }

  /// Takes what the device says of itself.
  mutating func take(_ report: DeviceReport) {
    state.battery = report.battery
    state.isCharging = report.isCharging
    isReferenceOff = report.isReferenceOff
    state.electrodesOff = isReferenceOff ? Set(0..<muscleChannels) : leadsOff
  }

  /// Takes what it says of channels of muscle, the first of which has this number; `qualities` are a channel each, or none.
  mutating func take(_ qualities: [SampleQuality], first: Int, count: Int) {
    if qualities.isEmpty && leadsOff.isEmpty { return }
    for channel in 0..<count {
      if channel < qualities.count, qualities[channel].contains(.leadOff) {
        leadsOff.insert(first + channel)
      } else {
        leadsOff.remove(first + channel)
      }
    }
    if !isReferenceOff { state.electrodesOff = leadsOff }
  }

  /// Takes that samples whose last was taken at device time `device` came at `now`.
  mutating func take(device: Double, at now: Seconds) {
    span = min(span?.lowerBound ?? device, device)...max(span?.upperBound ?? device, device)
    if let line { spread.add(now - line.host(of: device), at: now) }
  }

  /// Host time of a moment of the boot under way, as far as the quickest arrivals tell.
  func host(of device: Double) -> Seconds? { line?.host(of: device) }

  /// The device counts its time anew.
  mutating func forgetBoot() { (line, span) = (nil, nil) }

  /// How the device fares, where that is worth telling.
  mutating func news(_ clock: borrowing ClockFit, at now: Seconds) -> DeviceState? {
    guard let span else {
      // A second after the first samples the device has told all that it tells.
      nextLook = now + Self.lookInterval
      return nil
    }
    guard now >= nextLook else { return nil }
    nextLook = now + Self.lookInterval
    line = ClockLine(clock, near: span.upperBound)
    state.drift = span.upperBound - span.lowerBound >= Self.leastSpan ? clock.drift : nil
    state.jitter = spread.most(at: now)
    guard now >= nextTelling || isChanged else { return nil }
    nextTelling = now + Self.interval
    told = state
    return state
  }

  private var isChanged: Bool {
    guard let told else { return true }
    if state.electrodesOff != told.electrodesOff || state.isCharging != told.isCharging { return true }
    if (state.battery == nil) != (told.battery == nil) { return true }
    if let battery = state.battery, let before = told.battery, abs(battery - before) >= Self.batteryStep {
      return true
    }
    let jitter = max(state.jitter ?? 0, Self.smallSpread)
    let before = max(told.jitter ?? 0, Self.smallSpread)
    return jitter > before * 2 || before > jitter * 2
  }
}

/// What leads from a device's time to the host's, near a moment.
struct ClockLine {
  private let device: Double
  private let host: Double
  private let slope: Double

  /// The line of a fit near device time `device`; nil while too little has come.
  init?(_ fit: borrowing ClockFit, near device: Double) {
    guard let host = fit.host(of: Seconds(device)), let later = fit.host(of: Seconds(device + 1)) else {
      return nil
    }
    (self.device, self.host, slope) = (device, host.value, (later - host).value)
  }

  func host(of device: Double) -> Seconds { Seconds(host + slope * (device - self.device)) }
}
