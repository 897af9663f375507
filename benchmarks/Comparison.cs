using System.Text.Json;
using NotebookKit.Kernels;

namespace NotebookKit.Benchmarks;

/// <summary>Ours and a peer's rows in turn, in one run, so that both meet the same machine.</summary>
/// <remarks>
/// A lone time says little on a machine that does other things. Rounds alternate; a round in which other programs used
/// more than a twentieth of the processor is noisy, and so is one beside which bare multiply-adds did not reach nine tenths of their peak: a virtual machine
/// shares its cores with others that its system does not see. Noisy ones are repeated, and count only when there are no three quiet ones. What is compared is
/// the tenth percentile of the samples of the rounds that count; of short rows the median of several processes, see <see cref="MoreProcesses"/>.
/// </remarks>
internal static class Comparison
{
    private const double SecondsInRound = 0.15;
    private const double QuietShare = 0.05;
    private const double QuietSpeed = 0.9;
    private const int MostRepeats = 3;
    private const int QuietRoundsNeeded = 3;
    private const int LongRounds = 3;
    private const int Failed = 1;
    private const int NoPeer = 3;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Measures the rows beside their peers and prints a table.</summary>
    /// <returns>0; 1 when a row stays under its floor; 3 when no peer is there.</returns>
    public static int Run(IReadOnlyList<Row> rows, Settings settings)
    {
        double peak = Peak.Measure();
        List<ComparedRow> found = [];
        foreach (IGrouping<string, Row> group in rows.GroupBy(row => row.PeerScript))
        {
            try
            {
                Peer Start() => Peer.Start(settings.PeerCommand, Path.Combine(AppContext.BaseDirectory, "peers", group.Key), Fork.Threads);
                using Peer peer = Start();
                using MoreProcesses more = new(Start);
                found.AddRange(Beside(peer, more, group, settings.Rounds, peak));
            }
            catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                Console.Error.WriteLine($"{e.Message} {group.Count()} rows are left out. {Peer.SetUp(group.Key)}");
            }
        }

