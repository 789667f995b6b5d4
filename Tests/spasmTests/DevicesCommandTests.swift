import Foundation
import Testing

/// `spasm devices` and `spasm info`, and addresses on the bus.
@Suite struct DevicesCommandTests {
  @Test func `the rules for udev are printed as they are installed`() throws {
    let result = try Command.run(["devices", "--udev-rules"])
    #expect(result.code == 0 && result.error.isEmpty)
    #expect(result.lines.contains { $0.contains("0403") && $0.contains("6015") && $0.contains("uaccess") })
  }

  @Test func `a wearable in software is listed, as a page and as JSON`() throws {
    let folder = try Folder()
    // A folder that others may look into is not used.
    let (runtime, sockets) = (folder.file("run"), folder.file("run/spasm"))
    for path in [runtime, sockets] {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }
    try Data().write(to: URL(filePath: "\(sockets)/wearable-1.sock"))
    let environment = ["XDG_RUNTIME_DIR": runtime]
    let json = try Command.run(["devices", "--json"], environment: environment)
    #expect(json.code == 0)
    #expect(json.lines.contains { $0.contains("unix:\(sockets)/wearable-1.sock") })
    let page = try Command.run(["devices"], environment: environment.merging(["COLUMNS": "200"]) { $1 })
    #expect(page.text.contains("a wearable in software"))
  }

  @Test(arguments: ["live", "record", "calibrate", "info"])
  func `a device that is not attached is 69, and one line says so`(command: String) throws {
    let folder = try Folder()
    let result = try Command.run(
      [command, "usb:no-such-device"],
      environment: ["SPASM_HOME": folder.path, "XDG_RUNTIME_DIR": folder.path])
    #expect(result.code == 69 && result.output.isEmpty)
    #expect(result.error == "spasm: usb:no-such-device: no such device is attached\n")
  }

  @Test func `a scenario tells its streams`() throws {
    let result = try Command.run(["info", "--json", "sim:back-spasm"])
    #expect(result.code == 0)
    #expect(result.text.contains("\"kind\":\"emg\"") && result.text.contains("\"unit\":\"V\""))
    #expect(try Command.run(["info", "sim:back-spasm"]).text.contains("accelerometer"))
  }
}
