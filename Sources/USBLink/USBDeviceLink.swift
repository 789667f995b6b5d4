internal import Dispatch
public import Links
internal import Synchronization

/// A link to a device over USB, through libusb: our own protocol's interface, or the serial line behind a bridge.
///
/// While it lives the device is ours; the kernel's driver is given back at the end. To be used by one thread.
public final class USBDeviceLink: DeviceLink {
  /// What it stands on.
  struct Settings {
    var calls: any USBCalls
    /// Whether the device is still there, where nothing comes: that it has left may be told to nobody.
    var isPresent: () -> Bool
    /// How often that is looked at.
    var interval = DispatchTimeInterval.seconds(1)
    /// How long a request or a write may take, in milliseconds.
    var patience: UInt32 = 1000
    /// How many bytes wait at the most to be read.
    var most = 1 << 20
    /// How long the system may take to give transfers back.
    var farewell = DispatchTimeInterval.seconds(5)
  }

  /// A device that is ours; a class, so that it can be kept from closing.
  private final class Hold {
    let device: ClaimedDevice

    init(_ device: consuming ClaimedDevice) { self.device = device }
  }

  /// That the device has left, as the thread of events is told.
  private final class Departure: Sendable {
    let isTold = Atomic(false)
  }

  /// Which link it is, for errors.
  public let name: String
  private let hold: Hold
  private let departure: Departure
  private let inbound: InboundTransfers
  private let notifications: InboundTransfers?
  private let route: USBRoute
  private let release: UInt16
  private let settings: Settings
  private var own = USBCounts()
  private var nextLook: DispatchTime
  private var isGone = false

  private static let mostClearings = 3

  /// Opens a device, sets up its line at `baud` bits a second where it has one, and begins to listen; `name` is told in errors.
  static func open(_ device: AttachedDevice, baud: Int, name: String, settings: Settings) throws(LinkError)
    -> USBDeviceLink
  {
    guard let route = device.route else {
      throw LinkError(.unavailable, name: name, reason: "is no device that can be talked to")
    }
    do throws(USBError) {
      let departure = Departure()
      let open = try USBContext(settings.calls).opening(device.place) {
        departure.isTold.store(true, ordering: .releasing)
      }
      let hold = Hold(try ClaimedDevice(open, interfaces: route.interfaces))
      let link = USBDeviceLink(hold, departure, route, release: device.release, name: name, settings)
      try link.begin(baud: baud)
      return link
    } catch {
      throw error.linkError(name)
    }
  }

  private init(
    _ hold: Hold, _ departure: Departure, _ route: USBRoute, release: UInt16, name: String,
    _ settings: Settings
  ) {
    (self.hold, self.departure, self.route, self.name) = (hold, departure, route, name)
    self.settings = settings
    let (calls, token) = (hold.device.calls, hold.device.token)
    var reading = route.reading
    reading.most = settings.most
    reading.patience = settings.farewell
    inbound = InboundTransfers(calls, token, reading)
    notifications = route.notifications.map { endpoint in
      InboundTransfers(calls, token, .notifications(of: endpoint))
    }
    self.release = release
    nextLook = .now() + settings.interval
  }

  deinit {
    // Both, whatever comes of the first.
    let isFree = [inbound.close(), notifications?.close() ?? true].allSatisfy(\.self)
    if !isGone, isFree {
      let closing = route.bridge?.closing(interface: route.interfaces[0], release: release) ?? []
      for request in closing { _ = try? ask(request) }
    }
    if !isFree { _ = Unmanaged.passRetained(hold) }
  }

  /// What went wrong and was mended.
  public var counts: USBCounts {
    var counts = own
    counts.add(inbound.counts)
    if let notifications { counts.add(notifications.counts) }
    return counts
  }

  /// Runs the serial line behind a bridge at so many bits a second; nothing on our own interface.
  ///
  /// - Throws: ``LinkError``: unavailable where the device has gone.
  public func setSpeed(_ bitsPerSecond: Int) throws(LinkError) {
    guard let bridge = route.bridge else { return }
    do throws(USBError) {
      try ask(bridge.speed(bitsPerSecond, interface: route.interfaces[0], release: release))
    } catch {
      throw failure(error)
    }
  }

  public func read(waiting milliseconds: Int32) throws(LinkError) -> [UInt8] {
    do throws(USBError) {
      let bytes = try inbound.take(waiting: milliseconds)
      // What cannot be heard of the line's state is no reason to end.
      if let notifications, let told = try? notifications.take(waiting: 0) {
        own.lineErrors += CDCLine.errors(in: told)
      }
      if bytes.isEmpty { try look() }
      return bytes
    } catch {
      throw failure(error)
    }
  }

  @discardableResult
  public func write(_ bytes: [UInt8]) throws(LinkError) -> Bool {
    guard !bytes.isEmpty else { return true }
    do throws(USBError) {
      guard try send(bytes[...]) else { return false }
      // A device may wait for the end of a transfer whose last packet is full.
      guard route.bridge == nil, bytes.count % route.outbound.packet == 0 else { return true }
      return try send([])
    } catch {
      throw failure(error)
    }
  }
}

extension USBDeviceLink {
  private func begin(baud: Int) throws(USBError) {
    let opening =
      route.bridge?.opening(baud: baud, interface: route.interfaces[0], release: release) ?? []
    for request in opening { try ask(request) }
    try inbound.begin()
    try notifications?.begin()
  }

  @discardableResult
  private func ask(_ request: ControlRequest) throws(USBError) -> [UInt8] {
    var bytes: [UInt8] = []
    let device = hold.device.token
    let code = hold.device.calls.control(device, request, &bytes, milliseconds: settings.patience)
    if request.isOptional, code == USBCode.pipe.rawValue { return [] }
    try USBError.check(code, "libusb_control_transfer")
    return bytes
  }

  /// Sends all; false where the device takes no more in time.
  private func send(_ bytes: ArraySlice<UInt8>) throws(USBError) -> Bool {
    var (rest, clearings) = (bytes, 0)
    while true {
      var sent = 0
      let code = hold.device.calls.send(
        hold.device.token, endpoint: route.outbound.address, rest, sent: &sent,
        milliseconds: settings.patience)
      rest = rest.dropFirst(sent)
      switch USBCode(rawValue: code) {
      case .done where rest.isEmpty: return true
      case .done where sent > 0, .interrupted: continue
      case .done, .timeout: return false
      case .pipe where clearings < Self.mostClearings:
        clearings += 1
        own.stalls += 1
        try USBError.check(
          hold.device.calls.clearHalt(hold.device.token, endpoint: route.outbound.address),
          "libusb_clear_halt")
      default: throw USBError(call: "libusb_bulk_transfer", code: USBCode(rawValue: code))
      }
    }
  }

  /// Finds out whether the device is still there.
  private func look() throws(USBError) {
    if departure.isTold.load(ordering: .acquiring) {
      throw USBError(call: "libusb_hotplug_register_callback", code: .noDevice)
    }
    guard DispatchTime.now() >= nextLook else { return }
    nextLook = .now() + settings.interval
    guard settings.isPresent() else { throw USBError(call: "libusb_get_device_list", code: .noDevice) }
  }

  /// What a failure is for who uses the link: of a device that is not there any more, that.
  private func failure(_ error: USBError) -> LinkError {
    var error = error
    if error.code != .noDevice, departure.isTold.load(ordering: .acquiring) || !settings.isPresent() {
      error.code = .noDevice
    }
    isGone = error.code == .noDevice
    return error.linkError(name)
  }
}
