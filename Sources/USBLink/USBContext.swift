/// A session with libusb, and the thread that handles its events.
///
/// The order of closing is that of owning: a ``ClaimedDevice`` owns an ``OpenDevice``, which owns a context. Each gives its own back
/// before what it owns.
struct USBContext: ~Copyable {
  let calls: any USBCalls
  let token: USBToken
  private let events: EventThread

  /// Opens a session.
  init(_ calls: any USBCalls) throws(USBError) {
    var token = USBToken.none
    try USBError.check(calls.openContext(&token), "libusb_init")
    (self.calls, self.token) = (calls, token)
    events = EventThread(calls, token)
  }

  deinit {
    events.end()
    calls.closeContext(token)
  }

  /// The device at `place`, opened.
  private func open(at place: USBPlace) throws(USBError) -> USBToken {
    var devices: [USBToken] = []
    try USBError.check(calls.listDevices(token, &devices), "libusb_get_device_list")
    defer { for device in devices { calls.giveBack(device) } }
    guard let device = devices.first(where: { calls.place(of: $0) == place }) else {
      throw USBError(call: "libusb_get_device_list", code: .noDevice)
    }
    var handle = USBToken.none
    try USBError.check(calls.open(device, &handle), "libusb_open")
    return handle
  }

  /// Opens the device at `place`; `left` is called on the thread of events when it leaves, where that can be heard.
  consuming func opening(_ place: USBPlace, left: @escaping @Sendable () -> Void) throws(USBError)
    -> OpenDevice
  {
    let handle = try open(at: place)
    let calls = calls
    let watch = LeaveWatch { if calls.place(of: $0) == place { left() } }
    return OpenDevice(handle, in: self, watch: watch)
  }
}

/// A device that is open, its kernel drivers to be detached from what is claimed, and given back.
struct OpenDevice: ~Copyable {
  let token: USBToken
  let context: USBContext
  /// Kept until the thread of events has ended.
  private let watch: LeaveWatch
  private let registration: USBToken?

  fileprivate init(_ token: USBToken, in context: consuming USBContext, watch: LeaveWatch) {
    var registration = USBToken.none
    // Not every system tells who leaves; that is found out by looking, too.
    let isWatched = context.calls.watch(context.token, watch, &registration) == 0
    (self.token, self.watch) = (token, watch)
    self.registration = isWatched ? registration : nil
    // Where there are no drivers to detach there is nothing that could be in the way.
    _ = context.calls.detachDrivers(token)
    self.context = context
  }

  deinit {
    if let registration { context.calls.unwatch(context.token, registration) }
    context.calls.close(token)
  }
}

/// A device with the interfaces that are ours.
struct ClaimedDevice: ~Copyable {
  private let device: OpenDevice
  private let interfaces: [UInt8]

  /// Claims the interfaces, in their order; of several the first is given back last.
  init(_ device: consuming OpenDevice, interfaces: [UInt8]) throws(USBError) {
    let (calls, token) = (device.context.calls, device.token)
    for (count, interface) in interfaces.enumerated() {
      let code = calls.claim(token, interface: interface)
      guard code < 0 else { continue }
      for claimed in interfaces.prefix(count).reversed() { _ = calls.release(token, interface: claimed) }
      throw USBError(call: "libusb_claim_interface", code: USBCode(rawValue: code))
    }
    self.device = device
    self.interfaces = interfaces
  }

  deinit {
    for interface in interfaces.reversed() {
      _ = device.context.calls.release(device.token, interface: interface)
    }
  }

  var calls: any USBCalls { device.context.calls }
  var token: USBToken { device.token }
}
