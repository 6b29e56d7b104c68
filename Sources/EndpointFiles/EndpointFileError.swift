import Foundation
package import Home

/// What is wrong with an endpoint file: the file, the line, what was found and what was expected.
package struct EndpointFileError: Error, Hashable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// The text is not YAML, or not UTF-8, or far too long.
        case notYAML
        case unknownKey
        case duplicateKey
        case missingKey
        case wrongType
        case badValue
        /// The name cannot be that of an endpoint.
        case badName
        case notFound
        case alreadyExists
        /// The file or the folder cannot be used.
        case file(HomeError.Code)
    }

    package let code: Code
    package let file: String
    /// Counted from 1; `nil` where the failure is of the whole file.
    package let line: Int?
    /// What was found and what was expected.
    package let message: String

    package init(_ code: Code, file: String, line: Int? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
    }

    /// The endpoint's name, which is the file's.
    package var name: String { EndpointFile(at: URL(fileURLWithPath: file)).name }

    package var description: String {
        // What the file system refuses names the file already.
        message.contains(file) ? message : "\(file)\(line.map { ", line \($0)" } ?? ""): \(message)"
    }
}

extension EndpointFileError {
    /// What the file system refuses, in the words of the room that deals with it.
    init(_ error: HomeError, file: String) {
        self.init(.file(error.code), file: file, error.message)
    }
}
