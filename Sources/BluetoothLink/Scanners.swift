#if Bluetooth
  internal import CBlueZ
  internal import Glibc
  internal import Links

  /// A way of looking for devices.
  protocol Scanner: AnyObject {
    func start() -> ScanStart
    /// What was heard, waiting up to `milliseconds`; nil where there is nothing to hear with any more.
    func next(waiting milliseconds: Int32) -> [AdvertisingReport]?
    func stop()
  }

  /// Whether a scan has begun.
  enum ScanStart: Hashable {
    case started
    /// The program has not the right.
    case forbidden
    /// For this reason, in words.
    case refused(String)
  }

  /// How long an answer is waited for, in turns of 50 ms: a controller may have much to tell before it.
  private let answerTurns = 40
  private let answerTurn: Int32 = 50

  /// Looks for devices through the kernel, beside whoever else does.
  final class ManagementScanner: Scanner {
    private let index: UInt16
    private let socket: ControllerSocket?
    private var isOwn = false

    // Statuses of the management interface (doc/mgmt-api of BlueZ).
    private static let busy: UInt8 = 0x0A
    private static let permissionDenied: UInt8 = 0x14

    init(_ adapter: BluetoothAdapter) {
      index = UInt16(adapter.index)
      socket = ControllerSocket(.management)
    }

    func start() -> ScanStart {
      guard let socket else { return .refused("no management socket") }
      let trouble = socket.write(ScanFrames.startDiscovery(index))
      if trouble == EPERM || trouble == EACCES { return .forbidden }
      if trouble != 0 { return .refused(String(cString: strerror(trouble))) }
      for _ in 0..<answerTurns {
        guard case .success(let bytes) = socket.next(waiting: answerTurn) else { break }
        switch bytes.flatMap({ ScanFrames.discoveryStatus(of: $0, index: index) }) {
        case nil: continue
        case 0:
          isOwn = true
          return .started
        // Somebody else looks for devices just now: what they find is told to us too.
        case Self.busy: return .started
        case Self.permissionDenied: return .forbidden
        case let status?: return .refused("status \(status)")
        }
      }
      return .refused("no answer")
    }

    func next(waiting milliseconds: Int32) -> [AdvertisingReport]? {
      guard case .success(let bytes)? = socket?.next(waiting: milliseconds) else { return nil }
      guard let bytes else { return [] }
      if ScanFrames.isDiscoveryEnd(bytes, index: index) {
        isOwn = socket?.write(ScanFrames.startDiscovery(index)) == 0
        return []
      }
      // Index Removed, of ours: the adapter has been taken away.
      if bytes.count >= 4, bytes[0] == 0x05, bytes[1] == 0, bytes[2] == UInt8(index & 0xFF), bytes[3] == 0 {
        return nil
      }
      return AdvertisingReport(managementEvent: bytes).map { [$0] } ?? []
    }

    func stop() { if isOwn { _ = socket?.write(ScanFrames.stopDiscovery(index)) } }
  }

  /// Looks for devices by the controller's own commands.
  final class ControllerScanner: Scanner {
    private let socket: ControllerSocket?
    private let setUp: ScanFrames.Command
    private let on: ScanFrames.Command
    private let off: ScanFrames.Command
    /// What was heard while an answer was waited for.
    private var early: [AdvertisingReport] = []

    // Statuses of controllers (Core, Vol 1 Part F).
    private static let disallowed: UInt8 = 0x0C

    init(_ adapter: BluetoothAdapter, isExtended: Bool) {
      socket = ControllerSocket(.raw(adapter))
      (setUp, on, off) =
        isExtended
        ? (ScanFrames.extendedSetUp, ScanFrames.extendedOn, ScanFrames.extendedOff)
        : (ScanFrames.legacySetUp, ScanFrames.legacyOn, ScanFrames.legacyOff)
    }

    func start() -> ScanStart {
      var outcome = attempt()
      // A scan goes on already, ours of a run that was ended or another's: it is ended, once.
      if outcome == .refused(Self.words(Self.disallowed)) {
        _ = run(off)
        outcome = attempt()
      }
      return outcome
    }

    func next(waiting milliseconds: Int32) -> [AdvertisingReport]? {
      if !early.isEmpty {
        defer { early = [] }
        return early
      }
      guard case .success(let bytes)? = socket?.next(waiting: milliseconds) else { return nil }
      return bytes.map { AdvertisingReport.reports(inEvent: Array($0.dropFirst())) } ?? []
    }

    func stop() { _ = run(off) }

    private func attempt() -> ScanStart {
      let outcome = run(setUp)
      return outcome == .started ? run(on) : outcome
    }

    /// Sends a command, and waits for what the controller says to it.
    private func run(_ command: ScanFrames.Command) -> ScanStart {
      guard let socket else { return .refused("no socket to the controller") }
      let trouble = socket.write(command.bytes)
      if trouble == EPERM || trouble == EACCES { return .forbidden }
      if trouble != 0 { return .refused(String(cString: strerror(trouble))) }
      for _ in 0..<answerTurns {
        guard case .success(let bytes) = socket.next(waiting: answerTurn) else { break }
        guard let event = bytes.map({ Array($0.dropFirst()) }) else { continue }
        if let status = ScanFrames.status(ofEvent: event, for: command) {
          return status == 0 ? .started : .refused(Self.words(status))
        }
        early += AdvertisingReport.reports(inEvent: event)
      }
      return .refused("no answer")
    }

    private static func words(_ status: UInt8) -> String {
      switch status {
      case 0x01: "the controller does not know the command"
      case disallowed: "the controller does not allow it now"
      default: "the controller says \(status)"
      }
    }
  }
#endif
