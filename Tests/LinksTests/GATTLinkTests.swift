import Glibc
import Signals
import Synchronization
import Testing

@testable import Links

/// Session and peer over a socket that keeps the bounds of packets, as the kernel's Bluetooth sockets do.
@Suite struct GATTLinkTests {
  /// A device at the other end of a socket, on a thread of its own.
  private final class Device: Sendable {
    let host: Int32
    private let descriptor: Int32
    private let peer: Mutex<ScriptedPeer>
    private let isMute = Atomic(false)

    init(_ peer: ScriptedPeer = .sensor()) throws {
      var ends: [Int32] = [-1, -1]
      try #require(socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0)
      (host, descriptor) = (ends[0], ends[1])
      self.peer = Mutex(peer)
      let box = Unmanaged.passRetained(self)
      var thread = pthread_t()
      pthread_create(
        &thread, nil,
        { raw in
          raw.map { Unmanaged<Device>.fromOpaque($0).takeRetainedValue().run() }
          return nil
        }, box.toOpaque())
      pthread_detach(thread)
    }

    private func run() {
      var bytes = [UInt8](repeating: 0, count: 1024)
      while true {
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { break }
        if isMute.load(ordering: .relaxed) { continue }
        let packet = Array(bytes.prefix(count))
        if let answer = peer.withLock({ $0.answer(packet) }) { send(answer) }
      }
      close(descriptor)
    }

