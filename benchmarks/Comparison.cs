using NotebookKit.Kernels;

namespace NotebookKit.Benchmarks;

/// <summary>Ours and a peer's rows in turn, in one run, so that both meet the same machine.</summary>
/// <remarks>
/// A lone time says little on a machine that does other things. Rounds alternate; a round in which other programs used
/// more than a twentieth of the processor is noisy and counts only when there are no three quiet ones. What is compared is
/// the tenth percentile of the samples of the rounds that count.
/// </remarks>
internal static class Comparison
{
    private const int Rounds = 8;
    private const double SecondsInRound = 0.15;
    private const double QuietShare = 0.05;

    /// <summary>Measures the rows that the peer has too, and prints a table.</summary>
    /// <returns>How many rows stay under their floor.</returns>
    public static int Run(IEnumerable<Row> rows, Peer peer)
    {
        Console.WriteLine($"ours beside {peer.Name}, {Fork.Threads} threads each, {Kernels.Simd.KernelVariant.Width}; ratio = peer's time / ours, higher is better for us");
        Console.WriteLine($"{"row",-44}{"ours",12}{"peer",12}{"ratio",8}{"floor",7}{"goal",7}{"quiet",8}{"others",8}");
        int under = 0;
        List<double> ratios = [];
        foreach (Row row in rows)
        {
            if (peer.Run(row.Name, 0.05) is null)
            {
                Console.WriteLine($"{row.Name,-44}{"the peer has no such row",24}");
                continue;
            }

            (double ours, double theirs, int quiet, double others) = Measure(row, peer);
            double ratio = theirs / ours;
            ratios.Add(ratio);
            bool low = ratio < row.Floor;
            under += low ? 1 : 0;
            Console.WriteLine(
                $"{row.Name,-44}{Stopclock.Text(ours),12}{Stopclock.Text(theirs),12}{ratio,8:F2}{Mark(row.Floor),7}{Mark(row.Goal),7}{$"{quiet}/{Rounds}",8}{others,8:P0}{(low ? "  under the floor" : string.Empty)}");
        }

        if (ratios.Count > 1)
        {
            Console.WriteLine($"{ratios.Count} rows, geometric mean {Math.Exp(ratios.Average(Math.Log)):F2}, {under} under their floor");
        }

        return under;
    }

    private static (double Ours, double Theirs, int Quiet, double Others) Measure(Row row, Peer peer)
    {
        _ = Stopclock.Samples(row.Work, 0.4);
        List<(double Others, double[] Ours, double[] Theirs)> rounds = [];
        for (int round = 0; round < Rounds; round++)
        {
            QuietMeter meter = new(QuietMeter.Own() + peer.Busy);
            double[] ours = Stopclock.Samples(row.Work, SecondsInRound);
            double[] theirs = peer.Run(row.Name, SecondsInRound)!;
            rounds.Add((meter.OthersSince(QuietMeter.Own() + peer.Busy), ours, theirs));
        }

        int quiet = rounds.Count(round => !(round.Others > QuietShare));
        var counted = quiet >= 3 ? rounds.Where(round => !(round.Others > QuietShare)).ToList() : rounds;
        return (Tenth(counted.SelectMany(round => round.Ours)), Tenth(counted.SelectMany(round => round.Theirs)), quiet, rounds.Average(round => round.Others));
    }

    private static double Tenth(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return sorted[sorted.Length / 10];
    }

    private static string Mark(double value) => value > 0 ? $"{value:0.##}" : "-";
}
