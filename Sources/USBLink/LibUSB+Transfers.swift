#if USB
  internal import CLibUSB

  extension LibUSB {
    func makeTransfer(
      _ handle: USBToken, endpoint: UInt8, _ kind: TransferKind, _ buffer: UnsafeMutableRawBufferPointer,
      _ end: TransferEnd
    ) -> USBToken? {
      guard let transfer = libusb_alloc_transfer(0) else { return nil }
      let bytes = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      let user = Unmanaged.passUnretained(end).toOpaque()
      switch kind {
      case .bulk:
        libusb_fill_bulk_transfer(
          transfer, handle.opaque, endpoint, bytes, Int32(buffer.count), transferEnded, user, 0)
      case .interrupt:
        libusb_fill_interrupt_transfer(
          transfer, handle.opaque, endpoint, bytes, Int32(buffer.count), transferEnded, user, 0)
      }
      return USBToken(bits: UInt(bitPattern: transfer))
    }

    func submit(_ transfer: USBToken) -> Int32 { libusb_submit_transfer(transfer.transfer) }

    func cancel(_ transfer: USBToken) -> Int32 { libusb_cancel_transfer(transfer.transfer) }

    func free(_ transfer: USBToken) { libusb_free_transfer(transfer.transfer) }
  }

  private let transferEnded: @convention(c) (UnsafeMutablePointer<libusb_transfer>?) -> Void = { transfer in
    guard let transfer, let user = transfer.pointee.user_data else { return }
    let status = TransferStatus(rawValue: Int32(transfer.pointee.status.rawValue)) ?? .failed
    Unmanaged<TransferEnd>.fromOpaque(user).takeUnretainedValue()
      .tell(status, Int(transfer.pointee.actual_length))
  }

  extension USBToken {
    init(_ pointer: OpaquePointer?) { bits = UInt(bitPattern: pointer) }

    var opaque: OpaquePointer? { OpaquePointer(bitPattern: bits) }

    fileprivate var transfer: UnsafeMutablePointer<libusb_transfer>? {
      UnsafeMutablePointer(bitPattern: bits)
    }
  }
#endif
