import Console
import Glibc

@main struct LonghaulSimulate {
    static func main() async {
        let program = Program(
            "longhaul-simulate", "runs the scheduler in a simulated world that goes wrong, and checks its promises",
            version: "0.1.0", environmentPrefix: "LONGHAUL",
            sections: [.init("Commands", [.command(SimulateCommand()), .command(ExhaustCommand())])])
        var words = Array(CommandLine.arguments.dropFirst())
        // The usual command needs no name.
        if words.first.map({ $0.hasPrefix("--") && $0 != "--help" && $0 != "--version" }) ?? true {
            words.insert("run", at: 0)
        }
        let code = await program.run(
            words, environment: .process, output: .standardOutput, errors: .standardError)
        exit(code.rawValue)
    }
}