    func send(_ packet: [UInt8]) { _ = Glibc.send(descriptor, packet, packet.count, Int32(MSG_NOSIGNAL)) }
    func notify(_ value: [UInt8]) { send(peer.withLock { $0.notify(ScriptedPeer.dataType, value) }) }
    func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }
    func fallSilent() { isMute.store(true, ordering: .relaxed) }
    var written: [[UInt8]] { peer.withLock { $0.written.map(\.value) } }
  }

  @Sendable private static func now() -> Seconds {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Seconds(Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
  }

  private func link(
    to device: Device, profile: GATTProfile = .sensor, isStopped: () -> Bool = { false }
  ) throws -> GATTLink {
    try GATTLink(
      descriptor: device.host, name: "ble:test", profile: profile,
      explain: { LinkError(.unavailable, name: "ble:test", reason: "error \($0)") }, now: Self.now,
      isStopped: isStopped)
  }

  @Test func `a link is made, and every packet comes with its endpoint and time, in order`() throws {
    let device = try Device()
    let before = Self.now()
    let link = try link(to: device)
    #expect(link.mtu == 247 && link.table.services.count == 5)
    for number in 0..<2000 { device.notify([UInt8(number & 0xFF), UInt8(number >> 8)]) }
    var packets: [GATTLink.Packet] = []
    while packets.count < 2002 {
      let came = try link.packets(waiting: 2000)
      guard !came.isEmpty else { break }
      packets += came
    }
    #expect(packets.prefix(2).map(\.endpoint) == [3, 4])
    let numbers = packets.dropFirst(2).map { Int($0.bytes[0]) | Int($0.bytes[1]) << 8 }
    let isWhole = numbers == Array(0..<2000)
    #expect(isWhole, "\(numbers.count) came")
    #expect(packets.allSatisfy { $0.time >= before && $0.time <= Self.now() })
    #expect(zip(packets, packets.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(link.losses == .init())
  }

  @Test func `a device is told things, and answered though nobody fetches what it sends`() throws {
    let device = try Device()
    let link = try link(to: device)
    #expect(try link.send([0x62], to: 1))
    // More than is kept: the newest stay, and what went is counted.
    let count = GATTReader.mostPackets + 100
    for number in 0..<count { device.notify([UInt8(number & 0xFF), UInt8(number >> 8)]) }
    var packets: [GATTLink.Packet] = []
    for _ in 0..<2000 where packets.last?.bytes != [UInt8((count - 1) & 0xFF), UInt8((count - 1) >> 8)] {
      usleep(1000)
      if link.losses.overrun > 0 || !packets.isEmpty { packets += try link.packets(waiting: 100) }
    }
    #expect(packets.count + link.losses.overrun == count + 2)
    #expect(link.losses.overrun == GATTReader.mostPackets / 2)
    #expect(device.written.last == [0x62])
    #expect { try link.send([1], to: 9) } throws: { ($0 as? LinkError)?.kind == .failed }
  }

  @Test func `what a device sent before it hung up is given, and then why it ended`() throws {
    let device = try Device()
    let link = try link(to: device)
    device.notify([1])
    device.notify([2])
    device.hangUp()
    var packets: [GATTLink.Packet] = []
    #expect {
      while true { packets += try link.packets(waiting: 2000) }
    } throws: {
      ($0 as? LinkError)?.kind == .unavailable
    }
    #expect(packets.suffix(2).map(\.bytes) == [[1], [2]])
    #expect(throws: LinkError.self) { try link.send([1], to: 1) }
  }

  @Test func `a device that is another one, goes at once or is given up is told`() throws {
    var other = ScriptedPeer()
    other.add([0x0F, 0x18], [([0x19, 0x2A], 0x02, [50], false)])
    let stranger = try Device(other)
    #expect { _ = try link(to: stranger) } throws: { "\($0)".contains("is no Sensor") }
    let gone = try Device()
    gone.hangUp()
    #expect { _ = try link(to: gone) } throws: { ($0 as? LinkError)?.kind == .unavailable }
    let mute = try Device()
    mute.fallSilent()
    var asked = 0
    #expect {
      _ = try link(
        to: mute,
        isStopped: {
          asked += 1
          return asked > 2
        })
    } throws: {
      "\($0)".contains("does not tell what it offers")
    }
  }

  @Test func `times of the calendar become times of the clock, whatever is done to the calendar`() {
    var times = ArrivalTimes()
    let second: Int64 = 1_000_000_000
    #expect(times.time(of: 99 * second, calendarNow: 100 * second, now: 50) == 49)
    // Before the one before it; not at all; after now; and from a calendar that was set.
    #expect(times.time(of: 98 * second, calendarNow: 100 * second, now: 50) == 49)
    #expect(times.time(of: nil, calendarNow: 100 * second, now: 51) == 51)
    #expect(times.time(of: 102 * second, calendarNow: 101 * second, now: 52) == 52)
    #expect(times.time(of: second, calendarNow: 200 * second, now: 53) == 53)
    #expect(times.time(of: .min, calendarNow: .max, now: 54) == 54)
  }

  @Test func `control messages of the kernel are read, and cut ones are not`() {
    func message(_ level: Int32, _ type: Int32, _ data: [UInt8], length: Int? = nil) -> [UInt8] {
      var bytes = withUnsafeBytes(of: length ?? 16 + data.count) { Array($0) }
      bytes += withUnsafeBytes(of: level) { Array($0) } + withUnsafeBytes(of: type) { Array($0) } + data
      return bytes + [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    }
    let time = withUnsafeBytes(of: Int64(7)) { Array($0) } + withUnsafeBytes(of: Int64(5)) { Array($0) }
    let all =
      message(SOL_SOCKET, SO_RXQ_OVFL, [3, 0, 0, 0]) + message(1, 99, [1])
      + message(SOL_SOCKET, SO_TIMESTAMPNS, time)
    var whole = ReceivedMessage(bytes: [])
    all.withUnsafeBytes { whole.read($0) }
    #expect(whole.dropped == 3 && whole.calendar == 7_000_000_005)
    for count in 0..<all.count {
      var cut = ReceivedMessage(bytes: [])
      Array(all.prefix(count)).withUnsafeBytes { cut.read($0) }
      #expect(cut.calendar == nil)
    }
    for length in [-1, 0, 15, 1 << 40, Int.max, Int.min] {
      var wrong = ReceivedMessage(bytes: [])
      message(SOL_SOCKET, SO_RXQ_OVFL, [3, 0, 0, 0], length: length).withUnsafeBytes { wrong.read($0) }
      #expect(wrong.dropped == nil)
    }
  }
}
