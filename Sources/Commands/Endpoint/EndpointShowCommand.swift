import ArgumentParser
import EndpointFiles
import Foundation
import Home
import Records
import Sessions

/// `stoke endpoint show`: the file as it is, with the person's comments.
///
/// Its path goes to stderr, so that stdout is the file and can be kept as one.
struct EndpointShowCommand: ImmediateCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an endpoint's file, which is yours to edit.")

    @Argument(help: "The endpoint's name.")
    var name: EndpointName

    /// Prints a file that is in order.
    ///
    /// - Throws: ``EndpointFileError``; what is wrong with the file, among others.
    func perform() throws {
        let folder = EndpointFolder(at: try OpenHome.locate().endpointsFolder)
        _ = try folder.load(name.text)
        let file = folder.url.appendingPathComponent(name.text + ".yaml")
        Console.note("# \(file.path)")
        try Console.result(try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .newlines))
    }
}
