public import Links
public import Signals

/// Looks for devices on Bluetooth Low Energy, in the best of three ways that the adapter and the program's rights allow.
///
/// The kernel's management is asked first, which gets on with the system's own Bluetooth daemon and needs CAP_NET_ADMIN; then the
/// controller itself, which needs CAP_NET_RAW: by its extended commands, or by the old ones where it knows no others.
public struct BluetoothScan {
  /// How devices are looked for.
  public enum Way: String, CaseIterable, Sendable {
    case management, extended, legacy
  }

  /// The adapter's number; nil for the first that is on.
  public var adapter: Int?
  /// The ways that are tried, in their order.
  public var ways = Way.allCases
  /// A clock that never goes back.
  public var now: () -> Seconds
  /// Whether the caller has had enough.
  public var isStopped: () -> Bool = { false }

  public init(adapter: Int? = nil, now: @escaping () -> Seconds) { (self.adapter, self.now) = (adapter, now) }

  static let name = "Bluetooth"

  /// Looks for `span`, and tells each device whenever more is known of it; gives all of them, and how they were found.
  ///
  /// - Throws: ``LinkError``: forbidden, with what mends it; unavailable where there is no adapter, or it goes.
  public func run(
    for span: Seconds, _ found: (Sightings.Device) -> Void = { _ in }
  ) throws(LinkError) -> (devices: [Sightings.Device], way: Way) {
    let adapter = try BluetoothAdapter.pick(adapter, name: Self.name)
    #if Bluetooth
      var refusals: [String] = []
      var isForbidden = false
      for way in ways {
        let scanner: any Scanner =
          switch way {
          case .management: ManagementScanner(adapter)
          case .extended: ControllerScanner(adapter, isExtended: true)
          case .legacy: ControllerScanner(adapter, isExtended: false)
          }
        switch scanner.start() {
        case .started: return (try listen(scanner, for: span, found), way)
        case .forbidden: isForbidden = true
        case .refused(let reason): refusals.append("\(way.rawValue): \(reason)")
        }
      }
      guard isForbidden, refusals.isEmpty else {
        throw LinkError(
          .unavailable, name: Self.name,
          reason: "cannot look for devices (\(refusals.joined(separator: "; ")))")
      }
      throw LinkError(.forbidden, name: Self.name, reason: Self.advice)
    #else
      throw LinkError(.unavailable, name: adapter.name, reason: "cannot look for devices")
    #endif
  }

  /// Which right is missing, and whom to give it to: a device whose address is known is called without it.
  public static let advice =
    "looking for devices takes the right CAP_NET_ADMIN; give it to the small program that does nothing else:"
    + " sudo setcap cap_net_admin+ep \"$(command -v spasm-scan)\""
}

#if Bluetooth
  extension BluetoothScan {
    private func listen(
      _ scanner: any Scanner, for span: Seconds, _ found: (Sightings.Device) -> Void
    ) throws(LinkError) -> [Sightings.Device] {
      defer { scanner.stop() }
      var sightings = Sightings()
      let end = now() + span
      while now() < end, !isStopped() {
        guard let reports = scanner.next(waiting: 100) else {
          throw BluetoothTrouble.adapterGone.error(Self.name)
        }
        for report in reports {
          if let device = sightings.take(report), device.isConnectable { found(device) }
        }
      }
      return sightings.all
    }
  }
#endif
