internal import Glibc
internal import Signals
internal import Synchronization

/// Reads a socket on a thread of its own, and runs a session on what comes.
final class GATTReader: Sendable {
  /// What both threads know.
  struct State: Sendable {
    var session: GATTSession
    var arrivals = ArrivalTimes()
    var packets: [GATTLink.Packet] = []
    /// What the socket has not taken yet.
    var unsent: [[UInt8]] = []
    /// Why there is nothing more to come.
    var end: LinkError?
    var dropped = 0
    var overrun = 0
    var cut = 0
  }

  let state: Mutex<State>
  private let descriptor: Int32
  private let name: String
  private let explain: @Sendable (Int32) -> LinkError
  private let now: @Sendable () -> Seconds
  /// Rung when there is something for the program.
  private let news: Bell
  /// Rung when the thread is to end, or has something to send.
  private let wake: Bell
  private let isStopping = Atomic(false)
  private let thread = Mutex<pthread_t?>(nil)

  /// Some 4 s of the quickest wearable.
  static let mostPackets = 4096
  /// A device that takes nothing while it asks for much is no use.
  private static let mostUnsent = 64
  /// How soon time-outs are seen.
  private static let turn: Int32 = 250

  /// Takes over the socket, and begins.
  init(
    descriptor: Int32, name: String, session: GATTSession, explain: @escaping @Sendable (Int32) -> LinkError,
    now: @escaping @Sendable () -> Seconds
  ) throws(LinkError) {
    guard let news = Bell(), let wake = Bell() else {
      let error = ByteLink.failure(name)
      close(descriptor)
      throw error
    }
    (self.descriptor, self.name, self.explain, self.now) = (descriptor, name, explain, now)
    (self.news, self.wake) = (news, wake)
    state = Mutex(State(session: session))
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    ReceivedMessage.prepare(descriptor)
    state.withLock { state in step(&state) { $0.start(at: $1, $2) } }
    try startThread()
  }

  deinit { close(descriptor) }

  /// Ends the thread, and waits for that: only once the socket is closed may the device be called again.
  func stop() {
    isStopping.store(true, ordering: .releasing)
    wake.ring()
    let ending = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let ending { pthread_join(ending, nil) }
  }

  /// Whether all is found and subscribed to.
  func isReady() throws(LinkError) -> Bool {
    let (phase, end) = state.withLock { ($0.session.phase, $0.end) }
    if let end { throw end }
    return phase == .ready
  }

  /// Waits until something may have come.
  func wait(_ milliseconds: Int32) { news.wait(milliseconds) }

  /// What came; the reason of the end where nothing more will.
  func take() throws(LinkError) -> [GATTLink.Packet] {
    // It was rung for what is taken now.
    news.hush()
    let (packets, end) = state.withLock { state in
      defer { state.packets.removeAll(keepingCapacity: true) }
      return (state.packets, state.end)
    }
    if packets.isEmpty, let end { throw end }
    return packets
  }

  func send(_ bytes: [UInt8], to endpoint: UInt8) throws(LinkError) -> Bool {
    let result: Result<Bool, LinkError> = state.withLock { state in
      if let end = state.end { return .failure(end) }
      guard state.unsent.count < Self.mostUnsent else { return .success(false) }
      var sent: [[UInt8]] = []
      do throws(ATTFailure) {
        try state.session.send(bytes, to: endpoint, at: now()) { event in
          if case .send(let packet) = event { sent.append(packet) }
        }
      } catch {
        if error == .full { return .success(false) }
        return .failure(LinkError(.failed, name: name, reason: "\(error)"))
      }
      state.unsent += sent
      flush(&state)
      if !state.unsent.isEmpty { wake.ring() }
      return .success(true)
    }
    return try result.get()
  }

  var losses: GATTLink.Losses {
    state.withLock { state in
      var counts = state.session.counts
      counts.malformed += state.cut
      return .init(
        kernel: state.dropped, overrun: state.overrun, unclaimed: state.session.unclaimed,
        refused: state.session.refused, counts: counts)
    }
  }

