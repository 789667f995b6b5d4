// swift-tools-version: 6.2

import PackageDescription

/// What every target of the project is compiled with.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// With SPASM_OPTIMISED in the environment, as `make test` sets it, a debug build is optimised: the tests run hours of
/// signal, which takes a hundred times as long without.
let compiled =
  Context.environment["SPASM_OPTIMISED"] == nil
  ? strict : strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The same of C.
let compiledC: [CSetting] =
  Context.environment["SPASM_OPTIMISED"] == nil
  ? [] : [.unsafeFlags(["-O2"], .when(configuration: .debug))]

/// A room of the house: a folder in `Sources`, and the rooms below that it may enter.
func room(_ name: String, on lower: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: lower, swiftSettings: compiled,
    // `rounded()`, `exp()` and their kin come from libm, which Foundation-free targets must name.
    linkerSettings: [.linkedLibrary("m")])
}

/// The tests of one room; they may read the fixtures.
func tests(of name: String, with more: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name), "Fixtures"] + more, resources: resources,
    swiftSettings: compiled)
}

let package = Package(
  name: "SpasmKit",
  products: [
    .library(
      name: "SpasmKit",
      targets: [
        "Signals", "Events", "SignalProcessing", "RecordingFormats", "SpasmDetection", "Simulation",
        "Scoring", "Monitoring", "FirmwareProtocol", "Links", "USBLink", "BluetoothLink", "Wearables",
        "EpisodeRecorder",
      ]),
    .executable(name: "spasm", targets: ["spasm"]),
    .executable(name: "spasm-scan", targets: ["spasm-scan"]),
  ],
  traits: [
    .trait(name: "USB", description: "Devices through libusb-1.0."),
    .trait(
      name: "Bluetooth",
      description: "Devices on Bluetooth Low Energy, through libbluetooth (GPL-2.0-or-later)."),
    .default(enabledTraits: ["USB", "Bluetooth"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Floor 0: C.
    .target(
      name: "CFirmwareProtocol", path: "Firmware-Protocol/c", sources: ["src"], publicHeadersPath: "include",
      cSettings: compiledC),
    .systemLibrary(name: "CLibUSB", pkgConfig: "libusb-1.0", providers: [.apt(["libusb-1.0-0-dev"])]),
    .systemLibrary(name: "CBlueZ", pkgConfig: "bluez", providers: [.apt(["libbluetooth-dev"])]),
    // Floor 1: words.
    room("Signals"),
    room("FirmwareProtocol"),
    // Floor 2: mathematics, files, the event contract. No policy.
    room("Events", on: ["Signals"]),
    room("SignalProcessing", on: ["Signals"]),
    room("RecordingFormats", on: ["Signals"]),
    room("Links", on: ["Signals", "FirmwareProtocol"]),
    // Floor 3: policy, simulation, judgement; the bus and the radio.
    room("SpasmDetection", on: ["Signals", "Events", "SignalProcessing"]),
    room("Simulation", on: ["CFirmwareProtocol", "Signals", "Events", "SignalProcessing", "Links"]),
    room("Scoring", on: ["Signals", "Events"]),
    room(
      "USBLink",
      on: ["Signals", "Links", .target(name: "CLibUSB", condition: .when(traits: ["USB"]))]),
    room(
      "BluetoothLink",
      on: ["Signals", "Links", .target(name: "CBlueZ", condition: .when(traits: ["Bluetooth"]))]),
    room("Wearables", on: ["Signals", "FirmwareProtocol", "Links"]),
    room(
      "EpisodeRecorder",
      on: ["Signals", "Events", "RecordingFormats", .product(name: "GRDB", package: "GRDB.swift")]),
    // Floor 4: joins source, pipeline and sinks.
    room(
      "Monitoring",
      on: [
        "Signals", "Events", "SignalProcessing", "RecordingFormats", "Links", "SpasmDetection", "Scoring",
        "EpisodeRecorder",
      ]),
    room("Diagnostics", on: ["Signals", .product(name: "Logging", package: "swift-log")]),
    // Floor 5: what a person sees; values to text, no I/O. And what a person sets.
    room(
      "TerminalUI",
      on: ["Signals", "Events", "SpasmDetection", "Scoring", "EpisodeRecorder", "Monitoring"]),
    room(
      "Settings",
      on: [
        "Signals", "Events", "SpasmDetection", "Monitoring", .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ]),
    room("Pictures", on: ["Signals", "Events", "SpasmDetection", "Scoring"]),
    // Floor 6: the command.
    .executableTarget(
      name: "spasm",
      dependencies: [
        "Signals", "Events", "FirmwareProtocol", "Links", "RecordingFormats", "SpasmDetection", "Simulation",
        "Scoring", "USBLink",
        "Wearables", "EpisodeRecorder", "Monitoring", "TerminalUI", "Settings", "Diagnostics", "Pictures",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    // What looks for devices on Bluetooth, apart, so that it alone is given the right to.
    .executableTarget(
      name: "spasm-scan", dependencies: ["BluetoothLink", "Links", "Signals"], swiftSettings: strict),
    // The fixtures are the resource of one test-support target.
    .target(
      name: "Fixtures", dependencies: ["Signals"], path: "Fixtures", exclude: ["generate", "convert.py"],
      resources: [.copy("recordings")],
      swiftSettings: strict),
    tests(of: "Signals"),
    tests(of: "FirmwareProtocol", with: ["CFirmwareProtocol", "RecordingFormats", "Signals"]),
    tests(of: "Events", with: ["Signals"]),
    tests(of: "SignalProcessing", with: ["Signals"], resources: [.copy("Tables")]),
    tests(of: "RecordingFormats", with: ["Signals"]),
    tests(of: "SpasmDetection", with: ["Events", "Signals"]),
    tests(of: "Simulation", with: ["Scoring", "Signals"]),
    tests(of: "Scoring", with: ["Events", "Signals"]),
    tests(of: "Links", with: ["Signals"]),
    tests(of: "USBLink", with: ["Links"]),
    tests(of: "BluetoothLink", with: ["Links", "Signals"]),
    tests(
      of: "Wearables",
      with: ["Events", "FirmwareProtocol", "Links", "Signals", "Simulation", "SpasmDetection"]),
    tests(
      of: "EpisodeRecorder",
      with: ["Events", "RecordingFormats", "Signals", .product(name: "GRDB", package: "GRDB.swift")],
      resources: [.copy("Readers")]),
    tests(
      of: "Monitoring",
      with: [
        "EpisodeRecorder", "Events", "Links", "RecordingFormats", "Scoring", "Signals", "Simulation",
        "SpasmDetection", "Wearables",
      ]),
    tests(
      of: "TerminalUI",
      with: ["EpisodeRecorder", "Events", "Monitoring", "Scoring", "Signals", "SpasmDetection"],
      resources: [.copy("Screens")]),
    tests(of: "Diagnostics", with: [.product(name: "Logging", package: "swift-log")]),
    tests(of: "Settings", with: ["Monitoring", "Signals", "SpasmDetection"]),
    tests(of: "Pictures", with: ["Events", "Scoring", "Signals", "SpasmDetection"]),
    tests(
      of: "spasm",
      with: ["EpisodeRecorder", "FirmwareProtocol", "Links", "Signals", "Simulation", "TerminalUI"]),
    // The rules of the house, held against the manifest and the sources.
    .testTarget(name: "HouseTests", dependencies: ["Fixtures"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
