/// Something of libusb's that must be given back: a context, a device, an open device, a transfer or a watch.
struct USBToken: Hashable, Sendable {
  /// Its address.
  var bits: UInt

  static let none = USBToken(bits: 0)
}

/// How a transfer ended (`libusb_transfer_status`).
enum TransferStatus: Int32, CaseIterable, Sendable {
  case completed, failed, timedOut, cancelled, stalled, noDevice, overflow
}

/// What a transfer goes by.
enum TransferKind: Sendable {
  case bulk, interrupt
}

/// Where the end of a transfer is told, on the thread that handles events.
final class TransferEnd: Sendable {
  let tell: @Sendable (TransferStatus, _ count: Int) -> Void

  init(_ tell: @escaping @Sendable (TransferStatus, _ count: Int) -> Void) { self.tell = tell }
}

/// Where devices that leave are told, on the thread that handles events.
final class LeaveWatch: Sendable {
  let tell: @Sendable (_ device: USBToken) -> Void

  init(_ tell: @escaping @Sendable (_ device: USBToken) -> Void) { self.tell = tell }
}

/// libusb, as far as it is used.
///
/// Each call is one of C's and answers as that does, so that a test may fail any of them.
protocol USBCalls: AnyObject, Sendable {
  /// `libusb_init`
  func openContext(_ context: inout USBToken) -> Int32
  /// `libusb_exit`
  func closeContext(_ context: USBToken)
  /// `libusb_handle_events_timeout_completed`
  func handleEvents(_ context: USBToken, milliseconds: Int) -> Int32
  /// `libusb_interrupt_event_handler`
  func interruptEvents(_ context: USBToken)

  /// `libusb_get_device_list`: every device is to be given back.
  func listDevices(_ context: USBToken, _ devices: inout [USBToken]) -> Int32
  /// `libusb_get_bus_number` and `libusb_get_device_address`
  func place(of device: USBToken) -> USBPlace
  /// `libusb_unref_device`
  func giveBack(_ device: USBToken)
  /// `libusb_hotplug_register_callback`, for devices that leave.
  func watch(_ context: USBToken, _ watch: LeaveWatch, _ token: inout USBToken) -> Int32
  /// `libusb_hotplug_deregister_callback`
  func unwatch(_ context: USBToken, _ token: USBToken)

  /// `libusb_open`
  func open(_ device: USBToken, _ handle: inout USBToken) -> Int32
  /// `libusb_close`
  func close(_ handle: USBToken)
  /// `libusb_set_auto_detach_kernel_driver`
  func detachDrivers(_ handle: USBToken) -> Int32
  /// `libusb_claim_interface`
  func claim(_ handle: USBToken, interface: UInt8) -> Int32
  /// `libusb_release_interface`
  func release(_ handle: USBToken, interface: UInt8) -> Int32
  /// `libusb_clear_halt`
  func clearHalt(_ handle: USBToken, endpoint: UInt8) -> Int32
  /// `libusb_control_transfer`: the bytes that went, or came into `bytes`.
  func control(_ handle: USBToken, _ request: ControlRequest, _ bytes: inout [UInt8], milliseconds: UInt32)
    -> Int32
  /// `libusb_bulk_transfer`, to the device; `sent` is told whatever the answer is.
  func send(
    _ handle: USBToken, endpoint: UInt8, _ bytes: ArraySlice<UInt8>, sent: inout Int, milliseconds: UInt32
  )
    -> Int32

  /// `libusb_alloc_transfer`, filled: from an endpoint into `buffer`, without an end in time.
  ///
  /// Neither `buffer` nor `end` is retained.
  func makeTransfer(
    _ handle: USBToken, endpoint: UInt8, _ kind: TransferKind, _ buffer: UnsafeMutableRawBufferPointer,
    _ end: TransferEnd
  ) -> USBToken?
  /// `libusb_submit_transfer`
  func submit(_ transfer: USBToken) -> Int32
  /// `libusb_cancel_transfer`
  func cancel(_ transfer: USBToken) -> Int32
  /// `libusb_free_transfer`
  func free(_ transfer: USBToken)
}

/// Where a device is: which bus, and which address on it, that it has for as long as it is attached.
struct USBPlace: Hashable, Sendable {
  var bus: UInt8
  var address: UInt8
}
