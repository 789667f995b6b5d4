/// Which way of speaking a device has; its raw value is the kind that a capture of it bears.
public enum DeviceKind: String, CaseIterable, Sendable {
  /// The protocol of `Firmware-Protocol`.
  case native
  /// OpenBCI Cyton, with or without a Daisy.
  case cyton
  /// Boards with the firmware of Upside Down Labs' Chords.
  case chords
  /// uMyo sensors, through their USB base.
  case umyo

  /// A host of a device of this kind, which has heard nothing yet.
  func makeHost() -> any DeviceHost & ~Copyable {
    switch self {
    case .native: NativeHost()
    case .cyton: CytonHost()
    case .chords: ChordsHost()
    case .umyo: UMyoHost()
    }
  }
}
