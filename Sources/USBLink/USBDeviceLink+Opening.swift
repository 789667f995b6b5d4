public import Links

extension USBDeviceLink {
  /// Opens the one device that can be used as `use`, or the one with that serial number; a line is set up at `baud` bits a second.
  ///
  /// - Throws: ``LinkError``: unavailable where it is not there or belongs to another program, forbidden where there are no rights.
  public static func open(
    _ use: DeviceUse, serial: String?, baud: Int = 115_200, in directory: USBDirectory = USBDirectory()
  ) throws(LinkError) -> USBDeviceLink {
    let name = use.address(serial: serial)
    let device = try directory.find(use, serial: serial, name: name)
    #if USB
      return try open(
        device, baud: baud, name: name,
        settings: Settings(calls: LibUSB(), isPresent: { directory.isPresent(device) }))
    #else
      throw LinkError(
        .unavailable, name: name, reason: "is attached, but this program was built without USB")
    #endif
  }
}
