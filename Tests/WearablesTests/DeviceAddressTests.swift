import Links
import Testing

@testable import Wearables

/// How a person names a wearable.
@Suite struct DeviceAddressTests {
  @Test func `a kind and a path name a line, a kind and a number what is on the bus`() throws {
    let line = try #require(DeviceAddress("cyton:/dev/ttyUSB0"))
    #expect(line.kind == .cyton && line.place == .link(.terminal(path: "/dev/ttyUSB0")))
    #expect(DeviceAddress("chords:75834")?.place == .usb(serial: "75834"))
    #expect(DeviceAddress("umyo")?.place == .usb(serial: nil) && DeviceAddress("umyo:")?.kind == .umyo)
    #expect(DeviceAddress("tty:/dev/ttyACM0")?.kind == .native)
  }

  @Test(arguments: ["cyton:/dev/ttyUSB0", "chords:75834", "umyo:", "tty:/dev/ttyACM0", "tcp:127.0.0.1:7000"])
  func `an address is written as it is read`(text: String) throws {
    #expect(try #require(DeviceAddress(text)).description == text)
  }

  @Test(arguments: ["", "native:/dev/ttyACM0", "cytton:/dev/ttyUSB0", "/dev/ttyUSB0", "tty:"])
  func `what is no address is none`(text: String) { #expect(DeviceAddress(text) == nil) }

  @Test func `what cannot be looked for yet is told with what can`() throws {
    let address = try #require(DeviceAddress("cyton:DN0096QA"))
    #expect { _ = try address.open() } throws: { error in
      (error as? LinkError)?.kind == .unavailable
        && (error as? LinkError)?.message.contains("cyton:/dev/ttyUSB0") == true
    }
  }
}
