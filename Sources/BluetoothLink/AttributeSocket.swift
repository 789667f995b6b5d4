#if Bluetooth
  internal import CBlueZ
  internal import Glibc
  internal import Links
  internal import Signals

  /// Connects a socket to the fixed channel of the Attribute Protocol.
  enum AttributeSocket {
    /// Its number (Core, Vol 3 Part A 2.1).
    private static let channel: UInt16 = 4
    /// Only one device can be called at a time, and a device that has just been left takes a moment.
    private static let busyInterval: Seconds = 0.3
    private static let turn: Int32 = 100

    /// A connected socket.
    ///
    /// - Throws: ``LinkError`` with what can be done about it.
    static func connect(
      _ address: BluetoothAddress, adapter: BluetoothAdapter?, _ settings: BluetoothLink.Settings,
      name: String,
      isStopped: () -> Bool
    ) throws(LinkError) -> Int32 {
      let end = settings.now() + settings.patience
      while true {
        let number: Int32
        switch attempt(address, adapter, settings, until: end, isStopped) {
        case .success(let descriptor): return descriptor
        case .failure(let trouble): number = trouble.number
        }
        let trouble = BluetoothTrouble(number, whileCalling: true)
        guard trouble == .busy, settings.now() + busyInterval < end, !isStopped() else {
          throw trouble.error(name, address: address)
        }
        usleep(useconds_t(busyInterval.value * 1e6))
      }
    }

    private struct Trouble: Error { var number: Int32 }

    private static func attempt(
      _ address: BluetoothAddress, _ adapter: BluetoothAdapter?, _ settings: BluetoothLink.Settings,
      until end: Seconds, _ isStopped: () -> Bool
    ) -> Result<Int32, Trouble> {
      let descriptor = socket(
        AF_BLUETOOTH, Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue),
        BTPROTO_L2CAP)
      guard descriptor >= 0 else { return .failure(Trouble(number: errno)) }
      func fail() -> Result<Int32, Trouble> {
        let trouble = Trouble(number: errno)
        close(descriptor)
        return .failure(trouble)
      }
      var local = socketAddress()
      local.l2_bdaddr_type = UInt8(BDADDR_LE_PUBLIC)
      if let adapter { hci_devba(Int32(adapter.index), &local.l2_bdaddr) }
      guard spasm_bind_l2(descriptor, &local) == 0 else { return fail() }
      var security = bt_security(level: level(settings.security), key_size: 0)
      let length = socklen_t(MemoryLayout<bt_security>.size)
      guard setsockopt(descriptor, SOL_BLUETOOTH, BT_SECURITY, &security, length) == 0 else { return fail() }
      var remote = socketAddress()
      remote.l2_bdaddr_type = UInt8(address.kind == .public ? BDADDR_LE_PUBLIC : BDADDR_LE_RANDOM)
      withUnsafeMutableBytes(of: &remote.l2_bdaddr) { $0.copyBytes(from: address.bytes.reversed()) }
      if spasm_connect_l2(descriptor, &remote) == 0 { return .success(descriptor) }
      guard errno == EINPROGRESS else { return fail() }
      while settings.now() < end, !isStopped() {
        var slot = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&slot, 1, turn) > 0 else { continue }
        var (number, length) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length)
        guard number == 0 else {
          errno = number
          return fail()
        }
        return .success(descriptor)
      }
      errno = ETIMEDOUT
      return fail()
    }

    private static func socketAddress() -> sockaddr_l2 {
      var address = sockaddr_l2()
      address.l2_family = sa_family_t(AF_BLUETOOTH)
      address.l2_cid = channel.littleEndian
      return address
    }

    private static func level(_ security: BluetoothLink.Settings.Security) -> UInt8 {
      switch security {
      case .none: UInt8(BT_SECURITY_LOW)
      case .encrypted: UInt8(BT_SECURITY_MEDIUM)
      case .authenticated: UInt8(BT_SECURITY_HIGH)
      }
    }
  }
#endif
