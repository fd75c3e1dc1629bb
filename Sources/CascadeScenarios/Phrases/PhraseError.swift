/// A phrase that can't be understood.
package struct PhraseError: Error, Hashable, CustomStringConvertible {
  /// Where, counted in characters (Unicode scalars) from 1.
  package var column: Int
  /// What is wrong there.
  package var message: String
  /// What was probably meant.
  package var suggestion: String?

  /// `column 8: nobody is called "fetch-rec" (did you mean fetch-recs?)`, in one line that is safe to print.
  package var description: String { "column \(column): \(message)\(didYouMean(suggestion))" }
}
