import Foundation
import Links
import Testing

@testable import Wearables

/// What is found without speaking to anything.
@Suite struct DeviceFinderTests {
  private let root: String

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "finder-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  private func touch(_ path: String) throws {
    let file = "\(root)/\(path)"
    try FileManager.default.createDirectory(
      atPath: URL(filePath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: file))
  }

  private var finder: DeviceFinder { DeviceFinder(runtimeFolder: "\(root)/run", devices: "\(root)/dev") }

  @Test func `nothing is found where there is nothing`() {
    defer { try? FileManager.default.removeItem(atPath: root) }
    #expect(finder.find().isEmpty)
    #expect(DeviceFinder(runtimeFolder: nil, devices: "\(root)/dev").find().isEmpty)
  }

  @Test func `serial lines go by their makers' names, and by their numbers where they have none`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    for name in ["ttyACM0", "ttyUSB1", "ttyS0", "null"] { try touch("dev/\(name)") }
    #expect(
      finder.find().map(\.address.description) == ["ttyACM0", "ttyUSB1"].map { "tty:\(root)/dev/\($0)" })
    try touch("dev/serial/by-id/usb-Some_Maker_Spasm_Band_12ab-if00")
    #expect(finder.find().map(\.words) == ["Some Maker Spasm Band 12ab"])
    #expect(
      finder.find().map(\.address) == [
        .terminal(path: "\(root)/dev/serial/by-id/usb-Some_Maker_Spasm_Band_12ab-if00")
      ])
  }

  @Test func `wearables in software are found by their sockets, and each gets one of its own`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try touch("run/wearable-1.sock")
    try touch("run/monitor-77.sock")
    try touch("run/wearable-2.sock")
    #expect(
      finder.find().map(\.address) == [1, 2].map { .unix(path: "\(root)/run/wearable-\($0).sock") })
    #expect(DeviceFinder.socket(in: "\(root)/run") == "\(root)/run/wearable-3.sock")
  }
}