        if (settings.Json is { } file)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(found, Indented));
        }

        int under = found.Count(row => row.Ratio < row.Floor);
        if (found.Count > 1)
        {
            Console.WriteLine($"{found.Count} rows, geometric mean {Math.Exp(found.Average(row => Math.Log(row.Ratio))):F2}, {under} under their floor; {found.Average(row => (double)row.QuietRounds / row.Rounds):P0} of the rounds were quiet, others used {found.Average(row => row.Others):P0} of the machine, bare multiply-adds reached {found.Average(row => row.Speed):P0} of their peak");
        }

        return found.Count == 0 ? NoPeer : under > 0 ? Failed : 0;
    }

    private static IEnumerable<ComparedRow> Beside(Peer peer, MoreProcesses more, IEnumerable<Row> rows, int rounds, double peak)
    {
        Console.WriteLine($"ours beside {peer.Name}, {Fork.Threads} threads each, {Kernels.Simd.KernelVariant.Width}, peak {peak / 1e9:F0} GFLOP/s; ratio = peer's time / ours, higher is better for us");
        Console.WriteLine($"{"row",-44}{"ours",12}{"peer",12}{"ratio",8}{"floor",7}{"goal",7}{"GFLOP/s",10}{"of peak",9}{"quiet",8}{"others",8}");
        foreach (Row row in rows)
        {
            if (peer.Run(row.Name, row.IsLong ? 0 : 0.05) is null)
            {
                Console.WriteLine($"{row.Name,-44}{"the peer has no such row",24}");
                continue;
            }

            ComparedRow one = Measure(row, peer, more, row.IsLong ? Math.Min(rounds, LongRounds) : rounds, peak);
            string rate = one.Gflops is { } gflops ? $"{gflops,10:F1}{one.ShareOfPeak,9:P0}" : $"{string.Empty,19}";
            Console.WriteLine(
                $"{one.Name,-44}{Stopclock.Text(one.OursMs / 1e3),12}{Stopclock.Text(one.PeerMs / 1e3),12}{one.Ratio,8:F2}{Mark(row.Floor),7}{Mark(row.Goal),7}{rate}{$"{one.QuietRounds}/{one.Rounds}",8}{one.Others,8:P0}{(one.Ratio < row.Floor ? "  under the floor" : string.Empty)}");
            foreach ((string what, double value) in row.Quality?.Invoke() ?? new Dictionary<string, double>())
            {
                Console.WriteLine($"    {what}: ours {value:F6}, the peer's {peer.Quality.GetValueOrDefault(what, double.NaN):F6}");
            }

            yield return one;
        }
    }

    private static ComparedRow Measure(Row row, Peer peer, MoreProcesses more, int count, double peak)
    {
        if (!row.IsLong)
        {
            _ = Stopclock.Samples(row.Work, 0.4);
        }

        List<Round> rounds = [];
        bool Lacks() => !row.IsLong && rounds.Count(IsQuiet) < Math.Min(count, QuietRoundsNeeded) && rounds.Count < MostRepeats * count;
        while (rounds.Count < count || Lacks())
        {
            double speed = Peak.Now();
            QuietMeter meter = new(QuietMeter.Own() + peer.Busy);
            double[] ours = row.IsLong ? [Stopclock.Once(row.Work)] : Stopclock.Samples(row.Work, SecondsInRound);
            double others = meter.OthersSince(QuietMeter.Own() + peer.Busy);
            speed = Math.Min(speed, Peak.Now());
            meter = new(QuietMeter.Own() + peer.Busy);
            double[] theirs = peer.Run(row.Name, SecondsInRound)!;
            others = Math.Max(others, meter.OthersSince(QuietMeter.Own() + peer.Busy));
            rounds.Add(new Round(others, Math.Min(speed, Peak.Now()) / peak, ours, theirs));
        }

        int quiet = rounds.Count(IsQuiet);
        List<Round> counted = quiet >= QuietRoundsNeeded ? [.. rounds.Where(IsQuiet)] : rounds;
        double own = Tenth(counted.SelectMany(round => round.Ours)), other = Tenth(counted.SelectMany(round => round.Theirs));
        int processes = 1;
        if (own < MoreProcesses.Short)
        {
            List<Round> elsewhere = [.. more.Rounds(row.Name, SecondsInRound, peak)];
            own = Median([own, .. elsewhere.Select(round => Tenth(round.Ours))]);
            other = Median([other, .. elsewhere.Select(round => Tenth(round.Theirs))]);
            quiet += elsewhere.Count(IsQuiet);
            rounds.AddRange(elsewhere);
            processes += elsewhere.Count;
        }

        double? rate = row.Flops > 0 ? row.Flops / own : null;
        return new ComparedRow(
            row.Name, own * 1e3, other * 1e3, other / own, row.Floor, row.Goal, rate / 1e9, rate / peak, quiet, rounds.Count, processes, rounds.Average(round => round.Others), rounds.Average(round => round.Speed), peer.Name);
    }

    private static bool IsQuiet(Round round) => !(round.Others > QuietShare) && round.Speed >= QuietSpeed;

    private static double Tenth(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return sorted[sorted.Length / 10];
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static string Mark(double value) => value > 0 ? $"{value:0.##}" : "-";

    /// <summary>Ours and then the peer's samples of a row, the share of the machine that others used meanwhile, and how near to their peak multiply-adds came beside it.</summary>
    internal sealed record Round(double Others, double Speed, double[] Ours, double[] Theirs);

    /// <summary>A row beside its peer, as it stands in the JSON file.</summary>
    private sealed record ComparedRow(
        string Name, double OursMs, double PeerMs, double Ratio, double Floor, double Goal, double? Gflops, double? ShareOfPeak, int QuietRounds, int Rounds, int Processes, double Others, double Speed, string Peer);
}
