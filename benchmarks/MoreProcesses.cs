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

    /// <summary>A row in each pair of processes, in turns: the share of the machine that others used, and the samples.</summary>
    public IEnumerable<(double Others, double[] Ours, double[] Theirs)> Rounds(string row, double seconds)
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
            yield return (meter.OthersSince(ours.Busy + theirs.Busy), own, other);
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
