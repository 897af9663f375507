namespace NotebookKit.Explain;

/// <summary>What a dashboard looks at.</summary>
public enum Watched
{
    /// <summary>What a layer gives for the probe.</summary>
    Activations,

    /// <summary>A parameter.</summary>
    Weights,

    /// <summary>The gradient of a parameter, of one batch.</summary>
    Gradients,
}

/// <summary>How many numbers are distributed at one time of a training: a few figures, and a sample in order of size.</summary>
/// <param name="Kind">What these numbers are.</param>
/// <param name="Name">The layer or the parameter.</param>
/// <param name="Epoch">After which epoch; 0 before the first.</param>
/// <param name="Count">How many numbers there are.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="PositiveShare">The share above zero.</param>
/// <param name="Sample">At most <see cref="MostSamples"/> of them, evenly taken out of all in order of size: quantiles.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record ValueSnapshot(Watched Kind, string Name, int Epoch, int Count, double Mean, double Deviation, double PositiveShare, IReadOnlyList<float> Sample)
{
    /// <summary>So many numbers of each are kept at most.</summary>
    public const int MostSamples = 1000;

    /// <summary>The figures, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"epoch {Epoch}, {Kind} of {Name}: {Count:N0} numbers, {Mean:G3} +- {Deviation:G3}, {PositiveShare:P0} above zero");

    /// <summary>Looks at a tensor now.</summary>
    internal static ValueSnapshot Of(Watched kind, string name, int epoch, Tensor values)
    {
        float[] all = values.Detach().To(DType.Float32).ToArray<float>();
        int odd = Array.FindIndex(all, value => !float.IsFinite(value));
        if (odd >= 0)
        {
            throw new InvalidOperationException($"TrainingDashboard: {kind} of {name} hold {all[odd]} in epoch {epoch}; is the learning rate too high?");
        }

        Array.Sort(all);
        double mean = all.Length == 0 ? 0 : all.Average(value => (double)value);
        double variance = all.Length == 0 ? 0 : all.Average(value => (value - mean) * (value - mean));
        int kept = Math.Min(MostSamples, all.Length);
        float[] sample = [.. Enumerable.Range(0, kept).Select(i => all[kept == 1 ? all.Length / 2 : (int)((long)i * (all.Length - 1) / (kept - 1))])];
        return new(kind, name, epoch, all.Length, mean, Math.Sqrt(variance), all.Length == 0 ? 0 : all.Count(value => value > 0) / (double)all.Length, sample);
    }
}
