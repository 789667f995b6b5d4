import Testing

@testable import FirmwareProtocol

/// Where every sample went.
@Suite struct AccountTests {
  @Test func `accounts are those of their vectors`() throws {
    for one in try Vectors.read("accounts", as: Vectors.AccountCase.self) {
      var account = SampleAccount(start: one.start)
      for bytes in one.frames {
        guard case .data(let frame) = try bytes.bytes.frame() else { continue }
        account.book(index: frame.index, count: frame.count, dropped: frame.dropped)
        #expect(account.expected == account.received + account.lost + account.overrun, "\(one.name)")
      }
      account.close(at: one.end)
      #expect(account.received == one.received && account.lost == one.lost, "\(one.name)")
      #expect(account.overrun == one.overrun && account.duplicate == one.duplicate, "\(one.name)")
      let missing = account.missing.map { [UInt32(truncatingIfNeeded: $0.lowerBound), UInt32($0.count)] }
      #expect(missing == one.missing, "\(one.name)")
    }
  }

  /// A small world: each of seven samples comes, is dropped or is lost, in frames of one, in every order of three late
  /// ones.
  @Test func `whatever comes in whatever order, each sample is in one place`() {
    for fate in 0..<2187 {
      // 0 comes, 1 is dropped, 2 is lost.
      let fates = (0..<7).map { fate / [1, 3, 9, 27, 81, 243, 729][$0] % 3 }
      var frames: [(index: UInt32, dropped: UInt32)] = []
      var dropped: UInt32 = 0
      for (index, fate) in fates.enumerated() {
        if fate == 1 {
          dropped += 1
        } else {
          if fate == 0 { frames.append((UInt32(index), dropped)) }; dropped = 0
        }
      }
      for late in 0...frames.count {
        var account = SampleAccount(start: 0)
        for frame in frames.dropFirst(late) + frames.prefix(late) {
          account.book(index: frame.index, count: 1, dropped: frame.dropped)
        }
        account.close(at: 7)
        #expect(account.expected == 7 && account.received + account.lost + account.overrun == 7)
        #expect(account.received == frames.count && account.duplicate == 0)
        #expect(account.overrun == frames.reduce(0) { $0 + UInt64($1.dropped) })
      }
    }
  }

  @Test func `memory is bounded, and what is given up stays lost`() {
    var account = SampleAccount(start: 0, limit: 10)
    for position in 0..<1000 as Range<UInt32> { account.book(index: 20 * position, count: 10) }
    #expect(account.missing.count == 10 && account.received == 10_000 && account.lost == 9990)
    account.giveUp(first: 0, count: 20_000)
    #expect(account.overrun == 100 && account.lost == 9890 && account.missing.isEmpty)
  }
}
