namespace NotebookKit.Benchmarks;

/// <summary>Some more processes of ours and of the peer, for rows of a few microseconds and less.</summary>
/// <remarks>
/// Where a system lays a program's code and memory is drawn by lot for each process, and such rows take up to half as long again in one process of ten
/// for as long as it lives, ours and the peer's. So they are measured in several, and the median of these counts.
/// </remarks>
internal sealed class MoreProcesses(Func<Peer> startPeer) : IDisposable
{
    /// <summary>A row that takes less is measured in more processes.</summary>
    public const double Short = 5e-6;

    // With those that there are, five.
    private const int Pairs = 4;
    private readonly List<(Peer Ours, Peer Theirs)> pairs = [];

    /// <summary>A row in each pair of processes, in turns.</summary>
    /// <param name="row">The row's name.</param>
    /// <param name="seconds">For about how long.</param>
    /// <param name="peak">The most floating-point operations a second.</param>
    public IEnumerable<Comparison.Round> Rounds(string row, double seconds, double peak)
    {
        while (pairs.Count < Pairs)
        {
            pairs.Add((Peer.StartOurs(), startPeer()));
        }

        foreach ((Peer ours, Peer theirs) in pairs)
        {
            // The first time a row is built and made warm.
            _ = ours.Run(row, 0);
            _ = theirs.Run(row, 0);
            QuietMeter meter = new(ours.Busy + theirs.Busy);
            double[] own = ours.Run(row, seconds)!;
            double[] other = theirs.Run(row, seconds)!;
            double others = meter.OthersSince(ours.Busy + theirs.Busy);
            yield return new Comparison.Round(others, Peak.Now() / peak, own, other);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((Peer ours, Peer theirs) in pairs)
        {
            ours.Dispose();
            theirs.Dispose();
        }
    }
}
