import Foundation

/// The tables that `Tables/make_tables.py` made with scipy; each names its source.
enum ReferenceTables {
  /// The magnitude response of one filter.
  struct Response: Decodable {
    var kind: String
    /// The order, or a notch's quality.
    var order: Int
    var edge: Double
    var rate: Double
    var hertz: [Double]
    var decibels: [Double]
  }

  /// Eight lanes through one cascade.
  struct Filtered: Decodable {
    var rate: Double
    var notches: [Double]
    var settledAt: Double?
    var input: [[Double]]
    var output: [[Double]]
  }

  struct Statistics: Decodable {
    struct Quantile: Decodable {
      var p: Double
      var n: Double
      var m: Double?
      var ratio: Double
    }
    struct Band: Decodable {
      var rate: Double
      var lower: Double
      var upper: Double
      var hertz: Double
    }
    var f: [Quantile]
    var chiSquared: [Quantile]
    var tails: [Quantile]
    var bands: [Band]
  }

  private struct Responses: Decodable { var tables: [Response] }
  private struct FilteredCases: Decodable { var cases: [Filtered] }

  static func responses() throws -> [Response] { try read(Responses.self, "responses").tables }
  static func filtered() throws -> [Filtered] { try read(FilteredCases.self, "filtered").cases }
  static func statistics() throws -> Statistics { try read(Statistics.self, "statistics") }

  private static func read<Table: Decodable>(_ type: Table.Type, _ name: String) throws -> Table {
    let place = Bundle.module.bundleURL.appendingPathComponent("Tables/\(name).json")
    return try JSONDecoder().decode(type, from: Data(contentsOf: place))
  }
}
