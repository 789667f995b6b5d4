import Foundation
import Links
import Testing

/// Links that bytes go over.
@Suite struct ByteLinkTests {
  private func folder() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "links-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path
  }

  private func exchange(_ host: ByteLink, _ device: ByteLink) throws {
    let all = (0...255).map { UInt8($0) }
    #expect(try host.write(all))
    var came: [UInt8] = []
    while came.count < all.count { came += try device.read(waiting: 1000) }
    #expect(came == all)
    #expect(try device.write(all.reversed()))
    came = []
    while came.count < all.count { came += try host.read(waiting: 1000) }
    #expect(came == all.reversed())
    #expect(try host.read(waiting: 1).isEmpty)
  }

  @Test func `every byte goes both ways over a socket, and its end is seen`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let address = try #require(LinkAddress("unix:\(folder)/device"))
    let listener = try LinkListener.listen(address)
    let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/device")[.posixPermissions] as? Int
    #expect(mode == 0o600)
    var host: ByteLink? = try ByteLink.open(address)
    let device = try #require(try listener.accept(waiting: 1000))
    try exchange(try #require(host), device)
    host = nil
    #expect { _ = try device.read(waiting: 1000) } throws: { ($0 as? LinkError)?.kind == .unavailable }
    // Somebody listens here: nobody else may.
    #expect(throws: LinkError.self) { try LinkListener.listen(address) }
  }

  @Test func `who leaves without reading has gone like any other`() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let address = try #require(LinkAddress("unix:\(folder)/device"))
    let listener = try LinkListener.listen(address)
    var host: ByteLink? = try ByteLink.open(address)
    let device = try #require(try listener.accept(waiting: 1000))
    try device.write([1, 2, 3])
    _ = host?.name
    host = nil
    #expect { _ = try device.read(waiting: 1000) } throws: { ($0 as? LinkError)?.kind == .unavailable }
  }

  @Test func `every byte goes both ways over a pseudo-terminal, zeros and interrupts too`() throws {
    let listener = try LinkListener.terminal()
    let host = try ByteLink.open(listener.address)
    let device = try #require(try listener.accept(waiting: 0))
    try exchange(host, device)
  }

  @Test func `what is not there is named`() throws {
    for text in ["unix:/nowhere/device", "tty:/nowhere/tty", "tcp:127.0.0.1:1"] {
      let address = try #require(LinkAddress(text))
      #expect(address.description == text)
      #expect { _ = try ByteLink.open(address) } throws: { ($0 as? LinkError)?.kind == .unavailable }
    }
    for text in ["", "tty", "tty:", "tcp:10.0.0.1:5", "tcp:127.0.0.1:0", "tcp:127.0.0.1:70000", "usb:"] {
      #expect(LinkAddress(text) == nil)
    }
  }
}
