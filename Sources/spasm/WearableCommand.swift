import ArgumentParser
import Foundation
import Links
import Monitoring
import RecordingFormats
import Signals
import Simulation
import Wearables

/// `spasm wearable`: a device in software, for people who write hosts, and to try everything without hardware.
struct WearableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wearable", abstract: "Be a wearable in software that speaks the wire protocol.",
    discussion: """
      It plays a simulated scenario or a recording at its own speed, to one host at a time, until it is told to stop. The \
      address is printed first; with 'tty' a pseudo-terminal is made, and its path is in the address.
      """)

  @Argument(help: "A scenario of 'spasm simulate --list', or a recording.", completion: .file())
  var source: String

  @Option(
    help: ArgumentHelp(
      "Where it is heard: auto, tty, unix:PATH or tcp:127.0.0.1:PORT; 'auto' is where 'spasm live' finds it.",
      valueName: "address"))
  var listen = "tty"

  @Option(parsing: .unconditional, help: "The seed of the scenario and of all faults.")
  var seed = 1

  @Option(help: ArgumentHelp("\(FaultArgument.help)", valueName: "name=number"))
  var fault: [FaultArgument] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seconds of samples that it keeps; 0 without a store.", valueName: "s"))
  var store = 60.0

  func validate() throws {
    if listen != "tty", listen != "auto", LinkAddress(listen) == nil {
      throw ValidationError("--listen takes auto, tty, unix:PATH or tcp:127.0.0.1:PORT, not '\(listen)'")
    }
    guard (0...3600).contains(store) else { throw ValidationError("--store takes seconds from 0 to 3600") }
  }

  func run() throws {
    try Failure.guarded {
      let source = try openSource()
      guard source.description.streams.count <= 16,
        source.description.streams.allSatisfy({ $0.channels.count <= 32 })
      else {
        Failure.say(
          "\(self.source): more than 16 streams, or 32 channels in one, are more than the protocol carries")
        throw Failure.usage
      }
      let listener = try makeListener()
      let output = StandardOutput()
      output.write("\(listener.address)\n")
      try output.flush()
      Interruption.watch()
      try serve(VirtualWearable(source, settings: settings(for: source)), on: listener)
    }
  }

  private func makeListener() throws -> LinkListener {
    if listen == "tty" { return try .terminal() }
    if let address = LinkAddress(listen) { return try .listen(address) }
    let folder = PersonalLibrary.sockets
    try PrivateFolder.make(folder)
    guard let path = DeviceFinder.socket(in: folder) else {
      throw LinkError(.unavailable, name: "--listen auto", reason: "\(folder) is full of wearables")
    }
    return try .listen(.unix(path: path))
  }

  private func openSource() throws -> any BlockSource {
    if let scenario = Scenario.named(source) { return SimulatedSource(scenario, seed: seed) }
    return try openRecording(path: source)
  }

  private func settings(for source: any BlockSource) -> VirtualWearable.Settings {
    var settings = VirtualWearable.Settings()
    settings.store = store
    // Started again it is a device that was switched on again.
    settings.firstBoot = UInt16.random(in: 1...UInt16.max)
    settings.drift = fault.value(.drift) ?? 0
    settings.rateError = fault.value(.rate) ?? 0
    settings.isBatteryLow = fault.value(.lowBattery) != nil
    if let seconds = fault.value(.wrap), let rate = source.description.streams.first?.rate.hertz {
      settings.firstIndex = UInt32.max - UInt32(min(4e9, seconds * rate))
    }
    return settings
  }

  /// A host at the other end, to which nothing is said before its first frame.
  private final class Host {
    let link: ByteLink
    var hasSpoken = false

    init(_ link: ByteLink) { self.link = link }
  }

  private func serve(_ wearable: VirtualWearable, on listener: LinkListener) throws {
    let clock = ContinuousClock()
    let begin = clock.now
    var (host, silentUntil) = (Host?.none, 0.0)
    var down = FaultyLink(fault.linkFaults, seed: UInt64(bitPattern: Int64(seed)))
    var upFaults = fault.linkFaults
    upFaults.delay = 0...0
    var up = FaultyLink(upFaults, seed: UInt64(bitPattern: Int64(seed)) &+ 1)
    var due: [FaultArgument.Name: Double] = [:]
    for name in [FaultArgument.Name.stall, .reset, .unplug] { due[name] = fault.value(name) }
    if let channel = fault.value(.leadOff) {
      wearable.quality = (0..<(wearable.channels.first ?? 0)).map { $0 == Int(channel) ? 1 : 0 }
    }
    while !Interruption.isAsked, !wearable.isOver {
      let now = (clock.now - begin) / .seconds(1)
      for (name, time) in due where now >= time {
        due[name] = now + (fault.value(name) ?? 0)
        if name == .reset { wearable.reset(at: Seconds(now)) } else { silentUntil = now + 2 }
        if name == .unplug { (host, down) = (nil, FaultyLink(fault.linkFaults, seed: UInt64(now * 1000))) }
      }
      if host == nil, now >= silentUntil {
        host = try listener.accept(waiting: 5).map(Host.init)
      }
      if host == nil { Thread.sleep(forTimeInterval: 0.002) }
      let isHere = try exchange(
        wearable, host, at: Seconds(now), isSilent: now < silentUntil, down: &down, up: &up)
      // Where the host has gone another one may come.
      if !isHere { host = nil }
    }
  }

  /// Passes on what the host and the device have to say at `now`; false where the host has gone.
  private func exchange(
    _ wearable: VirtualWearable, _ host: Host?, at now: Seconds, isSilent: Bool, down: inout FaultyLink,
    up: inout FaultyLink
  ) throws -> Bool {
    do throws(LinkError) {
      let came = try host?.link.read(waiting: 2) ?? []
      if !came.isEmpty {
        up.send(came, at: now)
        host?.hasSpoken = true
      }
      var (asked, said) = ([[UInt8]](), [[UInt8]]())
      up.deliver(at: now) { asked.append($0) }
      for bytes in asked { wearable.receive(bytes, at: now) { said.append($0) } }
      wearable.advance(to: now) { said.append($0) }
      for frame in said { down.send(frame, at: now) }
      guard !isSilent else { return true }
      var frames: [[UInt8]] = []
      down.deliver(at: now) { frames.append($0) }
      if let host, host.hasSpoken { for frame in frames { try host.link.write(frame) } }
      return true
    } catch {
      guard error.kind == .unavailable else { throw error }
      return false
    }
  }
}
