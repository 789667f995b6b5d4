internal import Foundation
internal import Synchronization

/// The thread that handles a context's events: it calls whoever waits for a transfer's end.
final class EventThread: Sendable {
  private let calls: any USBCalls
  private let context: USBToken
  private let isEnded = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)
  /// It is interrupted when it is to end; this is for the case that an interruption gets lost.
  private static let turn = 500
  /// So that a call that fails at once does not keep a processor busy, in microseconds.
  private static let pause: UInt32 = 5000

  init(_ calls: any USBCalls, _ context: USBToken) {
    (self.calls, self.context) = (calls, context)
    let thread = Thread { [self] in run() }
    thread.name = "usb"
    thread.start()
  }

  private func run() {
    while !isEnded.load(ordering: .acquiring) {
      let code = calls.handleEvents(context, milliseconds: Self.turn)
      if code < 0, code != USBCode.interrupted.rawValue { usleep(Self.pause) }
    }
    ended.signal()
  }

  /// Ends it, and waits until it has.
  func end() {
    isEnded.store(true, ordering: .releasing)
    calls.interruptEvents(context)
    ended.wait()
  }
}
