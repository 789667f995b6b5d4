internal import Glibc

/// Why there is no connection, or none any more: what the kernel's error numbers mean of a Bluetooth socket.
///
/// What they are made of is in the kernel's bt_to_errno(). Those marked were seen on a real kernel, with a radio in software.
public enum BluetoothTrouble: Hashable, Sendable {
  /// Nothing was heard for the supervision time-out: out of reach, or its battery is empty (seen).
  case lost
  /// The device ended the connection (seen).
  case ended
  /// The adapter was pulled out or switched off (seen).
  case adapterGone
  /// There is no adapter, or none that is switched on.
  case adapterOff
  /// Somebody else on this machine talks to the device.
  case busy
  /// The device did not answer, while it was called.
  case noAnswer
  /// The connection was made, and broke at once.
  case notEstablished
  /// The device asks for pairing.
  case refused
  /// This machine lets the program do no such thing.
  case forbidden
  /// The system has no Bluetooth, or a container hides it.
  case noBluetooth
  /// Any other error of the system, by its number.
  case other(Int32)

  /// What an error number means while a device is called, or while it is connected.
  public init(_ number: Int32, whileCalling: Bool) {
    switch number {
    case 0, ECONNRESET, ENOTCONN, EPIPE: self = whileCalling ? .noAnswer : .ended
    case ETIMEDOUT, ECONNREFUSED: self = whileCalling ? .noAnswer : .lost
    case ECONNABORTED: self = .adapterGone
    case EHOSTDOWN, EHOSTUNREACH: self = whileCalling ? .noAnswer : .lost
    case ENODEV, ENETDOWN, ENETUNREACH, ERFKILL: self = .adapterOff
    case EBUSY, EALREADY, EISCONN: self = .busy
    case ENOSYS: self = .notEstablished
    case EACCES where !whileCalling, EKEYREJECTED: self = .refused
    case EPERM, EACCES: self = .forbidden
    case EAFNOSUPPORT, EPROTONOSUPPORT: self = .noBluetooth
    default: self = .other(number)
    }
  }

  /// The error, with what can be done about it.
  public func error(_ name: String, address: BluetoothAddress? = nil) -> LinkError {
    LinkError(self == .forbidden ? .forbidden : .unavailable, name: name, reason: reason(address))
  }

  private func reason(_ address: BluetoothAddress?) -> String {
    let command = address.map { $0.description.split(separator: "/")[0] }.map {
      "bluetoothctl disconnect \($0)"
    }
    switch self {
    case .lost: return "is not heard any more: it is out of reach, or has no power"
    case .ended: return "has ended the connection"
    case .adapterGone: return "is not heard: the Bluetooth adapter has gone or was switched off"
    case .adapterOff:
      return "cannot be called: no Bluetooth adapter is on; see 'bluetoothctl power on' and 'rfkill list'"
    case .busy:
      return "is in use: another program on this machine talks to it, or calls a device just now"
        + (command.map { "; '\($0)' takes it away from the system's own" } ?? "")
    case .noAnswer:
      guard let address else { return "does not answer" }
      let other: BluetoothAddress.Kind = address.kind == .public ? .random : .public
      return "does not answer: is it on and near? Or its address is of the kind \(other.rawValue), not"
        + " \(address.kind.rawValue)"
    case .notEstablished:
      return "was called, and the connection broke at once: it may be at the edge of reach"
    case .refused: return "wants to be paired first: 'bluetoothctl pair' does that"
    case .forbidden: return "may not be called: the system does not let this program use Bluetooth"
    case .noBluetooth:
      return
        "cannot be called: this system has no Bluetooth, or a container hides it, which needs the network"
        + " of its host"
    case .other(let number): return String(cString: strerror(number))
    }
  }
}
