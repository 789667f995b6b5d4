import Links
import Testing

@testable import USBLink

/// A life of a link in which each thing that can fail fails, at each moment.
@Suite struct FailureTests {
  /// Opens, hears, writes, is stalled, hears again; throws where the link ends.
  private func live(_ fake: FakeUSB, _ device: [UInt8], at moment: (Int) -> Void = { _ in }) throws(LinkError)
  {
    let link = try fake.link(device)
    let route = Devices.attached(device).route
    let (inbound, status) = (route?.inbound.address ?? 0, [UInt8](route?.bridge == .ftdi ? [1, 0x60] : []))
    moment(0)
    _ = fake.send(status + [1, 2], on: inbound)
    _ = try link.read(waiting: 20)
    moment(1)
    try link.write([1, 2, 3])
    moment(2)
    _ = fake.send(status + [3], on: inbound, .stalled)
    moment(3)
    // Until the endpoint has been cleared.
    for _ in 0..<50 where fake.locked({ !fake.isHeard(inbound) }) { _ = try link.read(waiting: 1) }
    moment(4)
    _ = fake.send(status + [4], on: inbound)
    _ = try link.read(waiting: 20)
    moment(5)
    for _ in 0..<3 where fake.locked({ !fake.isAttached }) { _ = try link.read(waiting: 2) }
  }

  private static let devices = [Devices.native, Devices.ftdi, Devices.board]

  @Test(arguments: [USBCode.io, .access, .noDevice, .busy, .pipe, .noMemory, .notSupported, .other])
  func `whichever call fails, nothing is left open and nothing is closed too early`(code: USBCode) {
    for device in Self.devices {
      var number = 1
      while true {
        let fake = FakeUSB()
        fake.failing = (number, code)
        do throws(LinkError) { try live(fake, device) } catch {
          #expect(error.name == "usb:A1" && !error.reason.isEmpty)
        }
        #expect(fake.account.isEmpty, "call \(number), \(fake.log.dropFirst(number - 1).first ?? "")")
        guard fake.log.count >= number else { break }
        number += 1
      }
      #expect(number > 15)
    }
  }

  @Test(arguments: [true, false], [true, false])
  func `pulled out at any moment it is unavailable, and nothing is left`(isTold: Bool, isFailing: Bool) {
    for device in Self.devices {
      for last in 0...5 {
        let fake = FakeUSB()
        (fake.tellsLeaving, fake.failsBeforeLeaving) = (isTold, isFailing)
        do throws(LinkError) {
          try live(fake, device) { if $0 == last { fake.unplug() } }
          Issue.record("it left at moment \(last), and nobody noticed")
        } catch {
          #expect(error.kind == .unavailable)
          #expect(error.reason.hasPrefix("has gone"))
        }
        #expect(fake.account.isEmpty)
      }
    }
  }

  @Test func `a device of which nothing more is heard is looked for`() throws {
    let fake = FakeUSB()
    let link = try fake.link()
    // Neither an event nor the end of a transfer tells.
    fake.locked { fake.isAttached = false }
    #expect {
      for _ in 0..<20 { _ = try link.read(waiting: 2) }
    } throws: { ($0 as? LinkError)?.kind == .unavailable }
  }

  @Test func `the end may come while bytes stream in`() {
    for _ in 0..<50 {
      let fake = FakeUSB()
      do {
        let link = try? fake.link()
        for _ in 0..<20 { _ = fake.send([1, 2, 3]) }
        _ = try? link?.read(waiting: 1)
      }
      #expect(fake.account.isEmpty)
    }
  }
}
