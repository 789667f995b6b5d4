import Events
import Foundation
import Monitoring
import Signals
import Synchronization

/// Someone who reads lines of events from a socket: now and then not for a while, or gone.
final class Reader: MonitorOutlet {
  private struct State {
    var ends: (ours: Int32, theirs: Int32)?
    var isFailing = false
    var isReading = true
    var read = 0
  }

  private let state = Mutex(State())
  private let inbox = Mutex<Inbox?>(nil)
  private let writer = Mutex<EventLineWriter?>(nil)

  init() { come() }

  deinit { leave() }

  /// Where it is told that lines found no reader, and what streams they are of.
  func attach(_ inbox: Inbox, _ streams: [StreamDescription]) {
    self.inbox.withLock { $0 = inbox }
    writer.withLock { $0 = EventLineWriter(streams: streams) }
  }

  var isReading: Bool {
    get { state.withLock(\.isReading) }
    set { state.withLock { $0.isReading = newValue } }
  }

  /// How many bytes were read.
  var read: Int { state.withLock(\.read) }

  func come() {
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0 else { return }
    // As little as there can be waits in the system.
    var least: Int32 = 1
    setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &least, socklen_t(MemoryLayout<Int32>.size))
    state.withLock { $0.ends = (pair[0], pair[1]) }
  }

  /// Goes away: it may be that nobody opens the other end.
  func leave() {
    state.withLock { state in
      guard let ends = state.ends, ends.theirs >= 0 else { return }
      close(ends.theirs)
      close(ends.ours)
      state.ends = nil
    }
  }

  /// Reads what waits.
  func drain() {
    state.withLock { state in
      guard state.isReading, let ends = state.ends else { return }
      var bytes = [UInt8](repeating: 0, count: 4096)
      while case let count = recv(ends.theirs, &bytes, bytes.count, Int32(MSG_DONTWAIT)), count > 0 {
        state.read += count
      }
    }
  }

  func take(_ event: Event, from lane: Int) {
    guard let line = writer.withLock({ $0?.line(event) }) else { return }
    let news: Health? = state.withLock { state in
      let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
      let isTaken = state.ends.map { send($0.ours, line, line.count, flags) == line.count } ?? false
      guard isTaken == state.isFailing else { return nil }
      state.isFailing.toggle()
      return Health(isTaken ? .outletBack : .outletFailed, detail: "a reader of lines")
    }
    if let news { inbox.withLock { $0?.put(news) } }
  }
}
