internal import Dispatch
internal import Synchronization

/// Transfers from one endpoint, several in flight at once, into a queue of bounded size.
///
/// Each is submitted again as it ends, on the thread of events. After a stall or a failure all are called back, and whoever reads
/// clears the endpoint and submits them anew: clearing waits for the device. The handle must stay open until ``close()`` has given true.
final class InboundTransfers: Sendable {
  /// What is read, and how.
  struct Settings: Sendable {
    var endpoint: UInt8
    var kind = TransferKind.bulk
    /// Bytes of a packet.
    var packet: Int
    /// Bytes of a transfer: whole packets, or a device may send more than fits.
    var size: Int
    var count: Int
    /// How many bytes wait at the most to be read.
    var most = 1 << 20
    /// Whether each packet begins with the status of an FTDI chip.
    var hasStatus = false
    /// How long the system may take to give transfers back.
    var patience = DispatchTimeInterval.seconds(5)

    /// Of notifications, which are longer than a packet of some devices.
    static func notifications(of endpoint: USBEndpoint) -> Settings {
      let size = (64 + endpoint.packet - 1) / endpoint.packet * endpoint.packet
      return Settings(
        endpoint: endpoint.address, kind: .interrupt, packet: endpoint.packet, size: size, count: 2)
    }
  }

  private enum Phase {
    case streaming
    /// Transfers are being called back, so that the endpoint can be cleared.
    case halting
    case gone
    case closed
  }

  private struct State {
    var phase = Phase.streaming
    var slots: [Slot] = []
    var inFlight = 0
    var bytes: [UInt8] = []
    var counts = USBCounts()
    /// Stalls and failures since bytes came last.
    var inARow = 0
    /// Why it cannot be mended.
    var failure: USBError?
    var isSignalled = false
  }

  /// A transfer, and the memory that it fills; the lock's.
  private final class Slot: @unchecked Sendable {
    let token: USBToken
    let buffer: UnsafeMutableRawBufferPointer
    let end: TransferEnd
    var isInFlight = false

    init(_ token: USBToken, _ buffer: UnsafeMutableRawBufferPointer, _ end: TransferEnd) {
      (self.token, self.buffer, self.end) = (token, buffer, end)
    }
  }

  private let calls: any USBCalls
  private let handle: USBToken
  private let settings: Settings
  private let state = Mutex(State())
  private let changed = DispatchSemaphore(value: 0)
  /// So many stalls or failures without a byte between them are not mended any more.
  private static let mostInARow = 8

  init(_ calls: any USBCalls, _ handle: USBToken, _ settings: Settings) {
    (self.calls, self.handle, self.settings) = (calls, handle, settings)
  }

  /// Makes the transfers and submits them; where that fails, ``close()`` is still owed.
  func begin() throws(USBError) {
    for place in 0..<settings.count {
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: settings.size, alignment: 64)
      let end = TransferEnd { [unowned self] in ended(place, $0, $1) }
      guard let token = calls.makeTransfer(handle, endpoint: settings.endpoint, settings.kind, buffer, end)
      else {
        buffer.deallocate()
        throw USBError(call: "libusb_alloc_transfer", code: .noMemory)
      }
      state.withLock { $0.slots.append(Slot(token, buffer, end)) }
    }
    try submitAll()
  }

  /// What went wrong and was mended.
  var counts: USBCounts { state.withLock(\.counts) }

  /// What came, waiting up to `milliseconds` for the first byte.
  ///
  /// - Throws: where the device has gone, or cannot be mended; what came before is given first.
  func take(waiting milliseconds: Int32) throws(USBError) -> [UInt8] {
    let deadline = DispatchTime.now() + .milliseconds(Int(max(0, milliseconds)))
    while true {
      let (bytes, failure, isHalted) = state.withLock { state in
        state.isSignalled = false
        defer { state.bytes = [] }
        let isHalted = state.phase == .halting && state.inFlight == 0
        return (state.bytes, state.phase == .gone ? state.failure : nil, isHalted)
      }
      if !bytes.isEmpty { return bytes }
      if let failure { throw failure }
      if isHalted { try mend() }
      if changed.wait(timeout: deadline) == .timedOut { return [] }
    }
  }

  /// Calls all transfers back and frees them; false where the system keeps some, and with them their memory and the handle.
  func close() -> Bool {
    state.withLock { state in
      state.phase = .closed
      callBack(&state)
    }
    let deadline = DispatchTime.now() + settings.patience
    while state.withLock({ $0.inFlight > 0 }) {
      if changed.wait(timeout: deadline) == .timedOut { break }
      state.withLock { $0.isSignalled = false }
    }
    return state.withLock { state in
      guard state.inFlight == 0 else {
        // What the system may yet write to must never be anything else.
        _ = Unmanaged.passRetained(self)
        return false
      }
      for slot in state.slots {
        calls.free(slot.token)
        slot.buffer.deallocate()
      }
      state.slots = []
      return true
    }
  }
}

