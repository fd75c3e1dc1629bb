import Foundation
import Testing

/// `cascade what-if`: what is printed where, and with which status.
@Suite struct WhatIfTests {
  @Test func `tells what was asked and the story from there on`() throws {
    let result = try Program.run("what-if", "first-failure", "--at", "1s", "cancel fetch-recs", "--plain")
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.contains("What if: cancel fetch-recs, at 1.000 s?\n"))
    #expect(result.output.contains("1.000 s  an outside hand acts on fetch-recs: cancel.\n"))
    #expect(!result.output.contains("503 from orders\". First error"))
    #expect(!result.output.contains("0.800 s  fetch-user is done"))
  }

  @Test func `prints the events of the branch, which begin like those of the run`() throws {
    let base = try Program.run("run", "first-failure", "--json").output.split(separator: "\n")
    let arguments = ["what-if", "first-failure", "--after-event", "30", "make audit-log listen", "--json"]
    let result = try Program.run(arguments)
    #expect(result.status == 0)
    let branch = result.output.split(separator: "\n")
    let place = try #require(branch.firstIndex { $0.contains("\"kind\":\"intervention\"") })
    #expect(place >= 30)
    #expect(branch[..<place] == base[..<place])
    #expect(try Program.run(arguments).output == result.output)
  }

  @Test func `several changes are made one after the other`() throws {
    let result = try Program.run(
      "what-if", "first-failure", "set limit of root to 2", "set kind of root to collect-all", "--plain")
    #expect(result.status == 0)
    #expect(result.output.contains("What if: set limit of root to 2?\nWhat if: set kind of root to collect-all?\n"))
    #expect(result.output.contains("collect-all, limit(2)"))
  }

  @Test(arguments: [
    (["cancel fetch-rec"], "column 8: nobody is called \"fetch-rec\" (did you mean fetch-recs?)"),
    (["--at", "9s", "cancel fetch-recs"], "the run is over at 2.6s, with"),
    (["--at", "2s", "fail fetch-recs: x"], "fetch-recs is over at 2s: it returned at 1.23s"),
    (["--at", "soon", "cancel fetch-recs"], "--at: "),
    (["--at", "1s", "--after-event", "3", "cancel fetch-recs"], "Leave one of them out"),
    (["--plain", "--json", "cancel fetch-recs"], "Leave one of them out"),
    (["--at", "1s", "delay fetch-recs by -1s"], "a delay of -1s can't be"),
    (["set limit of root to 0"], "a limit of 0 can't be for root"),
    ([], "change"),
  ])
  func `what can't be is said and nothing is told`(arguments: [String], words: String) throws {
    let result = try Program.run(["what-if", "first-failure"] + arguments)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.contains(words), "\(result.errors)")
  }
}
