import Dispatch
import Links
import Testing

@testable import USBLink

/// Links over a bus that the test plays.
@Suite struct USBDeviceLinkTests {
  private let fake = FakeUSB()

  @Test func `bytes go both ways in their order, and everything is given back`() throws {
    do {
      let link = try fake.link()
      var sent: [UInt8] = []
      for number in 0..<40 {
        let bytes = [UInt8](repeating: UInt8(number), count: number * 50)
        #expect(fake.send(bytes))
        sent += bytes
      }
      #expect(try link.read(count: sent.count) == sent)
      #expect(try link.write([1, 2, 3]))
      #expect(fake.locked { fake.written } == [1, 2, 3])
      #expect(link.counts.isEmpty)
      #expect(try link.read(waiting: 1).isEmpty)
    }
    #expect(fake.account.isEmpty)
  }

  @Test func `several transfers are in flight, of whole packets`() throws {
    let link = try fake.link()
    #expect(fake.locked { fake.queues[0x81]?.count } == 8)
    #expect(fake.locked { fake.transfers.values.allSatisfy { $0.buffer.count % 512 == 0 } })
    _ = link
  }

  @Test func `a write that fills its last packet is ended by an empty one, on our own interface alone`()
    throws
  {
    let link = try fake.link()
    for count in [511, 512, 513, 1024] { #expect(try link.write([UInt8](repeating: 7, count: count))) }
    #expect(fake.locked { fake.emptyWrites } == 2)
    let other = FakeUSB()
    #expect(try other.link(Devices.ftdi).write([UInt8](repeating: 7, count: 64)))
    #expect(other.emptyWrites == 0)
  }

  @Test
  func `what a reader does not take in time is counted to the byte, and what he takes is without a hole`()
    throws
  {
    let link = try fake.link(most: 1000)
    for number in 0..<10 { #expect(fake.send([UInt8](repeating: UInt8(number), count: 300))) }
    // All have ended when the eleventh, empty, has gone round.
    #expect(fake.send([]))
    while fake.locked({ !fake.events.isEmpty }) {}
    let came = try link.read(count: 900)
    #expect(came == (0..<3).flatMap { [UInt8](repeating: UInt8($0), count: 300) })
    #expect(link.counts.lateBytes == 2100)
    #expect(fake.send([9, 9]))
    #expect(try link.read(count: 2) == [9, 9])
  }

  @Test func `a transfer that ran out of time keeps what it had`() throws {
    let link = try fake.link()
    #expect(fake.send([1, 2], .timedOut))
    #expect(fake.send([3]))
    #expect(try link.read(count: 3) == [1, 2, 3])
    #expect(link.counts.timeouts == 1)
  }

  @Test(arguments: [TransferStatus.stalled, .failed, .overflow])
  func `an endpoint that stalls or fails is cleared, counted, and heard again`(status: TransferStatus) throws
  {
    do {
      let link = try fake.link()
      #expect(fake.send([1]))
      #expect(fake.send([2], status))
      #expect(try link.read(count: 2) == [1, 2])
      #expect(try link.read(waiting: 5).isEmpty)
      #expect(fake.send([3]))
      #expect(try link.read(count: 1) == [3])
      #expect(fake.locked { fake.log.count { $0 == "libusb_clear_halt" } } == 1)
      #expect(link.counts.stalls + link.counts.errors + link.counts.overflows == 1)
      #expect(fake.locked { fake.queues[0x81]?.count } == 8)
    }
    #expect(fake.account.isEmpty)
  }

  @Test func `an endpoint that stalls for ever is given up`() throws {
    let link = try fake.link()
    var failure: LinkError?
    for _ in 0..<20 where failure == nil {
      _ = fake.send([], .stalled)
      do throws(LinkError) { _ = try link.read(waiting: 20) } catch { failure = error }
    }
    #expect(failure == LinkError(.failed, name: "usb:A1", reason: "libusb_clear_halt: IO"))
    #expect(link.counts.stalls == 9)
  }

  @Test func `a stalled write is cleared and goes on where it was`() throws {
    let link = try fake.link()
    fake.locked { fake.refusals["libusb_bulk_transfer"] = (.pipe, 1) }
    #expect(try link.write([1, 2, 3]))
    #expect(fake.locked { fake.written } == [1, 2, 3])
    #expect(link.counts.stalls == 1)
    fake.locked { fake.refusals["libusb_bulk_transfer"] = (.pipe, 100) }
    #expect(throws: LinkError.self) { try link.write([1]) }
  }

  @Test func `a device that takes no more gets what it takes`() throws {
    let link = try fake.link()
    fake.locked { fake.room = 2 }
    #expect(try !link.write([1, 2, 3]))
    #expect(fake.locked { fake.written } == [1, 2])
  }

  @Test func `transfers that the system keeps are not freed, and nothing hangs`() throws {
    do {
      let link = try fake.link(farewell: .milliseconds(5))
      fake.locked { fake.keepsTransfers = true }
      _ = link
    }
    #expect(fake.locked { fake.count(.transfer) } == 8)
    #expect(fake.locked { fake.count(.handle) } == 1)
    #expect(fake.locked { fake.mistakes }.isEmpty)
  }

  @Test func `no rights, another program and a device that has gone are told apart`() throws {
    let cases: [(String, USBCode, LinkError.Kind, String)] = [
      ("libusb_open", .access, .forbidden, "spasm devices --udev-rules"),
      ("libusb_claim_interface", .busy, .unavailable, "another program"),
      ("libusb_open", .noDevice, .unavailable, "has gone"),
      ("libusb_claim_interface", .notFound, .unavailable, "does not have what it tells of"),
      ("libusb_init", .noMemory, .failed, "libusb_init: NO_MEM"),
    ]
    for (call, code, kind, words) in cases {
      let fake = FakeUSB()
      fake.refusals[call] = (code, 1)
      do throws(LinkError) {
        _ = try fake.link()
        Issue.record("\(call) failed and nobody noticed")
      } catch {
        #expect(error.kind == kind)
        #expect(error.message.contains(words) && error.message.contains(call), "\(error.message)")
        #expect(!error.message.contains("\n"))
      }
      #expect(fake.account.isEmpty)
    }
  }
}
