#if Bluetooth
  internal import CBlueZ
  internal import Glibc
  internal import Links
  internal import Synchronization

  /// Listens to what a controller tells of a connection: with the right CAP_NET_RAW its interval and its radio, without it the radio alone.
  final class ConnectionWatch: Sendable {
    private struct State {
      var socket: ControllerSocket
      var facts = ConnectionFacts()
      var connection: Int32 = -1
      var handle: UInt16 = 0
    }

    private let state: Mutex<State>

    /// Begins to listen, before the connection is made, so that its beginning is heard.
    init?(_ adapter: BluetoothAdapter) {
      guard let socket = ControllerSocket(.raw(adapter)) else { return nil }
      state = Mutex(State(socket: socket))
    }

    deinit { state.withLock { if $0.connection >= 0 { close($0.connection) } } }

    /// Follows the connection of that socket.
    func follow(_ descriptor: Int32) {
      var info = l2cap_conninfo()
      var length = socklen_t(MemoryLayout<l2cap_conninfo>.size)
      getsockopt(descriptor, SOL_L2CAP, L2CAP_CONNINFO, &info, &length)
      let connection = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
      state.withLock { ($0.handle, $0.connection) = (info.hci_handle, connection) }
    }

    /// What is known by now.
    var facts: ConnectionFacts {
      state.withLock { state in
        // As many as the socket may hold: of a busy scan they are very many.
        for _ in 0..<4096 {
          guard case .success(let bytes?) = state.socket.next(waiting: 0) else { break }
          _ = state.facts.take(event: Array(bytes.dropFirst()), handle: state.handle)
        }
        // Newer kernels tell the radio's mode of the socket itself, which needs no right.
        var (bits, length) = (UInt32(0), socklen_t(MemoryLayout<UInt32>.size))
        if getsockopt(state.connection, SOL_BLUETOOTH, BT_PHY, &bits, &length) == 0 {
          state.facts.take(phyBits: bits)
        }
        return state.facts
      }
    }
  }
#else
  internal import Links

  /// Without Bluetooth nothing is told of connections.
  struct ConnectionWatch { var facts: ConnectionFacts { ConnectionFacts() } }
#endif
