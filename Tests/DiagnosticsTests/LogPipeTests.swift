import Foundation
import Testing

@testable import Diagnostics

/// Diagnostics never hold anybody up.
@Suite struct LogPipeTests {
  /// A pipe with what has been read from it.
  private final class Reader {
    let (reading, writing): (Int32, Int32)

    init() throws {
      var ends: [Int32] = [0, 0]
      try #require(pipe(&ends) == 0)
      (reading, writing) = (ends[0], ends[1])
    }

    deinit {
      close(reading)
      close(writing)
    }

    /// Everything that waits, up to `limit` bytes.
    func take(_ limit: Int = 1 << 20) -> [UInt8] {
      var bytes: [UInt8] = []
      var about = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
      while bytes.count < limit, poll(&about, 1, 0) == 1 {
        var piece = [UInt8](repeating: 0, count: min(4096, limit - bytes.count))
        let count = read(reading, &piece, piece.count)
        if count <= 0 { break }
        bytes += piece.prefix(count)
      }
      return bytes
    }
  }

  private func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
  }

  @Test func `lines come as they were put`() throws {
    let reader = try Reader()
    let pipe = LogPipe(reader.writing)
    #expect(pipe.put(Array("one".utf8)) && pipe.put(Array("two".utf8)))
    #expect(lines(reader.take()) == ["one", "two", ""])
  }

  @Test func `a terminal that is stopped holds nobody up`() throws {
    var (master, terminal) = (Int32(0), Int32(0))
    try #require(openpty(&master, &terminal, nil, nil, nil) == 0)
    defer { for end in [master, terminal] { close(end) } }
    let pipe = LogPipe(terminal, patience: 1)
    try #require(tcflow(terminal, TCOOFF) == 0)
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 999)
    for _ in 0..<100 { pipe.draw(line) }
    var taken = 0
    for _ in 0..<100 where pipe.put(line) { taken += 1 }
    #expect(taken == 0)
    try #require(tcflow(terminal, TCOON) == 0)
    #expect(pipe.put(Array("on".utf8)))
    // Each line is there when the terminal has come to it.
    var said = ""
    var about = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    while !said.hasSuffix("on\r\n"), poll(&about, 1, 5000) == 1 {
      var piece = [UInt8](repeating: 0, count: 4096)
      let count = read(master, &piece, piece.count)
      said += String(decoding: piece.prefix(max(0, count)), as: UTF8.self)
    }
    #expect(said.contains("100 lines were let go") && said.hasSuffix("on\r\n"), "\(said)")
  }

  @Test func `a terminal that nobody reads holds nobody up`() throws {
    var (master, terminal) = (Int32(0), Int32(0))
    try #require(openpty(&master, &terminal, nil, nil, nil) == 0)
    defer { for end in [master, terminal] { close(end) } }
    let pipe = LogPipe(terminal, patience: 1)
    // Longer than what a terminal keeps, with every length of what is left.
    for length in 1..<400 {
      pipe.draw([UInt8](repeating: UInt8(ascii: "x"), count: length))
      pipe.put([UInt8](repeating: UInt8(ascii: "y"), count: length))
    }
  }

  @Test func `a pipe that nobody reads is waited for once, and what is let go is counted`() throws {
    let reader = try Reader()
    let pipe = LogPipe(reader.writing, patience: 1)
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 999)
    let clock = ContinuousClock()
    var taken = 0
    let time = clock.measure {
      for _ in 0..<1000 where pipe.put(line) { taken += 1 }
    }
    // A pipe holds 64 kB.
    #expect(taken >= 60 && taken <= 66)
    // It would wait for ever if it waited at all.
    #expect(time < .seconds(5))
    #expect(reader.take().count == taken * 1000)
    #expect(pipe.put(Array("again".utf8)))
    #expect(
      lines(reader.take()) == [
        "spasm: warning: \(1000 - taken) lines were let go, nobody read them", "again", "",
      ])
    #expect(pipe.put(Array("more".utf8)))
    #expect(lines(reader.take()) == ["more", ""])
  }

  @Test func `a line that is too long is cut, so that it goes in whole`() throws {
    let reader = try Reader()
    #expect(LogPipe(reader.writing).put([UInt8](repeating: UInt8(ascii: "y"), count: 10_000)))
    let bytes = reader.take()
    #expect(bytes.count == LogPipe.longestLine && bytes.last == UInt8(ascii: "\n"))
  }

  @Test func `a reader that has gone is no trouble`() throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    #expect(!LogPipe(ends[1]).put(Array("x".utf8)))
    close(ends[1])
    #expect(!LogPipe(ends[1]).put(Array("x".utf8)))
  }
}
