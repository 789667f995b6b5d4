import Links
import Testing

/// At what speed a link runs.
@Suite struct LinkSpeedTests {
  @Test(arguments: [115_200, 230_400, 921_600])
  func `a line runs at the speed of its device, and goes on to carry bytes`(speed: Int) throws {
    let listener = try LinkListener.terminal()
    let host = try ByteLink.open(listener.address)
    let device = try #require(try listener.accept(waiting: 0))
    try host.setSpeed(speed)
    try host.write([1, 2, 3])
    #expect(try device.read(waiting: 1000) == [1, 2, 3])
  }

  @Test func `a speed that no line has is refused, and named`() throws {
    let listener = try LinkListener.terminal()
    let host = try ByteLink.open(listener.address)
    #expect { try host.setSpeed(12_345) } throws: { ($0 as? LinkError)?.message.contains("12345") == true }
  }
}