extension InboundTransfers {
  private func ended(_ place: Int, _ status: TransferStatus, _ count: Int) {
    state.withLock { state in
      let slot = state.slots[place]
      slot.isInFlight = false
      state.inFlight -= 1
      take(slot.buffer, count, &state)
      switch status {
      case .completed: break
      case .timedOut: state.counts.timeouts += 1
      case .cancelled: break
      case .stalled: halt(\.stalls, &state)
      case .failed: halt(\.errors, &state)
      case .overflow: halt(\.overflows, &state)
      case .noDevice: lose(USBError(call: "libusb_transfer", code: .noDevice), &state)
      }
      if state.phase == .streaming { submit(slot, &state) }
      signal(&state)
    }
  }

  /// Keeps what a transfer brought, whatever its end was.
  private func take(_ buffer: UnsafeMutableRawBufferPointer, _ count: Int, _ state: inout State) {
    let came = UnsafeRawBufferPointer(rebasing: buffer.prefix(max(0, count)))
    guard !came.isEmpty else { return }
    state.inARow = 0
    let before = state.bytes.count
    if settings.hasStatus {
      state.counts.lineErrors += FTDIStatus.strip(came, packet: settings.packet, into: &state.bytes)
    } else {
      state.bytes += came
    }
    guard state.bytes.count > settings.most else { return }
    state.counts.lateBytes += state.bytes.count - before
    state.bytes.removeLast(state.bytes.count - before)
  }

  private func halt(_ kind: WritableKeyPath<USBCounts, Int>, _ state: inout State) {
    guard state.phase == .streaming else { return }
    state.counts[keyPath: kind] += 1
    state.inARow += 1
    state.phase = .halting
    callBack(&state)
  }

  private func lose(_ failure: USBError, _ state: inout State) {
    guard state.phase == .streaming || state.phase == .halting else { return }
    state.phase = .gone
    state.failure = failure
    callBack(&state)
    signal(&state)
  }

  private func callBack(_ state: inout State) {
    // One that has just ended is not found, and tells its end all the same.
    for slot in state.slots where slot.isInFlight { _ = calls.cancel(slot.token) }
  }

  private func submit(_ slot: Slot, _ state: inout State) {
    let code = calls.submit(slot.token)
    guard code >= 0 else {
      return lose(USBError(call: "libusb_submit_transfer", code: USBCode(rawValue: code)), &state)
    }
    slot.isInFlight = true
    state.inFlight += 1
  }

  private func submitAll() throws(USBError) {
    let failure = state.withLock { state in
      for slot in state.slots where state.phase == .streaming { submit(slot, &state) }
      return state.failure
    }
    if let failure { throw failure }
  }

  /// Clears the endpoint and begins anew.
  private func mend() throws(USBError) {
    let inARow = state.withLock(\.inARow)
    let code =
      inARow > Self.mostInARow ? USBCode.io.rawValue : calls.clearHalt(handle, endpoint: settings.endpoint)
    guard code >= 0 else {
      // Its handle knows the endpoint no more.
      let code = code == USBCode.notFound.rawValue ? USBCode.noDevice.rawValue : code
      let failure = USBError(call: "libusb_clear_halt", code: USBCode(rawValue: code))
      state.withLock { lose(failure, &$0) }
      throw failure
    }
    state.withLock { if $0.phase == .halting { $0.phase = .streaming } }
    try submitAll()
  }

  private func signal(_ state: inout State) {
    guard !state.isSignalled else { return }
    state.isSignalled = true
    changed.signal()
  }
}
