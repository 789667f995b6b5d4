internal import Synchronization

/// Lets the wearer of a live device feel something, from any thread.
public final class Vibrator: Sendable {
  private struct State {
    var isAble = false
    var wish: (pulses: UInt8, strength: UInt8)?
  }

  private let state = Mutex(State())

  init() {}

  /// Asks for so many pulses, 1 to 10, of so many per cent of the greatest strength, at the next moment that the device is spoken to.
  ///
  /// False where the device has no motor, or is not there.
  public func vibrate(pulses: UInt8 = 2, strength: UInt8 = 100) -> Bool {
    state.withLock { state in
      if state.isAble { state.wish = (pulses, strength) }
      return state.isAble
    }
  }

  /// Hands what was asked for to the host of the device.
  func hand<Host: DeviceHost & ~Copyable>(to host: inout Host, isConnected: Bool) {
    let isAble = isConnected && host.vibrates && host.stage == .streaming
    let wish = state.withLock { state in
      state.isAble = isAble
      defer { state.wish = nil }
      return state.wish
    }
    if let wish, isConnected { _ = host.vibrate(pulses: wish.pulses, strength: wish.strength) }
  }
}
