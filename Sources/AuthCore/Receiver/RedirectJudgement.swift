/// What to tell the browser that brought a redirect, and whether the wait is over.
package struct RedirectJudgement: Sendable {
    package let title: String
    package let words: String
    package let endsTheWait: Bool

    package init(title: String, words: String, endsTheWait: Bool) {
        self.title = title
        self.words = words
        self.endsTheWait = endsTheWait
    }
}