  private func startThread() throws(LinkError) {
    // The thread keeps the reader until it ends, and with it the descriptors that it waits on.
    let box = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { raw in
        guard let raw else { return nil }
        Unmanaged<GATTReader>.fromOpaque(raw).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      throw LinkError(.failed, name: name, reason: String(cString: strerror(code)))
    }
    self.thread.withLock { $0 = thread }
  }

  private func run() {
    while !isStopping.load(ordering: .acquiring), state.withLock({ $0.end == nil }) {
      let isWaiting = state.withLock { !$0.unsent.isEmpty }
      var slots = [
        pollfd(fd: descriptor, events: Int16(isWaiting ? POLLIN | POLLOUT : POLLIN), revents: 0),
        pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&slots, 2, Self.turn)
      if slots[1].revents != 0 { wake.hush() }
      state.withLock { state in
        if ready > 0, slots[0].revents & ~Int16(POLLOUT) != 0 { drain(&state) }
        step(&state) { $0.tick(at: $1, $2) }
      }
    }
    // Whoever waits is told.
    news.ring()
  }

  /// Takes all that has come, a bounded number at once, so that others get at the state.
  private func drain(_ state: inout State) {
    for _ in 0..<64 where state.end == nil {
      switch ReceivedMessage.receive(descriptor) {
      case .failure(let trouble):
        if trouble.number != EAGAIN, trouble.number != EINTR { end(&state, explain(trouble.number)) }
        return
      // A packet of a socket that keeps bounds has a first byte at least: none is the end.
      case .success(let message) where message.bytes.isEmpty: return end(&state, explain(0))
      case .success(let message):
        if let dropped = message.dropped { state.dropped = Int(dropped) }
        if message.isCut {
          state.cut += 1
          continue
        }
        var (calendar, now) = (timespec(), self.now())
        clock_gettime(CLOCK_REALTIME, &calendar)
        now = state.arrivals.time(
          of: message.calendar, calendarNow: Int64(calendar.tv_sec) * 1_000_000_000 + Int64(calendar.tv_nsec),
          now: now)
        step(&state, at: now) { $0.receive(message.bytes, at: $1, $2) }
      }
    }
  }

  private func step(
    _ state: inout State, at time: Seconds? = nil,
    _ body: (inout GATTSession, Seconds, (GATTSession.Event) -> Void) -> Void
  ) {
    let time = time ?? now()
    var events: [GATTSession.Event] = []
    body(&state.session, time) { events.append($0) }
    for event in events {
      switch event {
      case .send(let packet): state.unsent.append(packet)
      case .packet(let endpoint, let bytes):
        if state.packets.count >= Self.mostPackets {
          // Half at once: to let go one at a time would move all the others for each.
          state.packets.removeFirst(Self.mostPackets / 2)
          state.overrun += Self.mostPackets / 2
        }
        state.packets.append(.init(endpoint: endpoint, time: time, bytes: bytes))
      case .ready: break
      case .failed(let reason): end(&state, LinkError(.unavailable, name: name, reason: reason))
      }
    }
    flush(&state)
    let isNews = events.contains { if case .send = $0 { false } else { true } }
    if isNews { news.ring() }
  }

  private func flush(_ state: inout State) {
    while let packet = state.unsent.first, state.end == nil {
      let count = Glibc.send(
        descriptor, packet, packet.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      if count < 0 {
        let number = errno
        guard number == EAGAIN || number == EINTR else { return end(&state, explain(number)) }
        if state.unsent.count > Self.mostUnsent * 2 {
          end(&state, LinkError(.unavailable, name: name, reason: "takes nothing any more"))
        }
        return
      }
      state.unsent.removeFirst()
    }
  }

  private func end(_ state: inout State, _ error: LinkError) {
    guard state.end == nil else { return }
    state.end = error
    news.ring()
  }
}
