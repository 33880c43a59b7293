import Console

@main struct LonghaulBench {
    static func main() async {
        await Program(
            "longhaul-bench", "measures Longhaul on this machine; prints one line of JSON for each figure",
            version: "0.1.0", environmentPrefix: "LONGHAUL",
            sections: [
                .init(
                    "Benchmarks",
                    [
                        .command(CycleBench()), .command(LatencyBench()), .command(SubmitBench()),
                        .command(CoreBench()), .command(FairnessBench()),
                    ]),
                .init("Parts of them", [.command(BenchWorker())]),
            ]
        ).main()
    }
}
