import Fixtures
import Signals
import Testing

/// Reads `source` to its end, expects that it keeps what ``BlockSource`` promises, and hands back what came.
@discardableResult
func expectKeepsTheContract(
  of source: any BlockSource, keepingSamples: Bool = true,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Reading {
  let reading = try readCheckingTheContract(of: source, keepingSamples: keepingSamples)
  #expect(reading.violations.isEmpty, sourceLocation: sourceLocation)
  return reading
}
