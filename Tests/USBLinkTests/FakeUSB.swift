import Foundation

@testable import USBLink

/// libusb without a bus: a device that the test plays, every call of which can be made to fail.
///
/// It keeps account: what is given back twice, too early or never is a mistake.
final class FakeUSB: USBCalls, @unchecked Sendable {
  enum Kind: Equatable {
    case context, device, handle, transfer, watch
  }

  struct Transfer {
    var endpoint: UInt8
    var buffer: UnsafeMutableRawBufferPointer
    var end: TransferEnd
    var isInFlight = false
  }

  let condition = NSCondition()
  /// What is open, and of what kind it is.
  var open: [USBToken: Kind] = [:]
  var transfers: [USBToken: Transfer] = [:]
  /// The transfers of each endpoint that are in flight, in the order in which they were submitted.
  var queues: [UInt8: [USBToken]] = [:]
  var claimed: [UInt8] = []
  var events: [@Sendable () -> Void] = []
  var isInterrupted = false
  var watches: [USBToken: LeaveWatch] = [:]
  var next: UInt = 0x1000

  /// What was done wrong.
  var mistakes: [String] = []
  /// Every call that can fail, in their order.
  var log: [String] = []
  /// Fails the call of this number, counted from the first.
  var failing: (number: Int, code: USBCode)?
  /// Fails each call of a name, so many times.
  var refusals: [String: (code: USBCode, times: Int)] = [:]

  let place = USBPlace(bus: 1, address: 7)
  var places: [USBToken: USBPlace] = [:]
  var isAttached = true
  /// Whether who is attached no more is told of.
  var tellsLeaving = true
  /// Whether transfers of a device that has gone fail like any other.
  var failsBeforeLeaving = false
  /// Transfers that are called back and do not come.
  var keepsTransfers = false
  var requests: [ControlRequest] = []
  var answers: [UInt8: [UInt8]] = [:]
  var written: [UInt8] = []
  /// How many bytes of a write are taken before its time is out; nil where all are.
  var room: Int?
  var emptyWrites = 0

  func locked<Value>(_ body: () -> Value) -> Value {
    condition.lock()
    defer { condition.unlock() }
    return body()
  }

  /// What a call answers: nil where it does what it should; the lock is held.
  func refusal(_ call: String) -> Int32? {
    log.append(call)
    if let failing, log.count == failing.number { return failing.code.rawValue }
    guard let refusal = refusals[call], refusal.times > 0 else { return nil }
    refusals[call]?.times -= 1
    return refusal.code.rawValue
  }

  func make(_ kind: Kind) -> USBToken {
    next += 16
    open[USBToken(bits: next)] = kind
    return USBToken(bits: next)
  }

  func close(_ token: USBToken, _ kind: Kind) {
    if open.removeValue(forKey: token) != kind { mistakes.append("\(kind) \(token.bits) closed, not open") }
  }

  /// Whether a transfer waits for what an endpoint says, or none ever will; the lock is held.
  func isHeard(_ endpoint: UInt8) -> Bool { !isAttached || queues[endpoint]?.isEmpty == false }

  func check(_ token: USBToken, _ kind: Kind, _ call: String) {
    if open[token] != kind { mistakes.append("\(call) of a \(kind) that is not open") }
  }

  func count(_ kind: Kind) -> Int { open.values.count { $0 == kind } }

  func post(_ event: @escaping @Sendable () -> Void) {
    events.append(event)
    condition.broadcast()
  }

  /// Ends the oldest transfer in flight of an endpoint, where there is one; the lock is held.
  func end(_ endpoint: UInt8, _ status: TransferStatus, _ bytes: [UInt8]) -> Bool {
    guard let token = queues[endpoint]?.first else { return false }
    end(token, status, bytes)
    return true
  }

  func end(_ token: USBToken, _ status: TransferStatus, _ bytes: [UInt8] = []) {
    guard let transfer = transfers[token] else { return }
    if bytes.count > transfer.buffer.count { mistakes.append("a transfer is too small") }
    transfer.buffer.copyBytes(from: bytes.prefix(transfer.buffer.count))
    queues[transfer.endpoint]?.removeAll { $0 == token }
    post { [self] in
      let end = locked {
        transfers[token]?.isInFlight = false
        return transfers[token]?.end
      }
      end?.tell(status, bytes.count)
    }
  }
}

extension FakeUSB {
  /// The device sends `bytes` as one transfer, waiting for one to be in flight.
  func send(_ bytes: [UInt8], on endpoint: UInt8 = 0x81, _ status: TransferStatus = .completed) -> Bool {
    locked {
      let deadline = Date(timeIntervalSinceNow: 2)
      while isAttached, queues[endpoint]?.isEmpty ?? true {
        if !condition.wait(until: deadline) { return false }
      }
      return isAttached && end(endpoint, status, bytes)
    }
  }

  /// The device is pulled out.
  func unplug() {
    locked {
      isAttached = false
      for (endpoint, tokens) in queues {
        for (number, token) in tokens.enumerated() {
          end(token, failsBeforeLeaving && number == 0 ? .failed : .noDevice)
        }
        queues[endpoint] = []
      }
      guard tellsLeaving else { return }
      for (token, watch) in watches {
        post { [self] in if locked({ watches[token] != nil }) { watch.tell(.none) } }
      }
    }
  }

  /// What was opened and never closed, and what was done wrong.
  var account: [String] {
    locked { open.values.map { "a \($0) is left" } + claimed.map { "interface \($0) is left" } + mistakes }
  }
}
