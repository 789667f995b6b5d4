import Testing

/// What holds of every source file.
@Suite struct SourceTests {
  @Test(arguments: ["Sources", "Tests", "Fixtures"])
  func `a file has one idea, and at most 300 lines`(folder: String) throws {
    let files = try Checkout.files(in: folder)
    #expect(!files.isEmpty)
    // A line feed ends the last line, and nothing follows it.
    for file in files { #expect(file.lines.count - 1 <= 300, "\(file.path)") }
  }

  @Test func `nothing is left for later`() throws {
    for file in try Checkout.files(in: "Sources") {
      for (number, line) in file.lines.enumerated() {
        #expect(!line.contains(#/TODO|FIXME|fatalError\("not/#), "\(file.path):\(number + 1)")
      }
    }
  }
}
