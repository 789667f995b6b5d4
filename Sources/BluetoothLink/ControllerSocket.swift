#if Bluetooth
  internal import CBlueZ
  internal import Glibc
  internal import Links
  internal import Signals

  /// A socket to an adapter, or to the kernel's management of all of them.
  final class ControllerSocket {
    /// What it is a socket to.
    enum Channel {
      /// The controller's commands and events; what they may be depends on the program's rights.
      case raw(BluetoothAdapter)
      case management
    }

    private let descriptor: Int32

    /// A socket; nil where there can be none.
    init?(_ channel: Channel) {
      descriptor = socket(
        AF_BLUETOOTH, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), BTPROTO_HCI)
      guard descriptor >= 0 else { return nil }
      var address = sockaddr_hci()
      address.hci_family = sa_family_t(AF_BLUETOOTH)
      switch channel {
      case .raw(let adapter):
        address.hci_dev = UInt16(adapter.index)
        address.hci_channel = UInt16(HCI_CHANNEL_RAW)
      case .management:
        address.hci_dev = UInt16(HCI_DEV_NONE)
        address.hci_channel = UInt16(HCI_CHANNEL_CONTROL)
      }
      guard spasm_bind_hci(descriptor, &address) == 0 else { return nil }
      guard case .raw = channel else { return }
      var filter = hci_filter()
      hci_filter_clear(&filter)
      hci_filter_set_ptype(HCI_EVENT_PKT, &filter)
      for event in [EVT_CMD_COMPLETE, EVT_CMD_STATUS, EVT_LE_META_EVENT] {
        hci_filter_set_event(event, &filter)
      }
      setsockopt(descriptor, SOL_HCI, HCI_FILTER, &filter, socklen_t(MemoryLayout<hci_filter>.size))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Writes a command; the error's number where it is not taken.
    func write(_ bytes: [UInt8]) -> Int32 { Glibc.write(descriptor, bytes, bytes.count) < 0 ? errno : 0 }

    /// The next event, waiting up to `milliseconds`; nil where none came.
    func next(waiting milliseconds: Int32) -> Result<[UInt8]?, ReadError> {
      var slot = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&slot, 1, milliseconds) > 0 else { return .success(nil) }
      var bytes = [UInt8](repeating: 0, count: 2048)
      let count = read(descriptor, &bytes, bytes.count)
      if count > 0 { return .success(Array(bytes.prefix(count))) }
      if count < 0, errno == EAGAIN || errno == EINTR { return .success(nil) }
      return .failure(ReadError(number: count < 0 ? errno : ENODEV))
    }

    /// The adapter has gone, mostly.
    struct ReadError: Error { var number: Int32 }
  }
#endif
