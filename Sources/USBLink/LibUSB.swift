#if USB
  internal import CLibUSB
  internal import Glibc

  /// The library itself.
  final class LibUSB: USBCalls {
    func openContext(_ context: inout USBToken) -> Int32 {
      var pointer: OpaquePointer?
      let code = libusb_init(&pointer)
      context = USBToken(pointer)
      return code
    }

    func closeContext(_ context: USBToken) { libusb_exit(context.opaque) }

    func handleEvents(_ context: USBToken, milliseconds: Int) -> Int32 {
      var span = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
      return libusb_handle_events_timeout_completed(context.opaque, &span, nil)
    }

    func interruptEvents(_ context: USBToken) { libusb_interrupt_event_handler(context.opaque) }

    func listDevices(_ context: USBToken, _ devices: inout [USBToken]) -> Int32 {
      var list: UnsafeMutablePointer<OpaquePointer?>?
      let count = libusb_get_device_list(context.opaque, &list)
      guard count >= 0, let list else { return Int32(count) }
      devices = (0..<count).map { USBToken(list[$0]) }
      libusb_free_device_list(list, 0)
      return Int32(count)
    }

    func place(of device: USBToken) -> USBPlace {
      USBPlace(
        bus: libusb_get_bus_number(device.opaque), address: libusb_get_device_address(device.opaque))
    }

    func giveBack(_ device: USBToken) { libusb_unref_device(device.opaque) }

    func watch(_ context: USBToken, _ watch: LeaveWatch, _ token: inout USBToken) -> Int32 {
      var handle: libusb_hotplug_callback_handle = 0
      let code = libusb_hotplug_register_callback(
        context.opaque, Int32(LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT.rawValue), 0, LIBUSB_HOTPLUG_MATCH_ANY,
        LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
        { _, device, _, user in
          if let user { Unmanaged<LeaveWatch>.fromOpaque(user).takeUnretainedValue().tell(USBToken(device)) }
          return 0
        }, Unmanaged.passUnretained(watch).toOpaque(), &handle)
      token = USBToken(bits: UInt(bitPattern: Int(handle)))
      return code
    }

    func unwatch(_ context: USBToken, _ token: USBToken) {
      libusb_hotplug_deregister_callback(
        context.opaque, libusb_hotplug_callback_handle(truncatingIfNeeded: Int(bitPattern: token.bits)))
    }

    func open(_ device: USBToken, _ handle: inout USBToken) -> Int32 {
      var pointer: OpaquePointer?
      let code = libusb_open(device.opaque, &pointer)
      handle = USBToken(pointer)
      return code
    }

    func close(_ handle: USBToken) { libusb_close(handle.opaque) }

    func detachDrivers(_ handle: USBToken) -> Int32 {
      libusb_set_auto_detach_kernel_driver(handle.opaque, 1)
    }

    func claim(_ handle: USBToken, interface: UInt8) -> Int32 {
      libusb_claim_interface(handle.opaque, Int32(interface))
    }

    func release(_ handle: USBToken, interface: UInt8) -> Int32 {
      libusb_release_interface(handle.opaque, Int32(interface))
    }

    func clearHalt(_ handle: USBToken, endpoint: UInt8) -> Int32 {
      libusb_clear_halt(handle.opaque, endpoint)
    }

    func control(
      _ handle: USBToken, _ request: ControlRequest, _ bytes: inout [UInt8], milliseconds: UInt32
    ) -> Int32 {
      bytes = request.isReading ? Array(repeating: 0, count: request.answer) : request.bytes
      let code = bytes.withUnsafeMutableBufferPointer { buffer in
        libusb_control_transfer(
          handle.opaque, request.type, request.request, request.value, request.index, buffer.baseAddress,
          UInt16(buffer.count), milliseconds)
      }
      if request.isReading { bytes.removeLast(bytes.count - min(bytes.count, Int(max(0, code)))) }
      return code
    }

    func send(
      _ handle: USBToken, endpoint: UInt8, _ bytes: ArraySlice<UInt8>, sent: inout Int, milliseconds: UInt32
    ) -> Int32 {
      var count: Int32 = 0
      var copy = Array(bytes)
      let code = copy.withUnsafeMutableBufferPointer {
        libusb_bulk_transfer(
          handle.opaque, endpoint, $0.baseAddress, Int32($0.count), &count, milliseconds)
      }
      sent = Int(count)
      return code
    }
  }
#endif
