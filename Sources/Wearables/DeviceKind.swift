/// Which way of speaking a device has; its raw value is the kind that a capture of it bears.
public enum DeviceKind: String, CaseIterable, Sendable {
  /// The protocol of `Firmware-Protocol`.
  case native

  /// A host of a device of this kind, which has heard nothing yet.
  func makeHost() -> any DeviceHost & ~Copyable {
    switch self {
    case .native: NativeHost()
    }
  }
}
