import Foundation

@testable import USBLink

extension FakeUSB {
  func openContext(_ context: inout USBToken) -> Int32 {
    locked {
      if let code = refusal("libusb_init") { return code }
      context = make(.context)
      return 0
    }
  }

  func closeContext(_ context: USBToken) {
    locked {
      for kind in [Kind.device, .handle, .transfer] where count(kind) > 0 {
        mistakes.append("libusb_exit with a \(kind)")
      }
      close(context, .context)
    }
  }

  func handleEvents(_ context: USBToken, milliseconds: Int) -> Int32 {
    let event: (@Sendable () -> Void)? = locked {
      check(context, .context, "libusb_handle_events")
      let deadline = Date(timeIntervalSinceNow: Double(milliseconds) / 1000)
      while events.isEmpty, !isInterrupted, condition.wait(until: deadline) {}
      isInterrupted = false
      return events.isEmpty ? nil : events.removeFirst()
    }
    event?()
    return 0
  }

  func interruptEvents(_ context: USBToken) {
    locked {
      isInterrupted = true
      condition.broadcast()
    }
  }

  func listDevices(_ context: USBToken, _ devices: inout [USBToken]) -> Int32 {
    locked {
      if let code = refusal("libusb_get_device_list") { return code }
      devices = isAttached ? [make(.device), make(.device)] : []
      for (device, place) in zip(devices, [USBPlace(bus: 1, address: 6), place]) { places[device] = place }
      return Int32(devices.count)
    }
  }

  func place(of device: USBToken) -> USBPlace { locked { places[device] ?? place } }

  func giveBack(_ device: USBToken) { locked { close(device, .device) } }

  func watch(_ context: USBToken, _ watch: LeaveWatch, _ token: inout USBToken) -> Int32 {
    locked {
      if let code = refusal("libusb_hotplug_register_callback") { return code }
      token = make(.watch)
      watches[token] = watch
      return 0
    }
  }

  func unwatch(_ context: USBToken, _ token: USBToken) {
    locked {
      check(context, .context, "libusb_hotplug_deregister_callback")
      watches[token] = nil
      close(token, .watch)
    }
  }

  func open(_ device: USBToken, _ handle: inout USBToken) -> Int32 {
    locked {
      check(device, .device, "libusb_open")
      if let code = refusal("libusb_open") { return code }
      handle = make(.handle)
      return 0
    }
  }

  func close(_ handle: USBToken) {
    locked {
      if count(.transfer) > 0 { mistakes.append("libusb_close with transfers") }
      if !claimed.isEmpty { mistakes.append("libusb_close with interfaces") }
      close(handle, .handle)
    }
  }

  func detachDrivers(_ handle: USBToken) -> Int32 {
    locked { refusal("libusb_set_auto_detach_kernel_driver") ?? 0 }
  }

  func claim(_ handle: USBToken, interface: UInt8) -> Int32 {
    locked {
      check(handle, .handle, "libusb_claim_interface")
      if let code = refusal("libusb_claim_interface") { return code }
      claimed.append(interface)
      return 0
    }
  }

  func release(_ handle: USBToken, interface: UInt8) -> Int32 {
    locked {
      check(handle, .handle, "libusb_release_interface")
      if count(.transfer) > 0 { mistakes.append("libusb_release_interface with transfers") }
      if claimed.popLast() != interface { mistakes.append("interface \(interface) released out of order") }
      return 0
    }
  }

  func clearHalt(_ handle: USBToken, endpoint: UInt8) -> Int32 {
    locked {
      check(handle, .handle, "libusb_clear_halt")
      if let code = refusal("libusb_clear_halt") { return code }
      guard isAttached else { return USBCode.noDevice.rawValue }
      if !(queues[endpoint] ?? []).isEmpty { mistakes.append("libusb_clear_halt with transfers in flight") }
      return 0
    }
  }

  func control(_ handle: USBToken, _ request: ControlRequest, _ bytes: inout [UInt8], milliseconds: UInt32)
    -> Int32
  {
    locked {
      check(handle, .handle, "libusb_control_transfer")
      if let code = refusal("libusb_control_transfer") { return code }
      guard isAttached else { return USBCode.noDevice.rawValue }
      requests.append(request)
      bytes = request.isReading ? answers[request.request] ?? [] : request.bytes
      return Int32(bytes.count)
    }
  }

  func send(
    _ handle: USBToken, endpoint: UInt8, _ bytes: ArraySlice<UInt8>, sent: inout Int, milliseconds: UInt32
  ) -> Int32 {
    locked {
      check(handle, .handle, "libusb_bulk_transfer")
      if let code = refusal("libusb_bulk_transfer") { return code }
      guard isAttached else { return USBCode.noDevice.rawValue }
      if bytes.isEmpty { emptyWrites += 1 }
      sent = min(bytes.count, room ?? bytes.count)
      room = room.map { $0 - sent }
      written += bytes.prefix(sent)
      return sent < bytes.count ? USBCode.timeout.rawValue : 0
    }
  }

  func makeTransfer(
    _ handle: USBToken, endpoint: UInt8, _ kind: TransferKind, _ buffer: UnsafeMutableRawBufferPointer,
    _ end: TransferEnd
  ) -> USBToken? {
    locked {
      check(handle, .handle, "libusb_alloc_transfer")
      guard refusal("libusb_alloc_transfer") == nil else { return nil }
      let token = make(.transfer)
      transfers[token] = Transfer(endpoint: endpoint, buffer: buffer, end: end)
      return token
    }
  }

  func submit(_ transfer: USBToken) -> Int32 {
    locked {
      check(transfer, .transfer, "libusb_submit_transfer")
      if let code = refusal("libusb_submit_transfer") { return code }
      guard isAttached else { return USBCode.noDevice.rawValue }
      guard let known = transfers[transfer], !known.isInFlight else {
        mistakes.append("a transfer is submitted twice")
        return USBCode.busy.rawValue
      }
      transfers[transfer]?.isInFlight = true
      queues[known.endpoint, default: []].append(transfer)
      condition.broadcast()
      return 0
    }
  }

  func cancel(_ transfer: USBToken) -> Int32 {
    locked {
      check(transfer, .transfer, "libusb_cancel_transfer")
      guard let known = transfers[transfer], queues[known.endpoint]?.contains(transfer) == true else {
        return USBCode.notFound.rawValue
      }
      if !keepsTransfers { end(transfer, .cancelled) }
      return 0
    }
  }

  func free(_ transfer: USBToken) {
    locked {
      if transfers[transfer]?.isInFlight == true { mistakes.append("a transfer is freed in flight") }
      transfers[transfer] = nil
      close(transfer, .transfer)
    }
  }
}
