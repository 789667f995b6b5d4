import Signals
import Testing

@Suite struct LedgerTests {
  private static let causes: [GapCause] = [.discontinuity, .truncated, .lost, .overrun, .late]

  @Test func `an account balances at any moment`() {
    var generator = SeededGenerator(seed: 12)
    var ledger = Ledger()
    var (received, absent) = (Int64(0), Int64(0))
    for _ in 0..<500 {
      let frames = Int64.random(in: 0...10_000, using: &generator)
      if let cause = Self.causes.randomElement(using: &generator), Bool.random(using: &generator) {
        ledger.miss(frames, cause: cause)
        absent += frames
      } else {
        ledger.receive(frames, blank: 3)
        received += frames
      }
      #expect(ledger.received == received)
      #expect(ledger.lost + ledger.overrun == absent)
      #expect(ledger.expected == received + absent)
    }
    #expect(ledger.blank > 0 && ledger.blank % 3 == 0)
  }

  @Test func `frames that found no room are apart from those that never came`() {
    for cause in Self.causes {
      var ledger = Ledger()
      ledger.miss(7, cause: cause)
      #expect(ledger.overrun == (cause == .overrun ? 7 : 0))
      #expect(ledger.lost == (cause == .overrun ? 0 : 7))
      #expect(ledger.received == 0)
    }
  }

  @Test func `blank values are inside received frames and change no balance`() {
    var ledger = Ledger()
    ledger.receive(10)
    ledger.receive(10, blank: 25)
    #expect(ledger.expected == 20 && ledger.blank == 25)
  }
}
